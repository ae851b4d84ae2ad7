"""Time from typing `arte today` to its first question, as a ratio to `python -c pass`.

Both are timed in the same run, in turns, on a pseudo-terminal; milliseconds drift between
machines, so read the ratios. Target: at most 4 on the minimum. Usage:

    python bench/first_question.py [rounds]
"""

from __future__ import annotations

import os
import pty
import random
import statistics
import sys
import tempfile
import time

QUESTION = b"1/5"
TARGET = 4.0
ARTE = os.path.join(os.path.dirname(sys.executable), "arte")  # as it is installed
# Measured with compiled bytecode, as pip and pipx install it.
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "arte today": [ARTE, "today"],
    "arte": [ARTE],
    "arte --version": [ARTE, "--version"],
}


def milliseconds(command: list[str], home: str) -> float:
    """Return how long `command` takes to its first question, or to its end if it asks none."""
    begun = time.perf_counter()
    child, screen = pty.fork()
    if child == 0:
        os.environ.update(ARTE_HOME=home, ARTE_LANG="es", TERM="dumb", COLUMNS="80")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execv(command[0], command)  # noqa: S606  # the program itself, no shell
    seen = b""
    while QUESTION not in seen:
        try:
            piece = os.read(screen, 4096)
        except OSError:  # the end, on Linux
            piece = b""
        if not piece:
            break
        seen += piece
    taken = (time.perf_counter() - begun) * 1000
    os.close(screen)
    os.waitpid(child, 0)
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        for command in COMMANDS.values():  # what is compiled once: bytecode, the library
            milliseconds(command, home)
        for _round in range(rounds):
            for name in random.sample(list(COMMANDS), len(COMMANDS)):
                times[name].append(milliseconds(COMMANDS[name], home))
    floor = times["python -c pass"]
    print(f"{rounds} rounds{'':12} min ms  median ms  ratio of minima  of medians")
    for name, taken in times.items():
        ratio = min(taken) / min(floor)
        middle = statistics.median(taken) / statistics.median(floor)
        print(
            f"{name:20} {min(taken):8.1f} {statistics.median(taken):10.1f}"
            f" {ratio:16.2f} {middle:11.2f}"
        )
    reached = min(times["arte today"]) / min(floor)
    print(f"arte today: {reached:.2f} times python -c pass, target {TARGET:.0f}")


if __name__ == "__main__":
    main()
