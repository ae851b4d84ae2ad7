"""Whatever is typed, pasted or edited, it is shown and stored harmless (G10)."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Iterator

import pytest
from evil import NOW, as_bytes, columns, evil_texts, leaks, run, together

from talking import Talk, spare_compiling, write_editor

WIDTH = 40
NOTES = {
    "applause": (), "friction": ("1", "2"), "contact": ("0", "1", "1", "4"),
    "repair": (), "promise": (),
}  # fmt: skip


@pytest.fixture
def environ(home) -> dict[str, str]:
    spare_compiling(home, rules=True)
    return {"ARTE_HOME": str(home), "ARTE_LANG": "es", "VISUAL": "true"}


def check(seen, *statuses: int) -> None:
    assert seen.status in statuses, seen.page
    assert leaks(seen.page) == []
    lines = seen.out.replace("› ", "\n").splitlines()  # nobody's Enter ends the line of a prompt
    assert [line for line in lines if columns(line) > WIDTH and "/config/" not in line] == []


def conversations(
    text: str, day: dt.date
) -> Iterator[tuple[tuple[str, ...], str, tuple[int, ...]]]:
    """Yield what to run, the lines to type, and the exit statuses that fit."""
    lines = f"{text}\n"
    yield ("today",), f"n\n{text}\n4 {text}\n?\n{lines}{lines}{lines}{lines}", (0, 130)
    yield ("close",), f"{lines}{text}\n4 {text}\n3 {text}\n5 {text}\n2 {text}\n{lines}", (0, 130)
    yield ("edit", str(day)), f"3 {text}\n" + lines * 12, (0, 130)
    for kind in ("applause", "friction", "contact", "repair", "promise"):
        yield ("log", kind), lines * 3 + "\n" * 9, (0, 130)
    yield ("edit", "1"), lines * 8 + "\n" * 9, (0, 130)
    yield ("greet",), f"{lines}?\n{lines}{lines}{lines}1\n{lines}1\n", (0, 130)
    yield ("week",), lines * 16, (0, 130)
    yield ("check",), lines, (0, 1)
    yield ("check", "--rewrite"), lines, (130,)
    yield ("setup",), f"?\n{lines}\n" * 5, (0, 130)
    yield ("delete", "1"), lines, (2,)
    yield ("rest", "2030-01-01..2032-01-01"), lines, (2,)


def check_typed(environ: dict[str, str], texts: list[str], *, whole: bool = True) -> None:
    for place, text in enumerate(texts):
        now = NOW + dt.timedelta(days=place)
        for argv, typed, statuses in [*conversations(text, now.date())][: None if whole else 6]:
            check(run(*argv, typed=typed, width=WIDTH, now=now, environ=environ), *statuses)
    check_stored(environ)


def check_stored(environ: dict[str, str]) -> None:
    """Check that not one text of the journal holds what a terminal could obey."""
    out = run("export", "all", "--format", "jsonl", "-o", "-", environ=environ, terminal=False).out
    assert len(out.splitlines()) > 3
    for line in out.splitlines():
        assert leaks(json.dumps(json.loads(line), ensure_ascii=False)) == []


def test_whatever_is_typed_is_shown_and_stored_harmless(environ):
    signs, shapes, wide = together(typed=True)
    check_typed(environ, [f"{signs} {shapes}"])
    check_typed(environ, [wide], whole=False)


@pytest.mark.slow
def test_2_000_texts_typed_at_every_question_are_harmless(environ):
    texts = [text.translate({3: None, 4: None, 26: None}) for text in evil_texts(2_000)]
    check_typed(environ, [" ".join(text.splitlines()) for text in texts])


def test_a_better_version_of_a_message_is_kept_harmless(environ, home):
    for text in together(typed=True):
        message = home.parent / "message.txt"
        message.write_bytes(as_bytes(text.replace("\0", "")))
        seen = run("check", str(message), "--rewrite", typed=f"{text}\n\n", width=WIDTH,
                   environ=environ)  # fmt: skip
        assert seen.status in (0, 1, 2), seen.page
        assert leaks(seen.page) == []
    check_stored(environ)


def test_what_an_editor_leaves_is_shown_and_stored_harmless(environ, home, tmp_path):
    for text in together():
        editor = write_editor(tmp_path, text.encode("utf-8", "replace").decode())
        seen = run("log", "applause", typed="e\n\n\n\n", width=WIDTH,
                   environ={**environ, "VISUAL": editor})  # fmt: skip
        check(seen, 0, 130)
    check_stored(environ)
    assert os.listdir(home / "state" / "drafts") == []


def test_an_answers_file_is_shown_and_stored_harmless(environ, home):
    for place, text in enumerate(together()):
        whole = text.encode("utf-8", "replace").decode()
        given = {
            "energy": f"4 {whole}", "posture-now": [whole, "1"], "greeting": whole,
            "message": f"privado: {whole}", "plan": whole,
        }  # fmt: skip
        now = NOW + dt.timedelta(days=place)
        data = json.dumps(given).encode()
        check(run("today", "--answers", "-", given=data, now=now, width=WIDTH, environ=environ), 0)
        data = json.dumps({whole: 1, "energy": [whole], "greeting": {whole: whole}}).encode()
        refused = run("today", "--answers", "-", given=data, now=now, width=WIDTH, environ=environ)
        check(refused, 2)
        assert len(refused.err.splitlines()) == 1
    check_stored(environ)


def test_a_practice_of_ones_own_is_asked_for_and_written_harmless(environ, home):
    for text in together(typed=True)[:2]:
        typed = f"{text}\n1\n" + f"{text}\n" * 11
        check(run("practices", "new", typed=typed, width=WIDTH, environ=environ), 0)
    own = list((home / "config").rglob("*.yaml"))
    assert own
    for path in own:
        assert leaks(path.read_text("utf-8")) == []
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


# On a real terminal

ENTER = ""


def test_a_real_terminal_is_sent_nothing_to_obey(home):
    """Line editing itself asks for bracketed paste; the echo of what is typed is the line's."""
    text = "漢字 \x9b31m \u202egnp.\u2066 \ufeff [/] 👩‍💻 " + "a" * 90
    talk = Talk("log", "applause", columns=WIDTH, TERM="dumb")
    for line in (text, ENTER, ENTER):
        shown = talk.answer(line)
        assert leaks(shown.replace("\r", "")) == []
    assert talk.status() == 0
    for argv in (("show",), ("undo", "--list"), ("report",), ("history",), ("--json",)):
        page = Talk(*argv, columns=WIDTH)
        assert page.status() == 0
        assert leaks(page.output.replace("\r", "")) == []
        wide = [line for line in page.shown.splitlines() if columns(line) > WIDTH]
        assert wide == [] or argv == ("--json",)
    assert (home / "data" / "journal.db").exists()
