"""`python -m shuangbai.config.engine start|stop|status` for people."""

import sys

from shuangbai.config import engine


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _start() -> int:
    found = engine.ensure(progress=lambda text: _say(f"{text}…"))
    kind = "自带的数据库" if found.embedded else "指定的数据库"
    print(f"{kind}已就绪。")
    return 0


def _stop() -> int:
    print("数据库已停止。" if engine.stop() else "数据库没有在运行。")
    return 0


def _status() -> int:
    now = engine.status()
    state = "正在运行" if now.running else "没有运行"
    print(f"数据库{state}。")
    print(f"数据文件夹：{now.data}")
    if now.major is not None:
        print(f"版本：PostgreSQL {now.major}")
    if now.pid is not None:
        print(f"进程：{now.pid}，连接口：{now.socket}")
    return 0


def main(words: list[str]) -> int:
    """Run one command; 0 done, 2 could not be done."""
    commands = {"start": _start, "stop": _stop, "status": _status}
    command = commands.get(words[0]) if len(words) == 1 else None
    if command is None:
        _say("用法：python -m shuangbai.config.engine start|stop|status")
        return 2
    try:
        return command()
    except engine.EngineError as error:
        _say(f"{error.message}\n{error.fix}")
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
