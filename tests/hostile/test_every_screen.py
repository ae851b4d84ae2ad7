"""Whatever the journal, the library, the settings and the rules hold, no screen obeys it (G10)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from evil import (
    CONTROLS,
    MARKUP,
    SEQUENCES,
    SHAPES,
    TEXTS,
    columns,
    evil_texts,
    leaks,
    run,
    together,
)
from rich.console import Console
from rich.text import Text
from scene import (
    JSON_SCREENS,
    SENTENCES,
    VIEWS,
    environment,
    write_journal,
    write_own,
    write_rule,
)

SCREENS = (*JSON_SCREENS, *SENTENCES, *VIEWS)
# Of all that was written these show nothing, or only where it stands.
SILENT = {
    ("journal", "path"), ("journal", "info"), ("config", "path"),
    ("nudge",), ("rest", "--list"), ("journal", "info", "--json"), ("report", "week", "--json"),
    ("journal", "check"), ("journal", "check", "--json"),
}  # fmt: skip
VISIBLE = re.compile(r"[␀-␟␡]|‹U\+|\\u(?:00[0189]|20)")
# Every sign, sequence and shape once; the longest on days of their own.
SIGNS = " ".join(f"a{sign}b" for sign in CONTROLS.values())
LONG = [f"{text} {SEQUENCES['bidi']}" for text in SHAPES.values() if len(text) > 100]
SHORT = [text for text in SHAPES.values() if len(text) <= 100]
SOME = [SIGNS, " ".join(SEQUENCES.values()), " ".join(MARKUP.values()), " ".join(SHORT), *LONG]
OWN = f"ocho {SEQUENCES['colour']} {SEQUENCES['C1 colour']} {SEQUENCES['bidi']} [/] {{0}}"


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """Return a home in which everything that can be written is evil, and its environment."""
    home = tmp_path_factory.mktemp("scene")
    return home, fill(home, SOME)


def fill(home: Path, texts: list[str]) -> dict[str, str]:
    held = environment(home, OWN)
    write_journal(home, texts)
    write_own(home, OWN)
    write_rule(home, OWN)
    for argv in (("practices", "show", "own"), ("check", "--explain", "own-rule")):
        taken = run(*argv, environ=held)
        assert (taken.status, taken.err) == (0, "")
    return held


def check_screens(
    environ: dict[str, str], screens: Iterable[tuple[str, ...]], width: int, *, terminal: bool
) -> None:
    for argv in screens:
        seen = run(*argv, environ=environ, width=width, terminal=terminal)
        assert seen.status in (0, 3), (argv, seen.err)
        assert leaks(seen.page) == [], argv
        assert argv in SILENT or VISIBLE.search(seen.out), argv
        assert terminal or "\x1b" not in seen.page, argv
        if terminal and argv in VIEWS:
            wide = [line for line in seen.out.splitlines() if columns(line) > width]
            assert wide == [], argv
        if argv in JSON_SCREENS:
            json.loads(seen.out)


def test_no_screen_obeys_what_was_written(scene):
    _home, environ = scene
    check_screens(environ, SCREENS, 40, terminal=True)


def test_no_screen_obeys_it_in_a_pipe(scene):
    _home, environ = scene
    check_screens(environ, SCREENS, 100, terminal=False)


@pytest.mark.parametrize("width", [0, 1, 7])
def test_no_width_is_too_narrow_for_a_screen(scene, width):
    _home, environ = scene
    for argv in ((), ("show",), ("report", "year"), ("undo", "--list")):
        seen = run(*argv, environ=environ, width=width)
        assert seen.status == 0, (argv, seen.err)
        assert leaks(seen.page) == [], argv


def test_json_says_exactly_what_is_stored(scene):
    """What a terminal could obey stands as an escape, and means the same."""
    _home, environ = scene
    held = set(strings_in(run("promises", "--json", environ=environ).out))
    assert SIGNS.encode("utf-8", "replace").decode() in held


def strings_in(text: str) -> Iterator[str]:
    def walk(tree: Any) -> Iterator[str]:
        if isinstance(tree, str):
            yield tree
        for item in tree.values() if isinstance(tree, dict) else tree:
            if isinstance(item, dict | list):
                yield from walk(item)
            elif isinstance(item, str):
                yield item

    return walk(json.loads(text))


def test_a_journal_that_comes_in_is_cleaned(scene, tmp_path):
    _home, environ = scene
    parcel = run("export", "all", "--format", "jsonl", "-o", "-", environ=environ, terminal=False)
    assert "\\u009b" in parcel.out
    other = {**environ, "ARTE_HOME": str(tmp_path)}
    came = run("journal", "import", "-", given=parcel.out.encode(), environ=other)
    assert came.status == 0, came.err
    again = run("export", "all", "--format", "jsonl", "-o", "-", environ=other, terminal=False)
    assert again.out.count("\n") == parcel.out.count("\n")
    for line in again.out.splitlines():
        assert [text for text in strings_in(line) if leaks(text)] == []
    assert run("journal", "import", "-", given=again.out.encode(), environ=other).status == 0


def check_many(folder: Path, count: int) -> None:
    texts = list(evil_texts(count))
    for place in range(0, count, 200):
        home = folder / str(place)
        environ = fill(home, texts[place : place + 200])
        check_screens(environ, SCREENS, 40, terminal=True)


@pytest.mark.slow
def test_20_000_texts_obey_nothing_on_any_screen(tmp_path):
    check_many(tmp_path, 20_000)


# The controls


@pytest.mark.parametrize("name", TEXTS)
def test_the_control_would_see_what_a_bare_text_of_rich_lets_through(name):
    text, out = TEXTS[name], io.StringIO()
    Console(file=out, width=2_000).print(Text(text.encode("utf-8", "replace").decode()))
    dropped = {"C0 07", "C0 08", "C0 0B", "C0 0C", "C0 09", "backspaces"}  # Rich's own; tabs
    kept = name not in dropped and not name.endswith(("half", "byte", "carriage"))
    assert bool(leaks(out.getvalue())) == (kept and bool(leaks(text))), ascii(text)


def test_the_control_would_see_a_style_that_is_not_ours():
    assert leaks("\x1b[38;5;196mrojo\x1b[0m") == ["\x1b"]
    assert leaks("\x1b[1;36mMañana\x1b[0m") == []


def test_the_control_would_see_a_line_that_is_too_wide():
    assert columns("漢" * 21) == 42
    assert columns("e\u0301" * 40) == 40
    assert columns("\x1b[1m" + "a" * 40 + "\x1b[0m") == 40


def test_the_texts_hold_everything_that_harms():
    for signs in (CONTROLS.values(), SEQUENCES.values()):
        assert all(leaks(text) or text in "\t\r" or "\r" in text for text in signs)
    assert leaks("".join(together())) != []
