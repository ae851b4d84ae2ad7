"""One run of a command: how long it takes, how much memory it needs, when its question stands.

Nothing is timed but the command itself: it is started in an environment of its own, and what it
prints goes nowhere (or to a pseudo-terminal, if somebody is to answer).
"""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
import time
from typing import NamedTuple

# The first lines of both sittings hold one of these once a question stands.
QUESTIONS = (b"1/", "¿Cerramos".encode())
# Started small: a process inherits the peak of the one that starts it, and this one is big.
_WEIGH = """\
import os, sys
child = os.fork()
if child == 0:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.execve(sys.argv[1], sys.argv[1:], os.environ)
print(os.wait4(child, 0)[2].ru_maxrss)
"""
_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes, or in kB


class Job(NamedTuple):
    """A command to start: what to run, with which environment, and what it waits for."""

    command: list[str]
    environ: dict[str, str]
    asks: bool = False  # it is measured up to its first question, on a pseudo-terminal
    statuses: tuple[int, ...] = (0,)


def milliseconds(job: Job) -> float:
    """Return how long `job` takes, to its end or to its first question.

    Raises SystemExit if it fails: the time of an error means nothing.
    """
    return _to_question(job) if job.asks else _to_end(job)


def _to_end(job: Job) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        job.command,
        env=job.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    taken = (time.perf_counter() - begun) * 1000
    if done.returncode not in job.statuses:
        raise SystemExit(f"{' '.join(job.command)} ended with {done.returncode}")
    return taken


def _to_question(job: Job) -> float:
    begun = time.perf_counter()
    child, screen = pty.fork()
    if child == 0:
        os.execve(job.command[0], job.command, job.environ)  # noqa: S606  # the program itself
    shown = _read_until(screen, QUESTIONS)
    taken = (time.perf_counter() - begun) * 1000
    os.close(screen)  # the terminal is gone; so is the program
    os.waitpid(child, 0)
    if not any(question in shown for question in QUESTIONS):
        raise SystemExit(
            f"{' '.join(job.command)} asked nothing: {shown.decode(errors='replace')}"
        )
    return taken


def _read_until(screen: int, marks: tuple[bytes, ...]) -> bytes:
    shown = b""
    with contextlib.suppress(OSError):  # the end, on Linux
        while not any(mark in shown for mark in marks):
            piece = os.read(screen, 4096)
            if not piece:
                break
            shown += piece
    return shown


def megabytes(job: Job) -> float:
    """Return the peak of memory of `job`; of one that asks, up to its first question."""
    if job.asks:
        return _megabytes_to_question(job)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _WEIGH, *job.command],
        env=job.environ,
        capture_output=True,
        check=True,
    )
    return int(done.stdout) / _PER_MB


def _megabytes_to_question(job: Job) -> float:
    child, screen = pty.fork()
    if child == 0:
        os.execve(job.command[0], job.command, job.environ)  # noqa: S606  # the program itself
    _read_until(screen, QUESTIONS)
    try:
        with open(f"/proc/{child}/status", encoding="ascii") as file:  # its own peak alone
            peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    except OSError:  # no Linux
        peak = 0
    os.close(screen)
    os.waitpid(child, 0)
    return peak / 1024
