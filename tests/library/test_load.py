"""The library: what is shipped, what an advisor lays over it, and YAML as it should not be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from artesupremo.compiled import Compiled
from artesupremo.content import read_yaml
from artesupremo.errors import ContentError, Problem
from artesupremo.library.load import (
    Loaded,
    check_files,
    find_files,
    load_library,
    shipped_folder,
)

SHIPPED = Path(shipped_folder())
# design/cli.md, "Identifiers"; how many of each area: content/practices.md, "Areas".
AREAS = {
    "posture": 7,
    "greetings": 8,
    "messages": 10,
    "preparation": 7,
    "responses": 10,
    "promises": 10,
    "details": 7,
    "circles": 9,
    "friction": 7,
}
MORNING = ["energy", "posture-now", "greeting", "message", "plan"]
CLOSING = ["good-moment", "posture", "greetings", "messages", "practice", "next-time"]
KINDS = ["scale", "choice", "text", "text", "plan"]
CLOSING_KINDS = ["text", "scale", "scale", "scale", "practice", "text"]

# A practice of one's own, in Spanish only: line 1 is its id, line 2 its area, line 9 its title.
PRACTICE = """\
id: my-own
area: posture
ideas: []
circle: self
dimension: empathy
difficulty: 1
minutes: 2
rev: 1
title: {es: Lo mío}
aim: {es: Probar algo}
steps: {es: [uno, dos]}
morning: {es: "¿Cuándo lo haré?"}
closing: {es: "¿Cuándo lo hice?"}
plan: {es: {if: suena el teléfono, then: respiro}}
anchors: {es: {1: nunca, 3: una vez, 5: varias}}
"""
AREA = "id: craft\ntitle: {es: Oficio}\nwhy: {es: Porque sí}\n"
NEW_SCALE = """\
  - id: my-scale
    kind: scale
    ask: {es: "Calma: ¿cuánta hubo?"}
    anchors: {es: {1: poca, 3: bastante, 5: mucha}}
"""
_LOAD = """\
import sys
from artesupremo.compiled import Compiled
from artesupremo.library.load import load_library
shipped, own, compiled = sys.argv[1:]
load_library(own, Compiled(compiled, "test"), shipped=shipped)
print(*(name for name in ("yaml", "pydantic") if name in sys.modules))
"""


class Shelf:
    """A small shipped folder (one real area and the daily questions) and an advisor's own."""

    def __init__(self, root: Path) -> None:
        self.shipped, self.own = root / "shipped", root / "own"
        self.compiled = root / "cache" / "compiled.json"
        shutil.copytree(SHIPPED / "posture", self.shipped / "posture")
        shutil.copy(SHIPPED / "daily.yaml", self.shipped)

    def write(self, name: str, text: str | bytes) -> str:
        """Write `text` into the advisor's own folder and return its path."""
        path = self.own / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def load(self) -> Loaded:
        """Load as a new process would: nothing is remembered but the compiled file."""
        compiled = Compiled(str(self.compiled), "test")
        return load_library(str(self.own), compiled, shipped=str(self.shipped))


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def written(tmp_path):
    """Return a function that puts bytes into a file and gives its path."""

    def write(data: str | bytes) -> str:
        path = tmp_path / "written.yaml"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    return write


def ids(questions) -> list[str]:
    return [question.id for question in questions]


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


# What is shipped


def test_the_shipped_library_is_whole(tmp_path):
    library, problems = load_library("", Compiled(str(tmp_path / "compiled.json"), "test"))
    assert problems == []
    assert set(library.areas) == set(AREAS)
    areas = [practice.area for practice in library.practices.values()]
    assert {area: areas.count(area) for area in AREAS} == AREAS
    assert len(areas) == 75
    assert ids(library.morning) == MORNING
    assert ids(library.closing) == CLOSING
    assert [question.kind for question in library.morning] == KINDS
    assert [question.kind for question in library.closing] == CLOSING_KINDS


@pytest.mark.parametrize("path", ["daily.yaml", *(f"posture/{n}" for n in ("area.yaml",))])
def test_reading_gives_what_pyyaml_gives_with_whole_numbers(path):
    def as_text(tree):
        if isinstance(tree, dict):
            return {key: as_text(value) for key, value in tree.items()}
        if isinstance(tree, list):
            return [as_text(item) for item in tree]
        return str(tree).lower() if isinstance(tree, bool) else str(tree)

    document = read_yaml(str(SHIPPED / path))
    assert document.problems == []
    theirs = yaml.load((SHIPPED / path).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # every value stays text
    assert as_text(document.tree) == theirs


# The compiled library


def test_yaml_is_read_only_when_a_file_changed(shelf, tmp_path):
    def imported() -> str:
        argv = [sys.executable, "-c", _LOAD, shelf.shipped, shelf.own, shelf.compiled]
        done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    assert imported() == "yaml pydantic"
    assert imported() == ""
    shelf.write("my-own.yaml", PRACTICE)
    assert imported() == "yaml pydantic"
    assert imported() == ""


def test_the_compiled_library_equals_the_one_just_read(shelf):
    shelf.write("my-own.yaml", PRACTICE)
    assert shelf.load() == shelf.load()


def test_changed_new_and_removed_files_are_seen(shelf):
    path = shelf.shipped / "posture" / "attentive-hands.yaml"
    text = path.read_text("utf-8")
    assert shelf.load().library.practices["attentive-hands"].title["en"] == "Attentive hands"
    path.write_text(text.replace("Attentive hands", "Kind hands"), "utf-8")
    assert shelf.load().library.practices["attentive-hands"].title["en"] == "Kind hands"
    own = shelf.write("my-own.yaml", PRACTICE)
    assert "my-own" in shelf.load().library.practices
    os.unlink(own)
    assert "my-own" not in shelf.load().library.practices


@pytest.mark.parametrize(
    "damage",
    [b"", b"\0" * 400, b"test 1b", b"[]", b"0 a3a6bf43\n{}", b"\xff\xfe"],
    ids=["empty", "zeros", "cut off", "a list", "another version", "not UTF-8"],
)
def test_a_damaged_compiled_file_is_made_anew(shelf, damage):
    before = shelf.load()
    shelf.compiled.write_bytes(damage)
    assert shelf.load() == before
    assert shelf.compiled.stat().st_size > 1_000


# The advisor's own folder


def test_own_practices_are_added_in_own_areas_or_shipped_ones(shelf):
    shelf.write("my-own.yaml", PRACTICE)
    shelf.write("craft/area.yaml", AREA)
    shelf.write("craft/deep.yaml", PRACTICE.replace("my-own", "deep").replace("posture", "craft"))
    library, problems = shelf.load()
    assert problems == []
    assert len(library.practices) == AREAS["posture"] + 2
    assert library.practices["my-own"].title == {"es": "Lo mío"}
    assert library.practices["my-own"].plan == {
        "es": {"if": "suena el teléfono", "then": "respiro"}
    }
    assert library.practices["deep"].area == "craft"
    assert library.areas["craft"].title == {"es": "Oficio"}


def test_an_own_practice_stands_in_for_the_shipped_one_of_the_same_id(shelf):
    own = shelf.write("attentive-hands.yaml", PRACTICE.replace("my-own", "attentive-hands"))
    library, problems = shelf.load()
    assert problems == []
    assert len(library.practices) == AREAS["posture"]
    assert library.practices["attentive-hands"].title == {"es": "Lo mío"}
    os.unlink(own)
    assert shelf.load().library.practices["attentive-hands"].title["en"] == "Attentive hands"


def test_own_daily_questions_reword_switch_off_and_add(shelf):
    shipped = shelf.load().library
    shelf.write(
        "daily.yaml",
        'morning:\n  - id: energy\n    ask: {es: "¿Cómo llegas?"}\n'
        "  - id: greeting\n    off: true\n"
        '  - id: my-choice\n    kind: choice\n    ask: {es: "¿Dónde?"}\n'
        "    choices: {desk: {es: mesa}, door: {es: puerta}}\n"
        "closing:\n" + NEW_SCALE,
    )
    library, problems = shelf.load()
    assert problems == []
    assert ids(library.morning) == ["energy", "posture-now", "message", "my-choice", "plan"]
    assert library.morning[0] == shipped.morning[0]._replace(ask={"es": "¿Cómo llegas?"})
    assert library.morning[1] == shipped.morning[1]
    assert library.morning[3].choices == {"desk": {"es": "mesa"}, "door": {"es": "puerta"}}
    assert ids(library.closing) == [*CLOSING[:-1], "my-scale", "next-time"]
    assert library.closing[5].anchors == {"es": {"1": "poca", "3": "bastante", "5": "mucha"}}


OWN_DAILY_MISTAKES = {
    "a second question of one's own": (
        "morning:\n" + NEW_SCALE + NEW_SCALE.replace("my-scale", "two"),
        (6, "morning.1.id", "second question"),
    ),
    "a question as another kind": (
        "morning:\n  - id: energy\n    kind: text\n",
        (2, "morning.0.id", "kind"),
    ),
    "an id of the other sitting": (
        "morning:\n  - id: posture\n    off: true\n",
        (2, "morning.0.id", "other sitting"),
    ),
    "the same id twice": (
        "closing:\n  - id: posture\n    rev: 2\n  - id: posture\n    off: true\n",
        (4, "closing.1.id", "stands twice"),
    ),
    "a new question without a kind": (
        'morning:\n  - id: mine\n    ask: {es: "¿Y?"}\n',
        (2, "morning.0.id", "needs a kind"),
    ),
    "a new question of a kind that is not one's own": (
        'morning:\n  - id: mine\n    kind: plan\n    ask: {es: "¿Y?"}\n',
        (2, "morning.0.id", "needs a kind"),
    ),
    "a new question without wording": (
        "morning:\n  - id: mine\n    kind: text\n",
        (2, "morning.0.id", "wording"),
    ),
    "a new scale without anchors": (
        'morning:\n  - id: mine\n    kind: scale\n    ask: {es: "¿Y?"}\n',
        (2, "morning.0.id", "anchors"),
    ),
    "a new choice without choices": (
        'morning:\n  - id: mine\n    kind: choice\n    ask: {es: "¿Y?"}\n',
        (2, "morning.0.id", "choices"),
    ),
    "a misspelt field": (
        'closing:\n\n  - id: posture\n    aks: {es: "¿Y?"}\n',
        (4, "closing.0.aks", "misspelt"),
    ),
    "a list where a mapping is due": ("- energy\n", (1, "", "fields of its own")),
}


@pytest.mark.parametrize("case", OWN_DAILY_MISTAKES)
def test_a_mistake_in_own_daily_questions_is_named_and_the_shipped_ones_serve(shelf, case):
    text, (line, field, words) = OWN_DAILY_MISTAKES[case]
    path = shelf.write("daily.yaml", text)
    library, problems = shelf.load()
    problem = only(problems)
    assert (problem.file, problem.line, problem.field) == (path, line, field)
    assert words in problem.sentence
    assert (ids(library.morning), ids(library.closing)) == (MORNING, CLOSING)


def test_switching_off_every_question_of_a_sitting_does_not_stop_the_other(shelf):
    off = "".join(f"  - id: {name}\n    off: true\n" for name in CLOSING)
    shelf.write("daily.yaml", "closing:\n" + off)
    assert ids(shelf.load().library.morning) == MORNING


def test_without_daily_questions_that_could_serve_the_mistake_is_named(shelf):
    path = shelf.shipped / "daily.yaml"
    path.write_text("morning: 3\nclosing: []\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        shelf.load()
    problem = only(caught.value.problems)
    assert (problem.file, problem.line, problem.field) == (str(path), 1, "morning")


# Broken files: the last good version serves


def test_the_last_good_version_of_an_own_practice_serves_until_it_is_mended(shelf):
    shelf.write("my-own.yaml", PRACTICE)
    shelf.load()
    path = shelf.write("my-own.yaml", PRACTICE.replace("difficulty: 1", "difficulty: 9"))
    for _load in ("compiled now", "read back"):
        library, problems = shelf.load()
        problem = only(problems)
        assert (problem.file, problem.line, problem.field) == (path, 6, "difficulty")
        assert library.practices["my-own"].difficulty == 1
    shelf.write("my-own.yaml", PRACTICE.replace("difficulty: 1", "difficulty: 2"))
    library, problems = shelf.load()
    assert problems == []
    assert library.practices["my-own"].difficulty == 2


def test_the_last_good_own_daily_questions_serve_while_they_are_broken(shelf):
    shelf.write("daily.yaml", "closing:\n" + NEW_SCALE)
    shelf.load()
    path = shelf.write("daily.yaml", 'closing:\n  - id: "posture\n')
    for _load in ("compiled now", "read back"):
        library, problems = shelf.load()
        assert [problem.file for problem in problems] == [path]
        assert ids(library.closing) == [*CLOSING[:-1], "my-scale", "next-time"]


def test_a_broken_own_area_keeps_its_practices_however_often_it_is_read(shelf):
    shelf.write("craft/area.yaml", AREA)
    shelf.write("craft/deep.yaml", PRACTICE.replace("my-own", "deep").replace("posture", "craft"))
    shelf.load()
    path = shelf.write("craft/area.yaml", AREA.replace("title", "titel"))
    for other in ("one", "two"):
        shelf.write(f"{other}.yaml", PRACTICE.replace("my-own", other))
        library, problems = shelf.load()
        assert {problem.file for problem in problems} == {path}
        assert library.practices["deep"].area == "craft"
        assert library.areas["craft"].title == {"es": "Oficio"}


# What is wrong with a practice, in its place


MISTAKES = {
    "an area that is not": (("area: posture", "area: posturre"), (2, "area", "no area")),
    "another id than the file's": (("id: my-own", "id: other"), (1, "id", "file's name")),
    "capitals in the id": (("id: my-own", "id: My-own"), (1, "id", "lower-case")),
    "a circle that is not": (("circle: self", "circle: selfish"), (4, "circle", "one of")),
    "words for a number": (("minutes: 2", "minutes: two"), (7, "minutes", "whole number")),
    "a number in quotes": (("rev: 1", 'rev: "1"'), (8, "rev", "whole number")),
    "an empty title": (("{es: Lo mío}", '{es: ""}'), (9, "title.es", "empty")),
    "a number for a title": (("{es: Lo mío}", "{es: 4}"), (9, "title.es", "must be text")),
    "a title too long": (("Lo mío", "x" * 241), (9, "title.es", "longer than")),
    "a language that is not": (("{es: Lo mío}", "{fr: À moi}"), (9, "title", "es and en")),
    "a single step": (("[uno, dos]", "[uno]"), (11, "steps.es", "at least")),
    "no question": (("¿Cuándo lo haré?", "Lo haré"), (12, "morning", "question")),
    "a question unopened": (("¿Cuándo lo hice?", "Cuándo lo hice?"), (13, "closing", "question")),
    "a plan without its end": ((", then: respiro", ""), (14, "plan.es.then", "missing")),
    "equal anchors": (("5: varias", "5: nunca"), (15, "anchors", "three different")),
    "a missing field": (("rev: 1\n", ""), (1, "rev", "missing")),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_a_practice_is_named_with_line_and_field(shelf, case):
    (right, wrong), (line, field, words) = MISTAKES[case]
    assert PRACTICE.count(right) == 1
    path = shelf.write("my-own.yaml", PRACTICE.replace(right, wrong))
    library, problems = shelf.load()
    problem = only(problems)
    assert (problem.file, problem.line, problem.field) == (path, line, field)
    assert words in problem.sentence
    assert problem.sentence.format(**problem.values)
    assert "my-own" not in library.practices
    assert len(library.practices) == AREAS["posture"]


def test_every_mistake_of_every_file_is_named_at_once(shelf):
    one = shelf.write("my-own.yaml", PRACTICE.replace("rev: 1", "rev: 0\nreve: 1"))
    two = shelf.write("two.yaml", "id: two\ntitle: {es: [1]}\n")
    found = {(p.file, p.line, p.field) for p in shelf.load().problems}
    assert {(one, 8, "rev"), (one, 9, "reve"), (two, 2, "title.es"), (two, 1, "plan")} <= found


def test_one_id_in_two_own_files_is_named_and_the_first_serves(shelf):
    first = shelf.write("a/my-own.yaml", PRACTICE)
    second = shelf.write("b/my-own.yaml", PRACTICE.replace("Lo mío", "Otro"))
    library, problems = shelf.load()
    problem = only(problems)
    assert (problem.file, problem.line, problem.field) == (second, 1, "id")
    assert problem.values == {"other": first}
    assert library.practices["my-own"].title == {"es": "Lo mío"}


def test_shipped_files_must_speak_both_languages(shelf):
    path = shelf.shipped / "posture" / "my-own.yaml"
    path.write_text(PRACTICE, "utf-8")
    found = {(p.file, p.line, p.field) for p in shelf.load().problems}
    assert {(str(path), 9, "title"), (str(path), 15, "anchors")} <= found


# YAML that is not as it should be


LAUGHS = "a: [x, x]\nb: &b [x, x, x]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n"
YAML_TROUBLE = {
    "too large": ("a: " + "x" * 256 * 1024, (0, "larger than")),
    # 4 events come before the list, its item n is event 5 + n on line 2 + n; 20,000 are read.
    "too long": ("a:\n" + "- x\n" * 20_001, (19_998, "too long")),
    "too deep": ("id: x\na: " + "[" * 13 + "]" * 13, (2, "too deeply")),
    "100,000 brackets": ("id: x\n\na: " + "[" * 100_000, (3, "too deeply")),
    "100,000 mappings": ("id: x\n\na: " + "{a: " * 50_000, (3, "too deeply")),
    "an anchor": ("id: x\nb: &b y\n", (2, "anchor")),
    "an anchor on a mapping": ("id: x\nb: &b\n  c: y\n", (2, "anchor")),
    "an anchor on a field's name": ("id: x\n&b b: y\n", (2, "anchor")),
    "an alias": ("id: x\n\nb: *b\n", (3, "alias")),
    "a billion laughs": (LAUGHS, (2, "anchor")),
    "a merge key": ("id: x\n<<: *b\n", (2, "alias")),
    "a tag": ("id: x\nb: !!str 4\n", (2, "tag")),
    "a tag that runs code": ("id: x\nb: !!python/object/apply:os.abort []\n", (2, "tag")),
    "a tag of one's own": ("id: x\nb: !mine y\n", (2, "tag")),
    "a field twice": ("id: x\nb: y\nid: z\n", (3, "stands twice")),
    "a field twice, deep down": ("id: x\nb:\n  c: 1\n  c: 2\n", (4, "stands twice")),
    "a list as a field's name": ("id: x\n? [a, b]\n: c\n", (2, "field name")),
    "a tab": ("id: x\nb:\n\tc: y\n", (3, "well-formed")),
    "a colon too many": ("id: x\nb: y: z\n", (2, "well-formed")),
    "a closing bracket alone": ("id: x\nb: ]\n", (2, "well-formed")),
    "two documents": ("id: x\n---\nid: y\n", (2, "too long")),
    "not UTF-8": (b"id: x\nb: caf\xe9\n", (2, "UTF-8")),
    "UTF-16": ("id: x\n".encode("utf-16"), (1, "UTF-8")),
    "a control character": ("id: x\nb: y\x07\n", (2, "characters")),
    "an escape beyond Unicode": ('id: x\nb: "\\UFFFFFFFF"\n', (2, "characters")),
    "half a surrogate pair": ('id: x\nb: "\\uD800"\n', (2, "characters")),
}


@pytest.mark.parametrize("case", YAML_TROUBLE)
def test_yaml_beyond_its_bounds_is_a_problem_on_its_line(written, case):
    data, (line, words) = YAML_TROUBLE[case]
    path = written(data)
    problem = only(read_yaml(path).problems)
    assert (problem.file, problem.line) == (path, line)
    assert words in problem.sentence


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_cannot_be_opened_is_a_problem_of_the_whole_file(tmp_path, name):
    path = str(tmp_path / name)
    problem = only(read_yaml(path).problems)
    assert (problem.file, problem.line, problem.field) == (path, 0, "")


def test_only_whole_numbers_true_false_and_null_are_not_text(written):
    words = "a: 12\nb: -3\nc: true\nd: null\ne: ~\nf:\n"
    assert read_yaml(written(words)).tree == {
        "a": 12, "b": -3, "c": True, "d": None, "e": None, "f": None,
    }  # fmt: skip
    texts = ("no", "on", "0x10", "010", "1_000", "1.5", "2026-11-20", "12:30", "1e3", '"12"')
    for text in texts:
        assert read_yaml(written(f"a: {text}\n")).tree == {"a": text.strip('"')}


def test_a_byte_order_mark_is_no_mistake(written):
    document = read_yaml(written(b"\xef\xbb\xbfid: x\n"))
    assert (document.tree, document.problems) == ({"id": "x"}, [])


# Files as hands and editors leave them

_FILES = sorted(find_files(str(SHIPPED)))
_SNIPPETS = st.sampled_from(
    ["\t", "  ", "\n", ":", ": ", "- ", "? ", "[", "]", "{", "}", '"', "'", "&a ", "*a", "!!int ",
     "|", ">-", "#", "%", "@", "---\n", "...\n", "\0", "\x1b", "\u2028", "\ufeff", "💧",
     '"\\ud800"', '"\\UFFFFFFFF"', "9" * 20, "es", "tu: ", "null", "rev: 1\n"]
) | st.text(max_size=5)  # fmt: skip


@st.composite
def mutated(draw) -> bytes:
    """Draw the text of a real file with a few places cut, filled or doubled."""
    text = Path(draw(st.sampled_from(_FILES))).read_text("utf-8")
    for _time in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(_SNIPPETS | st.just(text[start:stop] * 2))
        text = text[:start] + piece + text[stop:]
    data = text.encode("utf-8", "surrogatepass")
    return data if draw(st.booleans()) else data[: draw(st.integers(0, len(data)))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("mutated")


def _check_mutated(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    for problem in [*read_yaml(str(path)).problems, *check_files([str(path)]).problems]:
        assert problem.file == str(path)
        assert 0 <= problem.line <= len(data.splitlines()) + data.count(b"\x85") + 2
        assert problem.sentence.format(**problem.values)


_NAMES = st.sampled_from(["daily.yaml", "weekly.yaml", "area.yaml", "attentive-hands.yaml"])


@given(_NAMES, mutated())
def test_mutated_files_are_told_and_never_raise(folder, name, data):
    _check_mutated(folder, name, data)


@pytest.mark.slow
@settings(settings.get_profile("slow"))
@given(_NAMES, mutated() | st.binary(max_size=300))
def test_many_mutated_files_are_told_and_never_raise(folder, name, data):
    _check_mutated(folder, name, data)
