"""Talking with the real program on a real pseudo-terminal, as an advisor does."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pexpect

EVERY_DAY = "mon,tue,wed,thu,fri,sat,sun"
LEFT = {
    "es": "Hasta aquí: lo respondido está guardado y el mismo comando sigue donde quedó.",
    "en": "Left here: what was answered is saved, and the same command goes on from it.",
}
ENTER = ""
_PROMPT = re.compile("\r\n[›>] ")
STYLE = re.compile(r"\x1b\[[0-9;]*m")
_NUMBER = re.compile(r"^(\d+)/\d+ +", re.MULTILINE)

_PROGRAM_AT = """\
import datetime, sys
from artesupremo.__main__ import main
now = datetime.datetime.fromisoformat(sys.argv[1])
sys.exit(main(sys.argv[2:], now=now))
"""


def _noon() -> str:
    """Return the name of a zone where it is about noon: far from the end of the journal day."""
    east = 12 - dt.datetime.now(dt.UTC).hour
    return f"Etc/GMT{-east:+d}"


ZONE = _noon()


def now() -> dt.datetime:
    """Return the local time in ZONE, where the program lives."""
    return dt.datetime.now(ZoneInfo(ZONE))


def today() -> dt.date:
    """Return the journal day of the program."""
    return now().date()


def days_ago(count: int) -> dt.date:
    return today() - dt.timedelta(days=count)


@cache
def _compiled(lang: str, *, rules: bool) -> dict[str, bytes]:
    """Return what is compiled, made once: each new home would spend half a second on it."""
    with TemporaryDirectory() as folder:
        environ = {**os.environ, "ARTE_HOME": folder, "ARTE_LANG": lang}
        for words in ([], ["check", "-"])[: 1 + rules]:
            argv = [sys.executable, "-m", "artesupremo", *words]
            done = subprocess.run(argv, env=environ, check=False, capture_output=True, input=b"x")
            assert done.returncode in (0, 1), done.stderr
        cache = Path(folder, "cache")
        return {path.name: path.read_bytes() for path in cache.iterdir()}


def spare_compiling(home: Path, lang: str = "es", *, rules: bool = False) -> None:
    """Give `home` the compiled library, and the compiled rules of the checker."""
    cache = home / "cache"
    if not (cache / "compiled.json").exists():
        cache.mkdir(parents=True, exist_ok=True)
        for name, held in _compiled(lang, rules=rules).items():
            (cache / name).write_bytes(held)


def _spare_compiling(lang: str) -> None:
    spare_compiling(Path(os.environ["ARTE_HOME"]), lang)


class Talk:
    """One run of the program at a terminal; it waits at a prompt, or has ended.

    `shown` is what came since the last line typed, without its echo and without styles;
    `output` is everything that came, as it came. `at` is the hour, where it matters;
    `paste` is typed at once, before any prompt.
    """

    def __init__(
        self,
        *argv: str,
        lang: str = "es",
        columns: int = 80,
        encoding: str = "utf-8",
        at: dt.datetime | None = None,
        paste: str = "",
        **environ: str,
    ) -> None:
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "VISUAL", "EDITOR")}
        own = {"ARTE_LANG": lang, "TERM": "xterm", "LC_ALL": "C.UTF-8", "TZ": ZONE, **environ}
        _spare_compiling(lang)
        self.output = ""
        start = ["-m", "artesupremo", *argv] if at is None else ["-c", _PROGRAM_AT, str(at), *argv]
        self._child = pexpect.spawn(
            sys.executable,
            start,
            env={**kept, **own},
            dimensions=(50, columns),
            encoding=encoding,
            timeout=30,
        )
        self._child.delaybeforesend = None  # the program reads when it is ready
        self._child.send(paste)
        self._child.ptyproc.delayafterclose = self._child.ptyproc.delayafterterminate = 0
        self._listen()

    @property
    def ended(self) -> bool:
        return self._child.after is pexpect.EOF

    @property
    def question(self) -> str | None:
        """Return the number of the question on the screen ("3"), or None for another prompt."""
        numbers = _NUMBER.findall(self.shown)
        return numbers[-1] if numbers else None

    def answer(self, *lines: str) -> str:
        """Type each line and Enter, and wait for the next prompt or the end; return `shown`."""
        for line in lines:
            assert not self.ended, self.output
            self._child.sendline(line)
            self._listen()
            self.shown = self.shown.partition("\n")[2]
        return self.shown

    def type(self, text: str) -> None:
        """Type `text` without Enter; wait for its echo."""
        self._child.send(text)
        self._child.expect_exact(text)
        self.output += self._child.before + self._child.after

    def leave(self, key: str) -> int:
        """Press Ctrl and `key` and wait for the end; return the exit status."""
        self._child.sendcontrol(key)
        self._listen()
        return self.status()

    def die(self, by: int = signal.SIGKILL) -> None:
        """Kill the program where it stands."""
        self._child.kill(by)
        self._child.expect(pexpect.EOF)
        self._child.wait()
        assert self._child.signalstatus == by

    def status(self) -> int:
        """Return the exit status of the program, which has ended."""
        assert self.ended, f"still asking: {self.shown}"
        self._child.wait()
        assert self._child.signalstatus is None
        return int(self._child.exitstatus)

    def killed_by(self) -> int | None:
        """Return the signal that ended the program, which has ended."""
        assert self.ended, f"still asking: {self.shown}"
        self._child.wait()
        return self._child.signalstatus

    def _listen(self) -> None:
        self._child.expect([_PROMPT, pexpect.EOF])
        at_prompt = "" if self.ended else self._child.after
        self.output += self._child.before + at_prompt
        self.shown = STYLE.sub("", self._child.before).replace("\r\n", "\n")


class Kept(NamedTuple):
    """What the journal holds of one answer."""

    number: int | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    note: str | None = None


SKIPPED = None


def kept(arte: Any, day: dt.date | None = None) -> dict[str, Kept | None]:
    """Return the answers that `arte show --json` gives, by question, in order."""
    return {
        answer["question"]: SKIPPED if answer["skipped"] else _value(answer)
        for answer in answers(arte, day)
    }


def answers(arte: Any, day: dt.date | None = None) -> list[dict[str, Any]]:
    """Return the answers of `day` (today) as `arte show --json` gives them; [] if none."""
    return [answer for sitting in _sittings(arte, day) for answer in sitting["answers"]]


def practised(arte: Any) -> str:
    """Return the id of today's practice."""
    return str(_sittings(arte, None)[0]["practice"])


def _sittings(arte: Any, day: dt.date | None) -> list[dict[str, Any]]:
    shown = arte("show", str(day or today()), "--json")
    if shown.status == 3:
        return []
    assert shown.status == 0, shown.err
    found: list[dict[str, Any]] = shown.data["sittings"]
    return found


def _value(answer: dict[str, Any]) -> Kept:
    return Kept(answer["number"], tuple(answer["choices"]), answer["text"], answer["note"])


def write_editor(folder: Path, text: str) -> str:
    """Return an editor that writes `text`, and keeps what stood there in the file `seen`."""
    script, new = folder / "editor.sh", folder / "new"
    new.write_text(text, encoding="utf-8", newline="")
    script.write_text(f'#!/bin/sh\ncp -p "$1" "{folder}/seen"\ncat "{new}" > "$1"\n')
    script.chmod(0o700)
    return str(script)


def write_morning(arte: Any, day: dt.date, given: Any) -> None:
    """Record the morning of `day` from an answers file."""
    spare_compiling(Path(os.environ["ARTE_HOME"]))
    argv = ("today", "--date", str(day), "--answers", "-")
    recorded = arte(*argv, given=given, now=now())
    assert recorded.status == 0, recorded.err


def is_whole(home: Any) -> bool:
    """Tell whether the journal's file passes SQLite's own check."""
    with sqlite3.connect(home / "data" / "journal.db") as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
