"""`arte config`: every setting shown, read, set and edited; nothing of the file is lost."""

from __future__ import annotations

import os
import stat
import tomllib

import pytest
from test_completion import offered

from artesupremo.settings import VARIABLES
from talking import Talk, write_editor

NAMES = {
    "config": "ajustes", "path": "ruta", "show": "ver", "get": "leer", "set": "poner",
    "edit": "editar",
}  # fmt: skip
KEYS = list(VARIABLES)
LANGUAGES = pytest.mark.parametrize("lang", ["es", "en"])


@pytest.fixture
def path(home):
    return home / "config" / "config.toml"


def in_language(lang, *words):
    return [NAMES[word] if lang == "es" and word in NAMES else word for word in words]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# Where, and what


@LANGUAGES
def test_path_is_where_the_file_is_or_will_be(arte, path, lang):
    shown = arte(*in_language(lang, "config", "path"), lang=lang)
    assert shown == (0, f"{path}\n", "")
    assert not path.parent.exists()


@pytest.mark.parametrize("words", [("Ajustes", "VER"), ("config", "show"), ("ajustes", "show")])
def test_show_lists_every_setting_with_its_source(arte, home, path, words):
    write(path, 'address = "vos"\nwork_days = ["mon", "sat"]\n')
    shown = arte(*words, lang="", LANG="es_CO.UTF-8", ARTE_DAY_ENDS="10:00")
    assert (shown.status, shown.err) == (0, "")
    rows = [line.split(maxsplit=2) for line in shown.out.splitlines()]
    assert [row[0] for row in rows] == KEYS
    held = {key: (source, value) for key, source, value in rows}
    assert held["language"] == ("inicial", "es")
    assert held["address"] == ("archivo", "vos")
    assert held["work_days"] == ("archivo", "mon, sat")
    assert held["shift"] == ("inicial", "–")
    assert held["day_ends"] == ("ARTE_DAY_ENDS", "10:00")
    assert held["export_folder"] == ("inicial", str(home / "reflections"))
    columns = {
        line.index(row[1], len(row[0]))
        for line, row in zip(shown.out.splitlines(), rows, strict=True)
    }
    assert len(columns) == 1


def test_show_as_json_and_as_sentences(arte, path):
    write(path, 'leave_with = "con calma"\n')
    data = arte("config", "show", "--json", lang="en", ARTE_SHARE_NAMES="Inés, Leo").data
    assert data["path"] == str(path)
    assert [row["key"] for row in data["settings"]] == KEYS
    rows = {row["key"]: row for row in data["settings"]}
    assert rows["leave_with"] == {
        "key": "leave_with", "value": "con calma", "source": "file",
        "variable": "ARTE_LEAVE_WITH",
    }  # fmt: skip
    assert (rows["share_names"]["value"], rows["share_names"]["source"]) == (
        ["Inés", "Leo"], "variable",
    )  # fmt: skip
    assert (rows["shift"]["value"], rows["shift"]["source"]) == (None, "default")
    plain = arte("config", "show", "--plain", lang="en").out.splitlines()
    assert "address: tu (default)." in plain
    assert "shift: nothing (default)." in plain


@LANGUAGES
def test_get_prints_the_value_alone(arte, path, lang):
    write(path, 'shift = "4 on 2 off from 2026-11-03"\nshare_names = ["Inés", "Leo"]\n')
    get = in_language(lang, "config", "get")
    assert arte(*get, "shift", lang=lang) == (0, "4-2 2026-11-03\n", "")
    assert arte(*get, "SHARE-NAMES", lang=lang) == (0, "Inés, Leo\n", "")
    assert arte(*get, "day_ends", lang=lang) == (0, "04:00\n", "")
    nothing = arte(*get, "holidays", lang=lang)
    assert (nothing.status, nothing.out) == (3, "")
    assert "holidays" in nothing.err


@LANGUAGES
def test_an_unknown_setting_names_a_near_one_or_all(arte, lang):
    for verb, rest in (("get", []), ("set", ["x"])):
        near = arte(*in_language(lang, "config", verb), "adress", *rest, lang=lang)
        assert (near.status, near.out) == (2, "")
        assert "address" in near.err
        far = arte(*in_language(lang, "config", verb), "zzz", *rest, lang=lang)
        assert far.status == 2
        assert all(key in far.err for key in KEYS)


# Set


@LANGUAGES
@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        (["address", "USTED"], "address", "usted"),
        (["address", "tú"], "address", "tu"),
        (["work_days", "lunes", "miércoles"], "work_days", ["mon", "wed"]),
        (["work-days", "mar a sáb"], "work_days", ["tue", "wed", "thu", "fri", "sat"]),
        (["shift", "4", "on", "2", "off", "from", "2026-11-03"], "shift", "4-2 2026-11-03"),
        (["shift", "4x2 2026-11-03"], "shift", "4-2 2026-11-03"),
        (["holidays", "co"], "holidays", "CO"),
        (["holidays", "es-madrid"], "holidays", "ES-MD"),
        (["holidays", "ES-md"], "holidays", "ES-MD"),
        (["day_ends", "10"], "day_ends", "10:00"),
        (["export_folder", "~/arte"], "export_folder", "~/arte"),
        (["share_names", "Inés", "Leo María"], "share_names", ["Inés", "Leo María"]),
        (["leave_with", 'con la "calma" de\\siempre'], "leave_with",
         'con la "calma" de\\siempre'),
    ],
)  # fmt: skip
def test_set_writes_what_is_typed_in_either_language(arte, path, lang, typed, key, value):
    done = arte(*in_language(lang, "config", "set"), *typed, lang=lang)
    assert (done.status, done.err) == (0, "")
    assert tomllib.loads(path.read_text("utf-8")) == {key: value}
    source = "archivo" if lang == "es" else "file"
    shown = ", ".join(value) if isinstance(value, list) else value
    assert done.out == f"{key}: {shown} ({source})\n"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_language_is_spoken_from_the_next_run_on(arte, path):
    environ = {"lang": "", "LANG": "es_CO.UTF-8"}
    assert arte("ajustes", "poner", "language", "inglés", **environ).err == ""
    assert tomllib.loads(path.read_text()) == {"language": "en"}
    assert "default" in arte("ajustes", "ver", **environ).out


def test_a_folder_typed_from_here_is_found_from_anywhere(arte, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arte("config", "set", "export_folder", "notas")
    assert tomllib.loads(path.read_text())["export_folder"] == str(tmp_path / "notas")


WRONG = {
    "language": ["fr"],
    "address": ["thou"],
    "work_days": ["lunes", "nunca"],
    "shift": ["4-2"],
    "holidays": ["XQ-99"],
    "day_ends": ["25:00"],
    "leave_with": ["a" * 121],
}


@LANGUAGES
@pytest.mark.parametrize("key", WRONG)
def test_a_value_that_does_not_fit_gives_one_sentence_and_changes_nothing(arte, path, lang, key):
    write(path, "# mío\n")
    wrong = arte("config", "set", key, *WRONG[key], lang=lang)
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith(f"{key} ")
    assert wrong.err.count("\n") == 1
    assert path.read_text() == "# mío\n"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Columbia", "CO"),
        ("colombia", "CO"),
        ("Spain", "ES"),
        ("es-mdd", "ES-MD"),
        ("US-TEX", "US-TX"),
    ],
)
def test_an_unknown_country_or_region_names_near_ones(arte, home, path, typed, near):
    wrong = arte("config", "set", "holidays", typed)
    assert near in wrong.err.rstrip(".\n").rpartition(": ")[2].split(", ")
    write(path, f'# mío\nholidays = "{typed}"\n')
    mistake = arte()
    assert (mistake.status, mistake.out) == (4, "")
    assert f"{path}, línea 2, holidays: " in mistake.err
    assert near in mistake.err


@pytest.mark.parametrize("typed", ["日本", "-", "--", "1", "ES-"])
def test_what_is_nowhere_near_a_country_still_gives_a_sentence(arte, typed):
    wrong = arte("config", "set", "holidays", "--", typed, lang="en")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("holidays is ")
    assert not wrong.err.endswith(": .\n")


@pytest.mark.parametrize("rest", [["--unset"], ["--quitar"], [""], [" "]])
def test_a_setting_is_taken_out_and_the_rest_stays(arte, path, rest):
    write(path, '# mío\nshift = "4-2 2026-11-03"\n\naddress = "vos"  # así\n')
    done = arte("ajustes", "poner", "shift", *rest)
    assert done == (0, "shift: – (inicial)\n", "")
    assert path.read_text("utf-8") == '# mío\n\naddress = "vos"  # así\n'
    assert arte("ajustes", "poner", "shift", *rest).status == 0  # as often as one likes


@LANGUAGES
def test_taking_out_what_was_never_there_makes_no_file(arte, path, lang):
    assert arte("config", "set", "shift", "--unset", lang=lang).status == 0
    assert not path.exists()


@LANGUAGES
@pytest.mark.parametrize("rest", [[], ["4-2 2026-11-03", "--unset"]])
def test_set_needs_either_a_value_or_unset(arte, path, lang, rest):
    refused = arte("config", "set", "shift", *rest, lang=lang)
    assert (refused.status, refused.out) == (2, "")
    assert ("--quitar" if lang == "es" else "--unset") in refused.err
    assert not path.exists()


def test_a_variable_that_overrules_the_file_is_named(arte, path):
    done = arte("config", "set", "address", "usted", lang="en", ARTE_ADDRESS="vos")
    assert done.out == "address: vos (ARTE_ADDRESS)\n"
    assert "ARTE_ADDRESS" in done.err
    assert tomllib.loads(path.read_text()) == {"address": "usted"}


def test_work_days_set_beside_a_shift_say_which_holds(arte, path):
    arte("config", "set", "shift", "4-2 2026-11-03")
    done = arte("config", "set", "work_days", "lunes")
    assert done.status == 0
    assert "4-2 2026-11-03" in done.err


def test_settings_are_mended_one_after_the_other(arte, path):
    write(path, 'address = "thou"\nday_ends = "25:00"\n')
    assert arte().status == 4
    first = arte("config", "set", "address", "usted", lang="en")
    assert first.status == 4  # the other mistake is named, this one is mended
    assert "day_ends" in first.err
    assert "address" not in first.err
    assert arte("ajustes", "poner", "day_ends", "10") == (0, "day_ends: 10:00 (archivo)\n", "")
    assert arte().status == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_written_gives_a_sentence(arte, path):
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o500)
    refused = arte("config", "set", "address", "usted")
    path.parent.chmod(0o700)
    assert (refused.status, refused.out) == (4, "")


def test_a_place_where_no_folder_can_be_gives_a_sentence(arte, home):
    home.write_text("a file")
    refused = arte("config", "set", "address", "usted")
    assert (refused.status, refused.out) == (4, "")
    assert str(home) in refused.err


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_what_cannot_be_read_is_not_taken_for_a_mistake_in_it(arte, path):
    path.mkdir(parents=True)
    ended = arte("show")
    assert ended.status == 4
    assert "conviene ver si existe y si hay permiso" in ended.err
    assert "TOML" not in ended.err
    assert "error" not in ended.err


def test_a_link_to_ones_dotfiles_stays_a_link(arte, path, tmp_path):
    own = tmp_path / "dotfiles" / "arte.toml"
    write(own, "# mío\n")
    path.parent.mkdir(parents=True)
    path.symlink_to(own)
    arte("config", "set", "address", "usted")
    assert path.is_symlink()
    assert "# mío\n" in own.read_text()
    assert tomllib.loads(own.read_text()) == {"address": "usted"}


def test_a_file_that_is_too_long_is_never_cut(arte, path):
    write(path, "# " + "x" * 70_000 + "\n")
    refused = arte("config", "set", "address", "usted")
    assert refused.status == 4
    assert len(path.read_text()) > 70_000


# Edit


@LANGUAGES
def test_edit_opens_the_editor_and_says_where_it_wrote(arte, path, tmp_path, lang):
    write(path, '# mío\naddress = "vos"\n')
    editor = write_editor(tmp_path, '# mío\naddress = "usted"\n')
    talk = Talk(*in_language(lang, "config", "edit"), lang=lang, EDITOR=editor)
    assert talk.status() == 0
    assert "config.toml" in talk.output
    assert path.read_text("utf-8") == '# mío\naddress = "usted"\n'
    assert (tmp_path / "seen").read_text() == '# mío\naddress = "vos"\n'


@LANGUAGES
def test_edit_names_every_mistake_and_keeps_the_text(arte, path, tmp_path, lang):
    text = '# mío\naddress = "usté"\nholidays = "XQ-99"\nx = 1\n'
    talk = Talk("config", "edit", lang=lang, columns=250, EDITOR=write_editor(tmp_path, text))
    assert talk.status() == 4
    line = "línea" if lang == "es" else "line"
    for number, key in ((2, "address"), (3, "holidays"), (4, "x")):
        assert f"{line} {number}, {key}: " in talk.output
    assert path.read_text("utf-8") == text
    mended = Talk("config", "edit", lang=lang, EDITOR=write_editor(tmp_path, "# mío\n"))
    assert mended.status() == 0  # a file with mistakes opens, too
    assert (tmp_path / "seen").read_text("utf-8") == text


@LANGUAGES
def test_a_fresh_file_shows_every_setting_as_a_comment(arte, path, tmp_path, lang):
    editor = write_editor(tmp_path, "")
    assert Talk("config", "edit", lang=lang, EDITOR=editor).status() == 0
    shown = (tmp_path / "seen").read_text("utf-8").splitlines()
    assert all(line.startswith("# ") for line in shown)
    held = tomllib.loads("\n".join(line.removeprefix("# ") for line in shown[1:]))
    assert list(held) == KEYS
    write(path, "\n".join(line.removeprefix("# ") for line in shown[1:]))
    assert arte("config", "show", lang=lang).status == 0  # the examples are valid


def test_a_fresh_file_that_was_only_looked_at_is_not_kept(arte, path, tmp_path):
    assert Talk("config", "edit", EDITOR="true").status() == 0
    assert not path.exists()


@LANGUAGES
def test_an_editor_that_cannot_be_opened_gives_a_sentence(arte, path, lang):
    talk = Talk("config", "edit", lang=lang, EDITOR="/no/such/editor")
    assert talk.status() == 2
    assert "EDITOR" in talk.output
    assert not path.exists()


@LANGUAGES
def test_edit_is_refused_in_a_pipe(arte, path, lang):
    refused = arte("config", "edit", lang=lang, given="x\n", EDITOR="true")
    assert (refused.status, refused.out) == (3, "")
    assert ("arte ajustes poner" if lang == "es" else "arte config set") in refused.err


# Mistakes elsewhere


@LANGUAGES
@pytest.mark.parametrize("verb", ["path", "edit", "set"])
def test_a_broken_file_stops_none_of_what_mends_it(arte, path, tmp_path, lang, verb):
    write(path, "address = thou\n")
    if verb == "path":
        assert arte(*in_language(lang, "config", "path"), lang=lang).status == 0
    elif verb == "edit":
        editor = write_editor(tmp_path, 'address = "tu"\n')
        assert Talk(*in_language(lang, "config", "edit"), lang=lang, EDITOR=editor).status() == 0
    else:  # what cannot be read is not written over
        refused = arte(*in_language(lang, "config", "set"), "address", "tu", lang=lang)
        assert refused.status == 4
        assert path.read_text() == "address = thou\n"


@pytest.mark.parametrize(
    ("variable", "value", "key"),
    [
        ("ARTE_SHIFT", "4-2", "shift"),
        ("ARTE_HOLIDAYS", "XQ", "holidays"),
        ("ARTE_LEAVE_WITH", "a\nb", "leave_with"),
    ],
)
def test_a_wrong_variable_is_named_with_what_fits(arte, variable, value, key):
    for lang in ("es", "en"):
        wrong = arte("show", lang=lang, **{variable: value})
        assert (wrong.status, wrong.out) == (4, "")
        assert wrong.err.splitlines()[1].startswith(f"{variable}: ")


def test_signs_that_a_terminal_would_obey_are_made_visible(arte, path):
    write(path, 'leave_with = "calma \\u001b[31m"\n')
    assert arte("config", "get", "leave_with") == (0, "calma ␛[31m\n", "")


# Completion


def test_settings_and_their_values_are_offered(program):
    assert offered(program, "ajustes", "poner", "sh") == ["shift", "share_names"]
    assert offered(program, "config", "get", "ad", lang="en") == ["address"]
    assert offered(program, "ajustes", "poner", "address", "") == ["tu", "usted", "vos"]
    assert offered(program, "config", "set", "work_days", "mon", "t") == ["tue", "thu"]
    assert "ES-MD" in offered(program, "config", "set", "holidays", "ES-")
    assert offered(program, "ajustes", "poner", "leave_with", "") == []
