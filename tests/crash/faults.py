"""Faults: a process killed or a call made to fail by strace, small disks, and watching calls."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from programs import KILLED


@cache
def _strace_works() -> bool:
    if not shutil.which("strace"):
        return False
    argv = [*kill("write", 1), "echo", "unharmed"]
    return subprocess.run(argv, check=False, capture_output=True).returncode == KILLED


@cache
def _mounts_work() -> bool:
    errors = (OSError, subprocess.CalledProcessError)
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.suppress(*errors),
        mounted(Path(folder)),
    ):
        return True
    return False


@contextlib.contextmanager
def mounted(folder: Path, kibibytes: int = 256) -> Iterator[Path]:
    """Mount a small disk in memory at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={kibibytes}k,mode=0700"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "arte-crash", str(folder)],  # noqa: S607  # root's own
        check=True,
        capture_output=True,
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607  # as above


def remount(folder: Path, options: str) -> None:
    """Mount the small disk anew: "ro", "rw", "size=1024k"."""
    argv = ["mount", "-o", f"remount,{options}", str(folder)]
    subprocess.run(argv, check=True, capture_output=True)


# Faults


def kill(call: str, when: int) -> list[str]:
    """Return what kills the program as it begins its `when`-th `call`."""
    return _inject(call, f"signal=SIGKILL:when={when}")


def fail(
    call: str, error: str, when: str, only: Sequence[Path] = (), log: Path | None = None
) -> list[str]:
    """Return what makes a `call` fail: `when` "3" the third one, "3+" from then on.

    What was made to fail stands in `log` as (INJECTED), with the names of the files.
    """
    return _inject(call, f"error={error}:when={when}", only, log)


def _inject(call: str, what: str, only: Sequence[Path] = (), log: Path | None = None) -> list[str]:
    # Not --seccomp-bpf: with it strace injects nothing here.
    return ["strace", "-f", "-qq", "-y", "-o", str(log or "/dev/null"), *_only(only),
            "-e", f"trace={call}", "-e", f"inject={call}:{what}"]  # fmt: skip


def watch(log: Path, calls: Iterable[str], only: Sequence[Path] = ()) -> list[str]:
    """Return what notes the `calls` of the program in `log`, with the names of the files."""
    trace = f"trace={','.join(f'?{call}' for call in calls)}"
    return ["strace", "--seccomp-bpf", "-f", "-qq", "-y", "-o", str(log), *_only(only),
            "-e", trace]  # fmt: skip


def _only(paths: Sequence[Path]) -> list[str]:
    return [word for path in paths for word in ("-P", str(path))]


def counted(log: Path) -> Counter[str]:
    """Return how often each call stands in `log`."""
    return Counter(call for call, _ in calls_in(log))


def calls_in(log: Path) -> list[tuple[str, str]]:
    """Return the calls in `log`, each with its arguments and what came of it."""
    found = re.findall(r"^\d+ +(\w+)\((.*)", log.read_text(errors="replace"), re.MULTILINE)
    return [(call, words) for call, words in found]


def spread(count: int, limit: int | None) -> list[int]:
    """Return the numbers 1 … count, or about `limit` of them: both ends and evenly between."""
    if limit is None or count <= limit:
        return list(range(1, count + 1))
    if limit < 2:
        return [(count + 1) // 2][:limit]
    return sorted({1 + round(k * (count - 1) / (limit - 1)) for k in range(limit)})


# How many of these there are depends on the practice of the day, which each journal draws anew:
# the length of its card, the pages that hold it.
_VARYING = ("write", "pwrite64", "read", "pread64", "openat")


def is_sure(call: str, when: int, count: int) -> bool:
    """Tell whether a run surely comes to its `when`-th `call`, of which another had `count`."""
    return call not in _VARYING or when <= max(1, count - max(6, count // 10))


def side_by_side(work: Callable[[Any], None], things: Iterable[Any]) -> None:
    """Do `work` on each of `things`, as many at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(work, things))


needs_strace = pytest.mark.skipif(
    not _strace_works(),
    reason="strace is missing or may not trace here: apt-get install -y strace",
)
needs_mount = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and _mounts_work()),
    reason="mounting a small tmpfs needs root, with the right to mount",
)
needs_root = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("setpriv")),
    reason="taking root's right to write everywhere away needs root and setpriv",
)
