"""What has to hold of a home in which a command was killed, failed or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from acts import Act, begin, do
from homes import JOURNAL, Held, copy_home, look_at
from programs import Run


class Kept(NamedTuple):
    """What a home keeps: the journal, and a file beside it."""

    journal: str
    beside: bytes | None

    @classmethod
    def of(cls, act: Act, home: Path) -> Kept:
        beside = home / act.made
        return cls(
            look_at(home / JOURNAL).told(),
            beside.read_bytes() if act.made and beside.exists() else None,
        )


def check_copies(home: Path, start: Path, before: Held) -> list[str]:
    """Accept the copies under their final names in `home`; return the names of the new ones.

    Those of `start` are as they were. One that was made before something is what the journal was
    then, `before`; that of the day is what the journal is now.
    """
    new = []
    for path in sorted((home / "state").glob("snapshots/*.db")):
        earlier = start / path.relative_to(home)
        if earlier.exists():
            assert path.read_bytes() == earlier.read_bytes(), f"{path.name} was changed"
            continue
        new.append(path.name)
        is_of_day = path.name.startswith("day-")
        expected = look_at(home / JOURNAL) if is_of_day else before
        assert look_at(path) == expected, f"{path.name} is not what it is a copy of"
    return new


def snapshots(home: Path) -> set[str]:
    """Return the names of all that is in the folder of the snapshots."""
    return {path.name for path in (home / "state" / "snapshots").glob("*")}


class Oracle:
    """What `act` makes of the home it begins in, learned from a run that nothing disturbed."""

    def __init__(self, act: Act, folder: Path, watching: Sequence[str] = ()) -> None:
        """Keep the home it begins in as `start`; `watching` stands before the program's name."""
        self.act, self.start = act, begin(act, folder / "start")
        self.journal = look_at(self.start / JOURNAL)
        self.old = Kept.of(act, self.start)
        whole = copy_home(self.start, folder / "whole")
        self.run = do(act, whole, watching)
        assert self.run.status == 0, self.run.said
        self.new = Kept.of(act, whole)
        assert self.new != self.old, "it changes nothing"
        self.let_go = snapshots(self.start) - snapshots(whole)

    def check(self, home: Path, left: Run, *, again: bool = True) -> None:
        """Accept the old state, if it was not acknowledged, or the new one; then do it again."""
        kept = Kept.of(self.act, home)
        assert kept in (self.old, self.new), f"neither old nor new: {left}"
        is_done = bool(left.said.strip()) if left.status < 0 else left.status == 0
        assert kept == self.new or not is_done, f"acknowledged, and lost: {left}"
        self.check_beside(home)
        if again and (kept == self.old or self.act.again):
            once_more = do(self.act, home)
            assert once_more.status == 0, once_more
            assert Kept.of(self.act, home) == self.new, once_more
        for path in home.rglob("*.db"):
            look_at(path)

    def check_beside(self, home: Path) -> list[str]:
        """Accept what stands beside the journal; return the names of the new snapshots."""
        new = check_copies(home, self.start, self.journal)
        gone = snapshots(self.start) - snapshots(home)
        assert gone <= self.let_go, f"{gone - self.let_go} had not had their time"
        assert new or not gone, f"{gone} went before there was a new one"
        return new
