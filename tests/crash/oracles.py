"""What has to hold of a home in which a command was killed, failed or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from acts import REGRETTED, Act, begin, do, truth_of
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


def is_done(left: Run) -> bool:
    """Tell whether what was done is acknowledged: by a word before a SIGKILL, or by its end."""
    return bool(left.said.strip()) if left.status < 0 else left.status == 0


class Oracle:
    """What `act` makes of the home it begins in, learned from a run that nothing disturbed."""

    def __init__(self, act: Act, folder: Path, watching: Sequence[str] = ()) -> None:
        """Keep the home it begins in as `start`; `watching` stands before the program's name."""
        self.act, self.start = act, begin(act, folder / "start")
        self.journal = look_at(self.truth)
        self.old = self.kept(self.start)
        self.whole = whole = copy_home(self.start, folder / "whole")
        self.run = do(act, whole, watching)
        assert self.run.status == 0, self.run.said
        self.new = self.kept(whole)
        assert self.new != self.old, "it changes nothing"
        self.let_go = snapshots(self.start) - snapshots(whole)

    def check(self, home: Path, left: Run, *, again: bool = True) -> None:
        """Accept the old state, if it was not acknowledged, or the new one; then do it again."""
        kept = self.kept(home)
        assert kept in (self.old, self.new), f"neither old nor new: {left}"
        assert kept == self.new or not is_done(left), f"acknowledged, and lost: {left}"
        self.check_beside(home)
        if again and (kept == self.old or self.act.again):
            once_more = do(self.act, home)
            assert once_more.status == 0, once_more
            assert self.kept(home) == self.new, once_more
        for path in home.rglob("*.db"):
            if path != home / JOURNAL and not path.name.startswith("damaged-"):
                look_at(path)

    @property
    def truth(self) -> Path:
        """Return where the journal stands that has to be there."""
        return self.start / JOURNAL

    def kept(self, home: Path) -> Kept:
        """Return what `home` keeps; asserts that it is sound."""
        return Kept.of(self.act, home)

    def check_beside(self, home: Path) -> list[str]:
        """Accept what stands beside the journal; return the names of the new snapshots."""
        new = check_copies(home, self.start, self.journal)
        gone = snapshots(self.start) - snapshots(home)
        assert gone <= self.let_go, f"{gone - self.let_go} had not had their time"
        assert new or not gone, f"{gone} went before there was a new one"
        return new


class Restored(Oracle):
    """The file as it was, or a journal with every row that was ever in it.

    Once there is the new one, the file as it was is kept under the name that restore gives it.
    """

    @property
    def truth(self) -> Path:
        return truth_of(self.start)

    def check(self, home: Path, left: Run, *, again: bool = True) -> None:
        if "Nothing of the journal as it was could be read." in left.said:
            look_at(home / JOURNAL)
            self.check_beside(home)  # it is said, and the file is kept
        else:
            super().check(home, left, again=again)

    def kept(self, home: Path) -> Kept:
        if _bytes(home / JOURNAL) == _bytes(self.start / JOURNAL):
            return Kept("the file as it was", None)
        held = look_at(home / JOURNAL)
        for place, rows in self.journal.rows.items():
            assert place == "change" or held.rows[place] == rows, f"{place}: not all came back"
        return Kept(held.told(), None)

    def check_beside(self, home: Path) -> list[str]:
        was = _bytes(self.start / JOURNAL)
        assert snapshots(self.start) <= snapshots(home)
        for name in snapshots(self.start):
            assert _bytes(home / "state/snapshots" / name) == _bytes(
                self.start / "state/snapshots" / name
            )
        aside = [_bytes(path) for path in (home / "state/snapshots").glob("damaged-*.db")]
        assert all(kept == was for kept in aside), "half a file is kept aside"
        assert aside or was is None or _bytes(home / JOURNAL) == was, "it is not kept"
        return []


class Purged(Oracle):
    """Every row as it was, with its history or without; once it is done, the words are nowhere."""

    def __init__(self, act: Act, folder: Path, watching: Sequence[str] = ()) -> None:
        super().__init__(act, folder, watching)
        places = holding_regretted(self.start)
        assert len(places) > len(self.let_go) > 3, "the words were nowhere: nothing to look for"
        self.stays = {name: data for name, data in _files(self.whole).items() if name != JOURNAL}
        self.check(self.whole, self.run)

    def kept(self, home: Path) -> Kept:
        held = look_at(home / JOURNAL)
        for place, rows in self.journal.rows.items():
            assert place == "change" or held.rows[place] == rows, f"{place}: not as it was"
        return Kept(held.told(), None)

    def check(self, home: Path, left: Run, *, again: bool = True) -> None:
        if is_done(left):
            assert not holding_regretted(home), "done, and the words are there"
        super().check(home, left, again=again)
        if again:
            assert not holding_regretted(home), "done again, and the words are there"

    def check_beside(self, home: Path) -> list[str]:
        """Nothing is gone but what purge removes, and that as it was or gone."""
        old, now = _files(self.start), _files(home)
        for name, data in self.stays.items():
            assert now.get(name) == data, f"{name} is not as it was"
        for name in (name for name in now if name.endswith(".db") and name != JOURNAL):
            assert now[name] == old[name], f"{name} is half gone"
        return []


def holding_regretted(home: Path) -> list[str]:
    """Return the names of the files of `home` in which the words are that are to be gone."""
    return [name for name, data in _files(home).items() if REGRETTED.encode() in data.lower()]


def _files(home: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(home)): path for path in home.rglob("*") if path.is_file()}
    return {n: path.read_bytes() for n, path in found.items() if not n.startswith("cache")}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


_ORACLES = {"": Oracle, "restored": Restored, "purged": Purged}


def oracle_of(act: Act, folder: Path) -> Oracle:
    return _ORACLES[act.oracle](act, folder)
