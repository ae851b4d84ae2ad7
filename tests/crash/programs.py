"""The real program in a process of its own: with nobody at a terminal, or talked with at one.

Always in English and at about noon, in a home that knows nothing of the machine's advisor.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import artesupremo

HERE = Path(__file__).parent
SOURCE = Path(artesupremo.__file__).parents[1]
ARTE = [sys.executable, "-m", "artesupremo"]
KILLED = -signal.SIGKILL
_HOUR = dt.datetime.now(dt.UTC).hour
ZONE = f"Etc/GMT{_HOUR - 12:+d}"  # where it is about noon
_PROMPT = re.compile(r"(?:\A|\n)[›>] ")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_LIMIT = 60  # seconds that a run may take


def now() -> dt.datetime:
    """Return the local time of the program."""
    return dt.datetime.now(ZoneInfo(ZONE))


def days_ago(count: int) -> dt.date:
    """Return the journal day `count` days before the program's."""
    return now().date() - dt.timedelta(days=count)


class Run(NamedTuple):
    """What a run left: its status (negative: the signal that ended it) and all it said."""

    status: int
    said: str
    prompts: int = 0
    typed: str = ""  # the last line

    @property
    def acknowledged(self) -> int:
        """Return how many of the lines typed were acknowledged.

        By the next prompt; the last one also by the end of the run, or by anything at all said
        after it before a SIGKILL: a program that is killed says nothing of its own.
        """
        if self.status == 0:
            return self.prompts
        spoken = self.status == KILLED and self._after_the_last_line()
        return max(self.prompts - (not spoken), 0)

    def _after_the_last_line(self) -> bool:
        last = _PROMPT.split(self.said)[-1].strip()
        return bool(last.removeprefix(self.typed).strip())  # readline shows what is typed


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return what the program is to know of the machine: nothing of its advisor."""
    weakened = [str(HERE / "weakened")] if "ARTE_WEAKEN" in more else []
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ARTE_HOME": str(home),
        "ARTE_LANG": "en",
        "ARTE_WORK_DAYS": "mon,tue,wed,thu,fri,sat,sun",
        "EDITOR": "true",
        "TZ": ZONE,
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "PYTHONPATH": os.pathsep.join([*weakened, str(SOURCE)]),
        "PYTHONDONTWRITEBYTECODE": "1",  # writes that are not the program's would be counted
        "PYTHONHASHSEED": "0",
        **more,
    }


def run(
    home: Path,
    *argv: str,
    before: Sequence[str] = (),
    given: str = "",
    program: Sequence[str] = ARTE,
    **environ: str,
) -> Run:
    """Run the program with nobody at a terminal; `before` stands before its name."""
    done = subprocess.run(
        [*before, *program, *argv],
        input=given.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(home, **environ),
        check=False,
        timeout=_LIMIT,
    )
    return Run(done.returncode, done.stdout.decode(errors="replace"))


# After so many lines typed, by which signal (None: the terminal closes), after how many seconds.
Leaving = tuple[int, signal.Signals | None, float]


def converse(
    home: Path,
    argv: Sequence[str],
    lines: Iterable[str],
    *,
    before: Sequence[str] = (),
    leave: Leaving | None = None,
    at_prompt: Callable[[], None] | None = None,
    **environ: str,
) -> Run:
    """Run `argv` at a terminal, one of `lines` at each prompt, until the end or `leave`.

    `at_prompt` is called at each prompt, before the line is typed.
    """
    ours, theirs = pty.openpty()
    state = termios.tcgetattr(theirs)
    state[3] &= ~termios.ECHO  # what is typed must not look like what is said
    termios.tcsetattr(theirs, termios.TCSANOW, state)
    child = subprocess.Popen(
        [*before, *ARTE, *argv],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(home, **environ),
        start_new_session=True,
    )
    os.close(theirs)
    listening = _Listening(ours, child, leave, at_prompt)
    try:
        listening.go(iter(lines))
        return Run(child.wait(_LIMIT), listening.said, listening.prompts, listening.typed)
    finally:
        if not listening.closed:
            os.close(ours)
        if child.poll() is None:
            child.kill()
            child.wait()


class _Listening:
    """Our end of a terminal: what came, and the lines that go at each prompt."""

    def __init__(
        self,
        ours: int,
        child: subprocess.Popen[bytes],
        leave: Leaving | None,
        at_prompt: Callable[[], None] | None,
    ) -> None:
        self.ours, self.child, self.leave, self.at_prompt = ours, child, leave, at_prompt
        self.said, self.typed, self.prompts, self.closed = "", "", 0, False
        self._raw, self._read = b"", 0  # what came since the last prompt; how much of it is known

    def go(self, lines: Iterator[str]) -> None:
        earlier = ""
        while not self.closed:
            if not select.select([self.ours], [], [], _LIMIT)[0]:
                raise TimeoutError(self.said)
            try:
                piece = os.read(self.ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                return
            if not piece:
                return
            self._raw += piece
            latest = _plain(self._raw)
            self.said = earlier + latest
            found = _PROMPT.search(latest)
            if found and found.end() == len(latest):
                earlier, self._raw = self.said, b""
                self._answer(next(lines))

    def _answer(self, line: str) -> None:
        self.prompts += 1
        if self.at_prompt:
            self.at_prompt()
        self.typed = line
        with contextlib.suppress(OSError):  # it died at its prompt
            os.write(self.ours, line.encode() + b"\n")
        if self.leave and self.leave[0] == self.prompts:
            self._leave(*self.leave[1:])

    def _leave(self, force: signal.Signals | None, seconds: float) -> None:
        time.sleep(seconds)
        if force is not None:
            self.child.send_signal(force)
            return
        os.close(self.ours)
        self.closed = True


def _plain(raw: bytes) -> str:
    return _CONTROL.sub("", raw.decode(errors="replace"))
