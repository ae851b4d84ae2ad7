"""The front door. What is not needed for the version is loaded behind it (cli/front.py)."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from artesupremo import __version__

TYPE_CHECKING = False  # typing takes longer to load than the version to say
if TYPE_CHECKING:
    import datetime as dt
    from typing import NoReturn

_RARELY = 100_000  # objects: what is loaded stays, and looking for garbage in it takes a while


def main(argv: Sequence[str] | None = None, *, now: dt.datetime | None = None) -> int:
    """Run `arte` with the arguments `argv` at the aware local time `now`; return the exit status.

    Without arguments of its own it takes the process's, and the clock's time.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        sys.stdout.write(f"arte {__version__}\n")
        return 0
    gc.set_threshold(_RARELY)
    from artesupremo.cli.front import serve

    return serve(arguments, now)


def run() -> NoReturn:
    """Run `arte` and leave at once.

    All that was answered is saved by then; to take a program apart in good order takes as long
    as many a command.
    """
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads any more
        pass
    os._exit(status)


if __name__ == "__main__":
    run()
