"""Run a program as an ordinary user although we are root: PostgreSQL refuses to run as root.

Run by path in a fresh interpreter: `python -I -S as_user.py PROGRAM ARGUMENT…`. A new user
namespace shows root's own id as 1000 inside. Files stay root's, no account is made, nothing is
made readable to others. Its own program and not a preexec_fn, which is unsafe beside threads.
"""

import os
import sys
from pathlib import Path

REFUSED = 97  # exit status when the system gives no user namespace


def main() -> None:
    """Enter the namespace and become the program."""
    try:
        uid, gid = os.geteuid(), os.getegid()
        os.unshare(os.CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"1000 {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"1000 {gid} 1", encoding="ascii")
    except (OSError, AttributeError) as error:
        print(f"no user namespace: {error}", file=sys.stderr)
        raise SystemExit(REFUSED) from error
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
