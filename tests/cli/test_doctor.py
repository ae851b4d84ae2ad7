"""`arte doctor`: what is wrong, what to do, the status of the worst; and never an answer."""

from __future__ import annotations

import json
import os
import re
import sqlite3

import pytest

from artesupremo import __version__
from conftest import FRIDAY, MORNING

CANARY = "zqsecreto"
KEYS = {
    "troubles", "versions", "system", "language", "time_zone", "encoding", "columns", "journal",
    "content", "places", "beside",
}  # fmt: skip


@pytest.fixture
def filled(arte):
    arte("today", "--answers", "-", given={**MORNING, "greeting": f"Hola, {CANARY}"})
    arte("log", "applause", f"Gracias {CANARY}")
    return arte


def troubles(told) -> dict[str, tuple[int, str]]:
    return {held["key"]: (held["status"], held["sentence"]) for held in told.data["troubles"]}


def damage(home) -> None:
    """Change one letter of an answer behind the back of its checksum."""
    path = home / "data" / "journal.db"
    held = path.read_bytes()
    assert held.count(b"Hola, zq")
    path.write_bytes(held.replace(b"Hola, zq", b"Hola, zz"))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_all_is_well_in_one_line_and_then_what_there_is(filled, home, lang):
    told = filled("doctor", lang=lang)
    assert (told.status, told.err) == (0, "")
    first = "Todo está en orden." if lang == "es" else "Everything is in order."
    assert told.out.startswith(f"{first}\n")
    shown = "".join(told.out.split())  # a long path takes two lines
    for words in (__version__, sqlite3.sqlite_version, str(home / "data"), "typer0."):
        assert words in shown
    assert CANARY not in told.out


def test_the_keys_of_its_data(filled, home):
    told = filled("salud", "--json")
    data = told.data
    assert set(data) == KEYS
    assert data["troubles"] == []
    journal = {**data["journal"]}
    assert journal.pop("bytes") == os.path.getsize(home / "data" / "journal.db")
    assert journal == {
        "path": str(home / "data" / "journal.db"),
        "whole": True,
        "snapshots": 1,
        "latest_snapshot": "2026-11-20",
    }
    assert data["content"] == {"settings": True, "practices": True, "rules": True}
    assert data["beside"]["snapshots"]["files"] == 1
    assert CANARY not in told.out


def test_before_the_first_answer_it_is_well_and_makes_nothing(arte, home):
    told = arte("doctor")
    assert told.status == 0
    assert "todavía no hay nada escrito" in told.out
    assert not (home / "data").exists()


def test_a_damaged_answer_is_status_5_and_names_the_next_step(filled, home):
    damage(home)
    told = filled("doctor", "--json")
    assert told.status == 5
    status, sentence = troubles(told)["journal"]
    assert status == 5
    assert sentence == "El diario no está entero: arte diario revisar dice dónde y cómo seguir."
    assert CANARY not in told.out + filled("doctor").out


def test_a_file_that_is_no_journal_and_one_that_is_gone(filled, home):
    path = home / "data" / "journal.db"
    path.write_bytes(b"\0" * 4096)
    assert "journal" in troubles(filled("doctor", "--json"))
    path.unlink()
    told = filled("doctor", "--json")
    assert told.status == 5
    assert troubles(told)["missing"][1] == (
        "Falta el archivo del diario y hay copias: arte diario restaurar."
    )


def test_wrong_files_are_status_4_and_everything_else_is_said_all_the_same(filled, home):
    (home / "config").mkdir(mode=0o700, exist_ok=True)
    (home / "config" / "config.toml").write_text('address = "vosotros"\n')
    practices = home / "config" / "practices"
    (practices / "wording" / "es").mkdir(parents=True)
    (practices / "mine.yaml").write_text("id: [\n")
    (practices / "wording" / "es" / "mine.yaml").write_text("rules: 3\n")
    told = filled("doctor", "--json")
    assert told.status == 4
    found = troubles(told)
    assert set(found) == {"settings", "practices", "rules"}
    assert "config.toml" in found["settings"][1]
    assert "arte practicas revisar" in found["practices"][1]
    assert told.data["journal"]["whole"] is True
    shown = filled("doctor")
    assert shown.status == 4
    assert "3 cosas por mirar" in shown.out


@pytest.mark.skipif(os.name == "nt", reason="its permissions are others")
def test_a_folder_that_others_may_enter_is_named_with_how_to_close_it(filled, home):
    (home / "data").chmod(0o755)
    told = filled("doctor", "--json")
    assert told.status == 0
    assert f"chmod -R go= {home / 'data'}." in troubles(told)["permissions"][1]


def test_what_waits_to_be_written_anew_is_named(filled, home):
    (home / "state" / "rescue").mkdir(mode=0o700)
    path = home / "state" / "rescue" / "rescue-2026-11-20.md"
    path.write_text(CANARY)
    told = filled("doctor", "--json")
    assert str(path) in troubles(told)["rescued"][1]
    assert CANARY not in told.out + filled("doctor").out


def test_a_synced_folder_is_no_place_for_a_journal(filled, home, tmp_path):
    elsewhere = tmp_path / "Dropbox"
    home.rename(elsewhere)
    told = filled("doctor", "--json", ARTE_HOME=str(elsewhere))
    assert "Dropbox" in troubles(told)["synced"][1]


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(filled, columns):
    out = filled("doctor", COLUMNS=str(columns)).out
    wide = [line for line in out.splitlines() if len(line) > columns]
    assert not wide


def test_plain_is_sentences(filled):
    out = filled("doctor", "--plain").out
    assert all(line.endswith(".") for line in out.splitlines())
    assert not re.search(r"  |\x1b", out)


def test_json_is_json_with_nobody_at_the_terminal(filled):
    assert json.loads(filled("doctor", "--json", now=FRIDAY).out)["command"] == "doctor"
