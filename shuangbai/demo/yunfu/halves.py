"""The city is written by two processes, each with half of its towns and a clock of its own.

On the towns of one half nothing depends that lies in the other. The prefecture's lock makes the two
take turns where people are registered; the rest goes side by side.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from queue import SimpleQueue
from typing import IO
from uuid import UUID

from shuangbai.demo.accounts import Accounts
from shuangbai.demo.story import Story
from shuangbai.demo.yunfu import city, writing
from shuangbai.demo.yunfu.diary import Percent
from shuangbai.kernel.problems import catalogue, problem

COMMAND = (sys.executable, "-m", "shuangbai.demo.second")
END_SECONDS = 10

catalogue(
    {
        "demo.half": (
            "演示数据没有放完：写另一半镇（街）的进程停了。",
            "原因见上面几行；再运行一次会从头放。",
        ),
    }
)


def first(story: Story) -> city.City:
    """This process writes the first half, and waits for the other; the whole city as planned."""
    with _other(story.part, story.accounts.known) as other:
        made = writing.begin(story)
        diary = writing.diary(story, made.half(0), watch=True)
        percent = Percent(story.say)
        for done, whole in diary.play():
            other.look()
            percent.tell(done + other.done, whole + (other.whole or whole))
        for _ in other.rest():
            percent.tell(diary.whole + other.done, diary.whole + other.whole)
    return made


def second(told: IO[str], out: IO[str]) -> None:
    """What the other process does. `told`: what to make, in its first line."""
    asked = json.loads(told.readline())
    _die_with_the_first(told)
    known = {name: UUID(text) for name, text in asked["known"].items()}
    story = Story.of(Accounts("", known), lambda line: None, asked["part"])
    made = city.plan(story.accounts.colleagues(), story.part)
    for done, whole in writing.diary(story, made.half(1)).play():
        print(done, whole, file=out, flush=True)


class _Other:
    """The second process, as the first sees it."""

    def __init__(self, part: float, known: Mapping[str, UUID]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, text=True)
        self.done = self.whole = 0
        self._heard: SimpleQueue[str] = SimpleQueue()
        assert self.process.stdin is not None
        asked = {"part": part, "known": {name: str(pk) for name, pk in known.items()}}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._heard.put(line)
        self._heard.put("")

    def look(self) -> None:
        """Hear what it has said by now."""
        while not self._heard.empty():
            self._take(self._heard.get())

    def rest(self) -> Iterator[None]:
        """Each time it has done something, until it is through."""
        while self.process.poll() is None or not self._heard.empty():
            self._take(self._heard.get())
            yield

    def _take(self, line: str) -> None:
        if line:
            self.done, self.whole = map(int, line.split())
        elif self.process.wait() != 0:
            raise problem("demo.half")

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=END_SECONDS)


@contextmanager
def _other(part: float, known: Mapping[str, UUID]) -> Iterator[_Other]:
    other = _Other(part, known)
    try:
        yield other
    finally:
        other.end()


def _die_with_the_first(told: IO[str]) -> None:
    """When the first process is gone, nobody holds the other end any more."""

    def watch() -> None:
        told.read()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
