"""Finding the library, checking it, laying the advisor's own folder over it, and keeping it.

The result is one section of the compiled JSON; pydantic and YAML are loaded only when a file of
either folder changed. A broken file never stops a morning: its last good version serves.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from artesupremo.compiled import Compiled, Section, stamp
from artesupremo.errors import ContentError, Problem
from artesupremo.i18n import N_
from artesupremo.library.model import AREAS, SITTINGS, Area, Library, Practice, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artesupremo.content import Document
    from artesupremo.library.authored import OwnDailyFile, OwnQuestionEntry

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MAX_FILES = 1_000
# Of what is compiled: raised when an older program's would not serve.
_SHAPE: list[str | int] = ["shape", 2, 0]


class Loaded(NamedTuple):
    """A library that serves, and what is wrong with the files behind it."""

    library: Library
    problems: list[Problem]


def shipped_folder() -> str:
    """Return the folder of practices that comes with the program.

    Inside the wheel it stands in the package; an editable install reads the repository's.
    """
    installed = os.path.join(_PACKAGE, "_practices")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "practices")


def load_library(own: str, compiled: Compiled, *, shipped: str | None = None) -> Loaded:
    """Return the library of the program's folder with the advisor's folder `own` laid over it.

    Raises ContentError if there is no daily.yaml that could serve.
    """
    shipped = shipped or shipped_folder()
    files, own_files = list(find_files(shipped)), list(find_files(own))

    def build(last: Section | None) -> Section:
        return _Workshop(last or {}).build(files, own_files)

    signature = [_SHAPE, *stamp([*files, *own_files])]
    section = compiled.section("library", signature, build)
    problems = [Problem(*problem) for problem in section["problems"]]
    if not all(section[sitting] for sitting in SITTINGS):
        raise ContentError(N_("The daily questions cannot be read."), problems)
    return Loaded(to_library(section), problems)


def to_library(section: Section) -> Library:
    """Return the compiled `section` as a Library."""
    shown = {key: place for place, key in enumerate(AREAS)}
    areas = sorted(section["areas"].items(), key=lambda item: shown.get(item[0], len(AREAS)))
    return Library(
        {key: Area(**area) for key, area in areas},
        {key: Practice(**practice) for key, practice in section["practices"].items()},
        tuple(Question(**question) for question in section["morning"]),
        tuple(Question(**question) for question in section["closing"]),
        tuple(Question(**question) for question in section["week"]),
    )


def find_files(folder: str) -> Iterator[str]:
    """Yield the YAML files of `folder` and of the folders in it, in order."""
    count = 0
    for path in _entries(folder):
        inside = _entries(path) if os.path.isdir(path) else [path]
        for name in inside:
            if name.endswith((".yaml", ".yml")) and count < _MAX_FILES:
                count += 1
                yield name


def _entries(folder: str) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name != "wording"]


class Checked(NamedTuple):
    """What some files hold, where each practice stands, and every mistake in them."""

    practices: dict[str, Practice]
    homes: dict[str, str]  # practice id -> file
    problems: list[Problem]


def check_files(paths: list[str]) -> Checked:
    """Check the files `paths` as an advisor's own, beside the library of the program."""
    workshop = _Workshop({})
    shipped = _shipped()
    workshop.areas, workshop.daily = dict(shipped.areas), dict(shipped.daily)
    workshop.build([], paths)
    return Checked(
        {key: Practice(**workshop.practices[key]) for key in workshop.homes},
        workshop.homes,
        [problem for problem in workshop.problems if problem.file in paths],
    )


@cache
def _shipped() -> _Workshop:
    """Return the library of the program, read once."""
    workshop = _Workshop({})
    workshop.build(list(find_files(shipped_folder())), [])
    return workshop


class _Workshop:
    """One compilation: files in, a section and its problems out."""

    def __init__(self, last: Section) -> None:
        self.last = last
        self.problems: list[Problem] = []
        self.areas: dict[str, Any] = {}
        self.practices: dict[str, Any] = {}
        self.daily: dict[str, list[dict[str, Any]]] = {sitting: [] for sitting in SITTINGS}
        self.week: list[dict[str, Any]] = []
        self.homes: dict[str, str] = {}  # practice id -> the own file it comes from
        self.documents: dict[str, Document] = {}

    def build(self, files: list[str], own_files: list[str]) -> Section:
        for path in files:
            self.read(path, shipped=True)
        for path in own_files:
            self.read(path, shipped=False)
        self._check_areas()
        return {
            "areas": self.areas,
            "practices": self.practices,
            **self.daily,
            "week": self.week,
            "problems": [list(problem) for problem in self.problems],
        }

    def read(self, path: str, *, shipped: bool) -> None:
        name = os.path.basename(path)
        if name == "daily.yaml":
            self._read_daily(path, shipped=shipped)
        elif name == "weekly.yaml":
            self._read_weekly(path, shipped=shipped)
        elif name == "area.yaml":
            self._read_area(path, shipped=shipped)
        else:
            self._read_practice(path, shipped=shipped)

    def _read_weekly(self, path: str, *, shipped: bool) -> None:
        from artesupremo.content import read_yaml
        from artesupremo.library.authored import WeeklyFile
        from artesupremo.shapes import check

        weekly, problems = check(read_yaml(path), WeeklyFile, shipped=shipped)
        self.problems += problems
        if weekly and shipped:
            self.week = [_weekly_question(entry.model_dump()) for entry in weekly.weekly]
        elif shipped:
            self.week = self.last.get("week", [])

    def _read_area(self, path: str, *, shipped: bool) -> None:
        from artesupremo.content import read_yaml
        from artesupremo.library.authored import AreaFile
        from artesupremo.shapes import check

        area, problems = check(read_yaml(path), AreaFile, shipped=shipped)
        self.problems += problems
        name = os.path.basename(os.path.dirname(path))
        if area:
            self.areas[area.id] = area.model_dump()
        elif name in self.last.get("areas", {}):
            self.areas[name] = self.last["areas"][name]

    def _read_practice(self, path: str, *, shipped: bool) -> None:
        from artesupremo.content import read_yaml
        from artesupremo.library.authored import PracticeFile
        from artesupremo.shapes import check

        document = read_yaml(path)
        practice, problems = check(document, PracticeFile, shipped=shipped)
        stem = os.path.splitext(os.path.basename(path))[0]
        if practice and practice.id != stem:
            problems = [
                document.problem(("id",), N_("must be the file's name: {name}"), name=stem)
            ]
        elif practice and stem in self.homes:
            sentence = N_("is already in {other}")
            problems = [document.problem(("id",), sentence, other=self.homes[stem])]
        self.problems += problems
        if practice and not problems:
            self.practices[stem] = practice.model_dump(by_alias=True)
            self.homes |= {} if shipped else {stem: path}
            self.documents[stem] = document
        elif stem in self.last.get("practices", {}):
            self.practices[stem] = self.last["practices"][stem]

    def _check_areas(self) -> None:
        for key, practice in list(self.practices.items()):
            if practice["area"] in self.areas:
                continue
            document = self.documents.get(key)
            if document:
                sentence = N_("there is no area “{area}”")
                self.problems.append(document.problem(("area",), sentence, area=practice["area"]))
            del self.practices[key]
            self.homes.pop(key, None)

    def _read_daily(self, path: str, *, shipped: bool) -> None:
        from artesupremo.content import read_yaml
        from artesupremo.library.authored import DailyFile
        from artesupremo.shapes import check

        document = read_yaml(path)
        if not shipped:
            self._read_own_daily(path)
            return
        daily, problems = check(document, DailyFile, shipped=True)
        self.problems += problems
        for sitting in SITTINGS:
            if daily:
                entries = getattr(daily, sitting)
                self.daily[sitting] = [_question(entry.model_dump()) for entry in entries]
            else:
                self.daily[sitting] = self.last.get(sitting, [])

    def _read_own_daily(self, path: str) -> None:
        from artesupremo.content import read_yaml
        from artesupremo.library.authored import OwnDailyFile
        from artesupremo.shapes import check

        document = read_yaml(path)
        own, problems = check(document, OwnDailyFile, shipped=False)
        if own:
            overlay = _Overlay(self.daily, own)
            problems = [
                document.problem(place, sentence, **values)
                for place, sentence, values in overlay.mistakes()
            ]
            if not problems:
                self.daily = overlay.laid_over()
        self.problems += problems
        if problems and self.last:
            self.daily = {sitting: self.last[sitting] for sitting in SITTINGS}


def _question(entry: dict[str, Any]) -> dict[str, Any]:
    entry.pop("off", None)
    entry.pop("ideas", None)  # for the people who write them
    return {
        **entry,
        "rev": entry.get("rev") or 1,
        "private": bool(entry.get("private")),
        "why": entry.get("why") or {"es": "", "en": ""},
        "anchors": entry.get("anchors") or {},
        "choices": entry.get("choices") or {},
    }


def _weekly_question(entry: dict[str, Any]) -> dict[str, Any]:
    turns = [turn["ask"] for turn in entry.pop("turns") or ()]
    return {**_question(entry), "turns": turns}


class _Overlay:
    """An advisor's own daily.yaml over the one that comes with the program."""

    def __init__(self, daily: dict[str, list[dict[str, Any]]], own: OwnDailyFile) -> None:
        self.daily, self.own = daily, own
        self.kinds = {entry["id"]: entry["kind"] for part in daily.values() for entry in part}
        self.homes = {entry["id"]: sitting for sitting in SITTINGS for entry in daily[sitting]}

    def mistakes(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, str | int]]]:
        seen: set[str] = set()
        for sitting in SITTINGS:
            added = 0
            off = {entry.id for entry in getattr(self.own, sitting) if entry.off}
            if off >= {entry["id"] for entry in self.daily[sitting]}:
                yield (sitting,), N_("switches every question off; one has to stay"), {}
            for place, entry in enumerate(getattr(self.own, sitting)):
                added += entry.id not in self.homes
                sentence, values = self._mistake(sitting, entry)
                if entry.id in seen:
                    sentence = N_("stands twice; keep one of them")
                elif added > 1:
                    sentence = N_("is a second question of one's own: a sitting takes one")
                seen.add(entry.id)
                if sentence:
                    yield (sitting, place, "id"), sentence, values

    def _mistake(self, sitting: str, entry: OwnQuestionEntry) -> tuple[str, dict[str, str | int]]:
        home = self.homes.get(entry.id)
        if home is None:
            return self._mistake_in_new(entry), {}
        if home != sitting:
            return N_("belongs to the other sitting; take another id"), {}
        if entry.kind not in (None, self.kinds[entry.id]):
            kind = self.kinds[entry.id]
            return N_("is of kind {kind} and stays so; take another id"), {"kind": kind}
        return "", {}

    @staticmethod
    def _mistake_in_new(entry: OwnQuestionEntry) -> str:
        if entry.kind not in ("scale", "choice", "text"):
            return N_("is new and needs a kind: scale, choice or text")
        if entry.ask is None:
            return N_("is new and needs its wording in “ask”")
        if entry.kind == "scale" and entry.anchors is None:
            return N_("a scale needs anchors")
        if entry.kind == "choice" and not entry.choices:
            return N_("a choice needs choices")
        return ""

    def laid_over(self) -> dict[str, list[dict[str, Any]]]:
        """Return both sittings; a question of one's own comes before the last one."""
        result: dict[str, list[dict[str, Any]]] = {}
        for sitting in SITTINGS:
            own = {entry.id: entry for entry in getattr(self.own, sitting)}
            kept = [
                self._reworded(question, own.get(question["id"]))
                for question in self.daily[sitting]
                if not (question["id"] in own and own[question["id"]].off)
            ]
            new = [
                _question(entry.model_dump())
                for entry in own.values()
                if entry.id not in self.homes and not entry.off
            ]
            result[sitting] = [*kept[:-1], *new, *kept[-1:]]
        return result

    @staticmethod
    def _reworded(question: dict[str, Any], own: OwnQuestionEntry | None) -> dict[str, Any]:
        given = own.model_dump(exclude_none=True, exclude={"off", "id", "kind"}) if own else {}
        return {**question, **given}
