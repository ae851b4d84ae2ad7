"""The commands that the crash programs kill, fail and cut off: one line in a table for each.

ACTS write once; SITTINGS (talks.py) are answered at a terminal, one answer after the other.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from homes import JOURNAL, OLD_VERSIONS, do_all, make_home, write_days, write_old
from programs import Run, converse, days_ago, run
from talks import MORNING, TODAY


class Act(NamedTuple):
    """A command that changes something at once, or not at all."""

    name: str
    argv: tuple[str, ...]
    given: str = ""  # on standard input
    before: tuple[tuple[str, ...], ...] = ()  # done in its home already
    start: str = "used"  # which home (homes_for)
    made: str = ""  # a file of the home that it writes, beside the journal
    again: bool = False  # done twice it changes nothing more
    refusal: tuple[int, ...] = (5,)  # the exit statuses of "it cannot be written"
    oracle: str = ""  # which one, where "old or new" is not all that has to hold (oracles.py)

    def __str__(self) -> str:
        return self.name


REGRETTED = "zqregretted"  # as no other word begins: the search index holds it whole
_DAY_OFF = ("rest", "2027-01-04..2027-01-06", "--yes")
_NEW = "all.jsonl"
_PARCEL = "{home}/parcel.jsonl"
_RESTORE = ("journal", "restore", "--yes")
_BACKUP = ("journal", "backup", "{home}/kept.db", "--force")
ACTS = (
    Act("first note", ("log", "applause", "Thank you all"), start="blank"),
    Act("note", ("log", "applause", "Thank you all")),
    Act("promise", ("log", "promise", "Call Bea back")),
    Act("promise kept", ("promises", "kept", "2")),
    Act("promise moved", ("promises", "move", "2", "+3"), again=True),
    Act("note deleted", ("delete", "1", "--yes")),
    Act("answer deleted", ("delete", "yesterday", "greeting", "--yes")),
    Act("day deleted", ("delete", "yesterday", "--yes")),
    Act("days off", _DAY_OFF, again=True),
    Act("days off taken back", (*_DAY_OFF, "--remove"), before=(_DAY_OFF,), again=True),
    Act("undo", ("undo",), before=(("delete", "yesterday", "--yes"),)),
    Act("redo", ("undo", "--redo"), before=(("delete", "yesterday", "--yes"), ("undo",))),
    Act("answers by pipe", ("today", "--answers", "-"), json.dumps({"energy": 5}), again=True),
    Act("week by pipe", ("week", TODAY, "--answers", "-"),
        json.dumps({"week-forward": "A step", "week-exhaustion": 2}), again=True),
    Act("setting", ("config", "set", "language", "en"), made="config/config.toml", again=True,
        refusal=(4,)),
    Act("import", ("journal", "import", _PARCEL), start="parcel", again=True,
        refusal=(2, 5)),
    Act("import on a new machine", ("journal", "import", _PARCEL),
        start="parcel only", again=True,
        refusal=(2, 5)),
    Act("export", ("export", "all", "--format", "jsonl", "-o", "{home}/" + _NEW),
        start="exported", made=_NEW, again=True, refusal=(2, 5)),
    Act("export of a page", ("export", "week", TODAY, "-o", "{home}/week.md"), made="week.md",
        again=True, refusal=(2, 5)),
    Act("backup", _BACKUP, made="kept.db", again=True, refusal=(2, 5)),
    Act("backup over another", _BACKUP, before=(_BACKUP, ("log", "applause", "Thanks since")),
        made="kept.db", again=True, refusal=(2, 5)),
    Act("daily care", ("close", "--answers", "-"), json.dumps({"posture": 4}),
        start="many snapshots", again=True),
    *(
        Act(f"restore {name}", (*_RESTORE, *rest), start=start, again=True, refusal=(2, 5),
            oracle="restored")
        for name, rest, start in (
            ("of a damaged journal", (), "damaged"),
            ("of a missing journal", (), "missing"),
            ("of a damaged journal from an export", (_PARCEL,), "damaged"),
            ("on a new machine from an export", (_PARCEL,), "parcel only"),
        )
    ),
    Act("purge", ("journal", "purge", "--yes"), start="regretted", again=True, oracle="purged"),
    *(
        Act(f"migration from {version}", ("show", "yesterday"), start=f"schema {version}",
            again=True)
        for version in OLD_VERSIONS
    ),
)  # fmt: skip


def begin(act: Act, folder: Path) -> Path:
    """Make the home in which `act` is done."""
    home = HOMES[act.start](folder)
    if act.before:
        done = do_all(home, [at_home(argv, home) for argv in act.before])
        assert done.status == 0, done.said
    return home


def do(act: Act, home: Path, before: Sequence[str] = (), **environ: str) -> Run:
    """Do `act` in `home`; `before` stands before the program's name."""
    return run(home, *at_home(act.argv, home), given=act.given, before=before, **environ)


def at_home(argv: Sequence[str], home: Path) -> list[str]:
    return [word.replace("{home}", str(home)) for word in argv]


# Homes


def _used(folder: Path) -> Path:
    home = make_home(folder)
    write_days(home, 2, "some words")
    acts = (
        ("log", "applause", "Thanks for all"), ("log", "promise", "Call Ana back", "tomorrow"),
        ("log", "friction", "They ask twice"), ("rest", "tomorrow", "--yes"),
    )  # fmt: skip
    done = do_all(home, [act[:3] for act in acts])
    assert done.status == 0, done.said
    return home


def _with_parcel(folder: Path) -> Path:
    home = make_home(folder)
    write_days(home, 1, "here")
    other = make_home(folder.with_name(f"{folder.name}-other"))
    write_days(other, 4, "from elsewhere")
    acts = [("log", "friction", "They ask twice"), ("rest", "tomorrow", "--yes"), _export(home)]
    assert do_all(other, acts).status == 0
    return home


def _export(home: Path, name: str = "parcel.jsonl") -> tuple[str, ...]:
    return ("export", "all", "--format", "jsonl", "-o", str(home / name))


def _with_parcel_only(folder: Path) -> Path:
    home = _with_parcel(folder)
    shutil.copy(folder.with_name(f"{folder.name}-other") / JOURNAL, truth_of(folder))
    for name in ("data", "state"):
        shutil.rmtree(home / name)
    return home


def truth_of(folder: Path) -> Path:
    """Return where the journal is kept that was there before the home `folder` lost it."""
    return folder.with_name(f"{folder.name}-truth.db")


def _damaged(folder: Path) -> Path:
    """Make a home whose journal lost pages, with a snapshot and an export that lack a note."""
    home = _used(folder)
    for path in (home / "state" / "snapshots").iterdir():
        path.unlink()  # it was taken after the first answer
    acts = (("close", "--answers", "-"), _export(home), ("log", "contact", "Calm at last"))
    assert do_all(home, acts, given=[json.dumps({"posture": 4})]).status == 0
    journal = shutil.copy(home / JOURNAL, truth_of(folder))
    with contextlib.closing(sqlite3.connect(journal)) as connection:
        sql = "SELECT pageno FROM dbstat WHERE name = 'answer' AND pagetype = 'leaf'"
        broken = [0, *(number - 1 for (number,) in connection.execute(sql))]
    with open(home / JOURNAL, "r+b") as file:
        for page in broken:
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    return home


def _missing(folder: Path) -> Path:
    home = _damaged(folder)
    shutil.copy(home / "state" / "snapshots" / f"day-{TODAY}.db", truth_of(folder))
    (home / JOURNAL).unlink()
    return home


def _regretted(folder: Path) -> Path:
    """Make a home with a word wherever one may be that its advisor wants to be gone."""
    home = _used(folder)
    acts = (_export(home), ("log", "friction", REGRETTED), ("delete", "4", "--yes"),
            ("delete", "yesterday", "greeting", "--yes"))  # fmt: skip
    given = [json.dumps({"greeting": REGRETTED}), json.dumps({"greeting": "Good morning"})]
    answers = ("today", "--answers", "-")
    assert do_all(home, [answers, answers, *acts], given=given).status == 0
    snapshots = home / "state" / "snapshots"
    for name in (f"day-{days_ago(1)}.db", "before-import-001.db", "day.db.1.tmp"):
        shutil.copy(home / JOURNAL, snapshots / name)
    for name in ("rescue/rescue-2026-11-20.md", "drafts/borrador-1.md"):
        path = home / "state" / name
        path.parent.mkdir(mode=0o700)
        path.write_text(REGRETTED)
    shutil.copy(home / JOURNAL, home / f"{JOURNAL}.1.tmp")
    return home


def _exported(folder: Path) -> Path:
    """Make a home whose older export is long enough for many writes."""
    home = make_home(folder)
    write_days(home, 3, "some words that make it longer " * 60)
    acts = (_export(home, _NEW), ("log", "applause", "Thanks since"))
    assert do_all(home, acts).status == 0
    return home


def _with_snapshots(folder: Path) -> Path:
    """Make a home that has no snapshot of today yet, and so many that some have had their time."""
    home = _used(folder)
    whole = home / "state" / "snapshots" / f"day-{TODAY}.db"
    for back in range(1, 13):
        shutil.copy(whole, whole.with_name(f"day-{days_ago(back)}.db"))
    for number in range(1, 5):
        shutil.copy(whole, whole.with_name(f"before-import-{number:03}.db"))
    whole.unlink()
    return home


def _old(version: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        home = make_home(folder)
        write_old(home, version, 12)
        return home

    return make


def _with_morning(folder: Path) -> Path:
    home = make_home(folder)
    done = converse(home, ("today",), [typed for typed, _ in MORNING.values()])
    assert done.status == 0, done.said
    return home


HOMES: Mapping[str, Callable[[Path], Path]] = {
    "blank": make_home,
    "used": _used,
    "parcel": _with_parcel,
    "parcel only": _with_parcel_only,
    "exported": _exported,
    "morning done": _with_morning,
    "many snapshots": _with_snapshots,
    "damaged": _damaged,
    "missing": _missing,
    "regretted": _regretted,
    **{f"schema {version}": _old(version) for version in OLD_VERSIONS},
}
