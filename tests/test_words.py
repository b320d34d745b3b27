"""What may stand in the files of the project, and how its Chinese is written."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests import tree
from tests.place import ROOT

# Joined here, so that this file does not hold them.
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror",
    "tuna.tsin" + "ghua",
)
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
COLD = ("操作" + "失败", "操作" + "成功", "提交" + "成功", "提交" + "失败", "系统" + "错误")
BINARY = {".xz", ".png", ".jpg", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".xlsx", ".gz"}
HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:!?()] ?{HAN}|{HAN}\.{HAN}|{HAN}[\"']{HAN}")
TEMPLATE_CODE = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}|<!--.*?-->", re.S)
NAMED_PATH = re.compile(r"`((?:bin|docs|shuangbai|tests|bench|\.ci)/[\w./*<>-]*)`|\]\(([^)#:]+)\)")


def _lines() -> Iterator[tuple[Path, int, str]]:
    for file in tree.every():
        if file.suffix in BINARY or "vendor" in file.parts:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        yield from ((file, number, line) for number, line in enumerate(text.splitlines(), 1))


def _holding(*words: str) -> list[str]:
    return [
        f"{tree.name(file)}:{number} {word}"
        for file, number, line in _lines()
        for word in words
        if word in line
    ]


def test_no_registry_is_named() -> None:
    found = _holding(*HOSTS)
    assert not found, tree.listed(found)


def test_no_path_of_this_machine() -> None:
    homes = {str(ROOT), f"{ROOT.parent}/", f"{Path.home()}/"}
    # A short one ("/src/") would be an ordinary word elsewhere.
    found = _holding(*(home for home in homes if len(home) > 5))
    assert not found, tree.listed(found)


def test_nothing_is_left_for_later() -> None:
    found = _holding(*UNFINISHED)
    assert not found, tree.listed(found)


def test_documents_name_what_exists() -> None:
    missing = []
    for file in tree.ending(".md"):
        for inside, link in NAMED_PATH.findall(file.read_text(encoding="utf-8")):
            wanted = (inside or link).rstrip("/")
            if "<" in wanted:
                continue
            near = (file.parent, ROOT)
            if not any(list(base.glob(wanted)) if wanted else [] for base in near):
                missing.append(f"{tree.name(file)}: {wanted}")
    assert not missing, tree.listed(missing)


def _said() -> Iterator[tuple[str, str]]:
    """Text that users see: templates without their code, and the strings of the program."""
    for file in tree.ending(".html", within=tree.PACKAGE):
        text = TEMPLATE_CODE.sub(" ", file.read_text(encoding="utf-8"))
        yield from ((f"{tree.name(file)}", line) for line in text.splitlines())
        for code in TEMPLATE_CODE.findall(file.read_text(encoding="utf-8")):
            yield from (
                (tree.name(file), text) for text in re.findall(r"[\"']([^\"']*)[\"']", code)
            )
    for file in tree.python(tree.PACKAGE, tests=False):
        yield from ((f"{tree.name(file)}:{line}", text) for line, text in tree.texts(file))


def test_punctuation_is_full_width() -> None:
    found = [
        f"{where} {text}"
        for where, text in _said()
        if HALF_WIDTH.search(text) and "://" not in text
    ]
    assert not found, tree.listed(found)


def test_one_kind_of_quotation_marks() -> None:
    found = [
        f"{where} {text}"
        for where, text in _said()
        if re.search(r"[「」『』]", text) or text.count("“") != text.count("”")
    ]
    assert not found, tree.listed(found)


def test_no_cold_words() -> None:
    found = _holding(*COLD)
    assert not found, tree.listed(found)
