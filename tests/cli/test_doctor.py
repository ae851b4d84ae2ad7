"""`arte doctor`: how everything is, in a screenful, and never a word of what was written."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from artesupremo.text import to_encodable
from conftest import FRIDAY, MORNING

KEYS = {
    "versions", "language", "zone", "terminal", "places", "journal", "snapshots", "right",
    "open_to_others", "rescued", "drafts", "exports", "bytes",
}  # fmt: skip
WORDS = ["Inés", "espalda", "La respuesta a Leo"]
VERSION = re.compile(r"[0-9]+(\.[0-9]+)+")


@pytest.fixture
def lived(arte, home, tmp_path, monkeypatch) -> Path:
    for name in ("TMPDIR", "XDG_RUNTIME_DIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    arte("today", "--answers", "-", given=MORNING)
    return home


def line(arte, about: str, *argv: str) -> str:
    """Return what the doctor says about something, with its sign."""
    said = arte("doctor", *argv, COLUMNS="200").out.splitlines()
    (found,) = [row for row in said if row[2:].startswith(f"{about}: ")]
    return found


def test_all_is_well(arte, lived):
    done = arte("doctor")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [text[0] for text in lines[:6]] == ["✓"] * 6
    assert re.fullmatch(r"✓ Diario: entero, [0-9]+ KiB", lines[0])
    assert lines[1].startswith("✓ Copias: 1, la última hoy, ")
    assert str(lived / "data") in done.out
    data = arte("doctor", "--json").data
    assert {*data} == KEYS
    assert data["journal"] == {"exists": True, "whole": True, "unread": None}
    assert data["right"] == {"settings": True, "practices": True, "rules": True}
    assert data["snapshots"] == {"count": 1, "damaged": [], "days": 0}
    assert all(VERSION.match(said) for said in data["versions"].values())
    assert {"arte", "Python", "SQLite", "typer", "pydantic"} <= {*data["versions"]}


def test_before_the_first_answer_nothing_is_wrong(arte, home):
    done = arte("doctor")
    assert done.status == 0
    assert "· Diario: todavía no hay nada escrito" in done.out
    assert arte("doctor", "--json").data["journal"] == {
        "exists": False, "whole": None, "unread": None,
    }  # fmt: skip
    assert not (home / "data").exists()


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("width", [40, 80])
def test_it_keeps_to_the_width_and_the_encoding(arte, lived, lang, width):
    done = arte("doctor", COLUMNS=str(width), lang=lang)
    assert max(map(len, done.out.splitlines())) < width
    plain = arte("doctor", COLUMNS=str(width), lang=lang, encoding="ascii")
    assert plain.status == 0
    assert plain.out.splitlines()[0].startswith("x ")
    assert to_encodable


@pytest.mark.parametrize("lang", ["es", "en"])
def test_plain_is_a_sentence_a_line(arte, lived, lang):
    for text in arte("doctor", "--plain", lang=lang).out.splitlines():
        assert re.fullmatch(r"[^\s✓·!].*: .*\.", text), text
        assert not re.search(r"[✓●│]|  ", text), text


def test_no_word_of_what_was_written_is_in_it(arte, lived):
    (lived / "data" / "rescue-2026-11-20-0755.md").write_text("Inés")
    path = lived / "data" / "journal.db"
    path.write_bytes(path.read_bytes().replace("Inés".encode(), b"Inez."))
    for argv in ([], ["--plain"], ["--json"]):
        said = arte("doctor", *argv)
        assert said.status == 5
        for word in [*WORDS, "Inez"]:
            assert word not in said.out + said.err


# What is wrong


def test_a_damaged_journal_is_5_and_names_the_next_step(arte, lived):
    path = lived / "data" / "journal.db"
    path.write_bytes(path.read_bytes().replace(b"La respuesta", b"Le respuesta"))
    assert arte("doctor").status == 5
    assert line(arte, "Diario") == "! Diario: necesita arreglo: arte diario revisar dice qué"
    path.write_bytes(b"no journal")
    assert arte("doctor").status == 5
    assert line(arte, "Diario").startswith("! Diario: necesita arreglo: ")


def test_the_journal_of_a_newer_arte_is_5_and_says_so(arte, lived):
    path = lived / "data" / "journal.db"
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4)
    path.write_bytes(data)
    assert arte("doctor").status == 5
    assert "de un arte más nuevo" in line(arte, "Diario")


@pytest.mark.parametrize(
    ("path", "text", "about", "key", "typed"),
    [
        ("config.toml", 'address = "thou"\n', "Ajustes", "settings", "arte ajustes ver"),
        ("config.toml", "not = toml = at all", "Ajustes", "settings", "arte ajustes ver"),
        ("practices/mine.yaml", "id: other\n", "Prácticas", "practices",
         "arte practicas revisar"),
        ("practices/wording/es/mine.yaml", "id: other\n", "Reglas", "rules",
         "arte practicas revisar"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_4_and_another_command_names_the_line(
    arte, lived, path, text, about, key, typed
):
    file = lived / "config" / path
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    file.write_text(text)
    done = arte("doctor")
    assert done.status == 4, done.err
    assert line(arte, about) == f"! {about}: un error: {typed} lo nombra"
    right = arte("doctor", "--json").data["right"]
    assert [name for name, is_right in right.items() if not is_right] == [key]
    assert "mine.yaml" not in done.out + done.err


def test_the_worst_thing_found_decides(arte, lived):
    (lived / "config").mkdir(exist_ok=True)
    (lived / "config" / "config.toml").write_text('address = "thou"\n')
    (lived / "data" / "journal.db").write_bytes(b"no journal")
    assert arte("doctor").status == 5


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_what_is_open_to_others_is_named_with_its_cure(arte, lived):
    (lived / "data" / "journal.db").chmod(0o644)
    (lived / "state" / "snapshots").chmod(0o755)
    said = line(arte, "Permisos")
    assert said == (
        f"! Permisos: 2 archivos y carpetas abiertos a otros: chmod -R go= {lived}/data"
        f" {lived}/state"
    )
    assert arte("doctor", "--json").data["open_to_others"] == [
        str(lived / "data" / "journal.db"), str(lived / "state" / "snapshots"),
    ]  # fmt: skip
    os.system(said.partition("otros: ")[2])  # noqa: S605  # what is advised is what helps
    assert line(arte, "Permisos") == "✓ Permisos: solo lee y escribe su dueño"


def test_rescued_words_and_what_was_left_over_are_named(arte, lived):
    rescued = lived / "data" / "rescue-2026-11-20-0755.md"
    left = lived / "state" / "snapshots" / "day-2026-11-19.db.77.tmp"
    draft = lived / "state" / "drafts" / "borrador-7.md"
    draft.parent.mkdir(mode=0o700)
    for path in (rescued, left, draft):
        path.write_text("x")
        path.chmod(0o600)
    assert line(arte, "Palabras sin guardar") == f"! Palabras sin guardar: {rescued}"
    assert line(arte, "Restos", "--no-color") == f"· Restos: {left}, {draft}"
    assert arte("doctor").status == 0
    assert all(path.exists() for path in (rescued, left, draft))


def test_old_and_damaged_snapshots_are_told(arte, lived):
    folder = lived / "state" / "snapshots"
    (folder / "day-2026-11-20.db").rename(folder / "day-2026-11-13.db")
    shutil.copy(folder / "day-2026-11-13.db", folder / "before-import-001.db")
    (folder / "before-import-001.db").write_bytes(b"SQLite format 3\0 and no more")
    said = line(arte, "Copias")
    assert said.startswith("! Copias: 2, la última hace 7 días, ")
    assert said.endswith("; dañadas: before-import-001.db")
    assert arte("doctor", "--json").data["snapshots"] == {
        "count": 2, "damaged": ["before-import-001.db"], "days": 7,
    }  # fmt: skip
    later = arte("doctor", "--json", now=FRIDAY + dt.timedelta(days=1)).data
    assert later["snapshots"]["days"] == 8


def test_exports_are_counted_where_they_are(arte, lived, tmp_path):
    elsewhere = tmp_path / "pages"
    arte("config", "set", "export_folder", str(elsewhere))
    arte("export", "day")
    data = arte("doctor", "--json").data
    assert (data["exports"], data["places"]["exports"]) == (1, str(elsewhere))
    assert json.dumps(data)
