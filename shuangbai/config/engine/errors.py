"""The one error of the launcher, and how a failure of the system becomes one."""

import errno

# What the system and PostgreSQL say when nothing more can be written (messages are forced to C).
_FULL = (
    "No space left on device",
    "Disk quota exceeded",
    "File too large",
    "Check free disk space",
)


class EngineError(Exception):
    """The database cannot be used. `message` says what happened, `fix` what to do (Chinese)."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message}{fix}")
        self.message = message
        self.fix = fix


def says_full(text: str) -> bool:
    """Whether an output of PostgreSQL names a full disk."""
    return any(words in text for words in _FULL)


def is_full(error: OSError) -> bool:
    """Whether a system error is a full disk, a used-up quota or a file size limit."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def disk_full(folder: object) -> EngineError:
    """The error for a full disk."""
    return EngineError(
        f"磁盘已满，数据库无法写入 {folder}。",
        "请清出至少 500 MB 空间，或用环境变量 SHUANGBAI_DATA 把数据文件夹换到别的磁盘，再重新启动。"
        "已有的数据没有被改动。",
    )


def from_os(error: OSError, folder: object) -> EngineError:
    """A system error while files of the data folder are made or read, as an EngineError."""
    if is_full(error):
        return disk_full(folder)
    if isinstance(error, PermissionError):
        return EngineError(
            f"没有权限读写数据文件夹 {folder}（{error.filename}）。",
            "请用建立这个文件夹的用户运行，或用环境变量 SHUANGBAI_DATA 另选一个文件夹。",
        )
    return EngineError(
        f"数据文件夹 {folder} 无法使用：{error}。",
        "请检查这个路径，或用环境变量 SHUANGBAI_DATA 另选一个文件夹。",
    )
