"""What is measured: each command of arte, its target, and the nearest command of jrnl."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from make_journal import COMMON, RARE

EMPTY, THOUSAND, TEN_YEARS, LARGE = "empty", "1,000", "28,710", "200,893"
# Answers -> years and days a week; eleven answers a day, seven notes a week of the last ten years.
SIZES: dict[str, tuple[float, int] | None] = {
    EMPTY: None, THOUSAND: (0.35, 5), TEN_YEARS: (10, 5), LARGE: (50, 7),
}  # fmt: skip
WRITTEN = (THOUSAND, TEN_YEARS, LARGE)
_FEW = 3  # rounds for what takes seconds


class Subject(NamedTuple):
    """A command that is measured on journals of several sizes."""

    name: str
    argv: tuple[str, ...]
    sizes: tuple[str, ...] = WRITTEN
    asks: bool = False
    target: float | None = None  # times `python -c pass`
    peer: tuple[str, ...] = ()  # what jrnl is called with for the nearest thing
    faster: float | None = None  # than jrnl, on the largest journal
    slow: bool = False  # takes seconds on the largest journal


def subjects(last: dt.date) -> list[Subject]:
    """Return what is measured on journals that end on the day `last`."""
    year, week = str(last.year), "{}-W{:02}".format(*last.isocalendar()[:2])
    monday = str(last - dt.timedelta(days=last.weekday()))
    of_week = ("-from", monday, "-to", str(last))
    of_year = ("-from", f"{year}-01-01", "-to", f"{year}-12-31")
    everything = (EMPTY, *WRITTEN)
    export = ("--output", "-", "--format")
    return [
        Subject("arte today", ("today",), everything, asks=True, target=4, peer=("-n", "7")),
        Subject("arte close", ("close",), everything, asks=True, target=4, peer=("-n", "7")),
        Subject("arte", (), everything, target=4, peer=("-n", "7")),
        Subject("arte --version", ("--version",), (EMPTY,), target=7, peer=("--version",)),
        Subject("arte --help", ("--help",), (EMPTY,), target=7.5, peer=("--help",)),
        Subject("arte log", ("log", "applause", "Dijo gracias por todo"), everything, target=8,
                peer=("Dijo gracias por todo",)),
        Subject("arte report week", ("report", "week", week), target=11, peer=of_week),
        Subject("arte report year", ("report", "year", year), target=14, peer=of_year, faster=20),
        Subject("arte report all", ("report", "all"), target=14,
                peer=("--format", "markdown"), faster=20),
        Subject("arte search, a rare word", ("search", RARE), target=9,
                peer=("-contains", RARE), faster=30),
        Subject("arte search, a common word", ("search", COMMON), target=9,
                peer=("-contains", COMMON), faster=30),
        Subject("arte export week, Markdown", ("export", "week", week, *export, "markdown"),
                peer=("--format", "markdown", *of_week)),
        Subject("arte export week, JSON Lines", ("export", "week", week, *export, "jsonl"),
                peer=("--format", "json", *of_week)),
        Subject("arte export all, Markdown", ("export", "all", *export, "markdown"), slow=True,
                peer=("--format", "markdown")),
        Subject("arte export all, JSON Lines", ("export", "all", *export, "jsonl"), slow=True,
                peer=("--format", "json")),
    ]  # fmt: skip


def rounds_of(subject: Subject, size: str, rounds: int, *, peer: bool) -> int:
    """Return in how many of `rounds` rounds a command takes part."""
    takes_seconds = size == LARGE and (peer or subject.slow)
    return min(rounds, _FEW) if takes_seconds else rounds
