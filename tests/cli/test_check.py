"""`arte check`: what goes in, what comes out, what is kept; the real rules on real messages."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from talking import LEFT, Talk

MAIL = """\
Estimado cliente:

Lamentamos las molestias ocasionadas. Su caso fue derivado al área correspondiente y le \
responderemos a la brevedad.

Atentamente,
Atención al cliente
"""
# The same mail as somebody would write who has read the remarks.
BETTER = """\
Buenos días, doña Inés:

Su pedido 4821 salió con la dirección equivocada: fue un error mío. Ya lo corregí y mañana antes \
de las 12 le escribo con el número de seguimiento. Si el jueves no lo tiene, respóndame aquí.

Saludos,
Ana
"""
FINDING_KEYS = {
    "rule", "category", "level", "certainty", "line", "column", "start", "end", "text", "hears",
    "better",
}  # fmt: skip


def check(arte, text, *argv, **options):
    return arte("check", *argv, given=text, **options)


def categories(result):
    return {finding["category"] for finding in result.data["findings"]}


def test_a_canned_mail_has_findings_and_a_careful_one_has_none_of_them(arte):
    canned = check(arte, MAIL, "--json", "--all")
    assert canned.status == 1
    assert {"automatic-greeting", "empty-apology", "vague-promise"} <= categories(canned)
    # What is right less often waits to be asked for, and says so.
    sure = check(arte, MAIL)
    assert (sure.status, "empty-apology" in sure.out) == (1, False)
    assert "--todo" in sure.err
    careful = check(arte, BETTER, "--json")
    assert (careful.status, careful.data["findings"]) == (0, [])
    assert {good["kind"] for good in careful.data["good"]} >= {"name", "date"}


def test_json_has_its_keys_and_its_spans_are_those_of_the_text_as_given(arte):
    result = check(arte, MAIL, "--json")
    assert (result.json["arte"], result.json["command"]) == (1, "check")
    assert set(result.data) == {"language", "address", "findings", "good"}
    for finding in result.data["findings"]:
        assert set(finding) == FINDING_KEYS
        assert MAIL[finding["start"] : finding["end"]] == finding["text"]
        before = MAIL[: finding["start"]]
        assert finding["line"] == before.count("\n") + 1
        assert finding["column"] == len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("columns", [40, 80])
def test_carets_stand_under_what_was_found_and_no_line_is_wider_than_the_screen(arte, columns):
    lines = check(arte, MAIL, COLUMNS=str(columns)).out.splitlines()
    assert max(map(len, lines)) <= columns
    carets = [(above, line) for above, line in pairwise(lines) if set(line.strip()) == {"^"}]
    marked = {above[line.index("^") : line.rindex("^") + 1].casefold() for above, line in carets}
    assert "a la brevedad" in marked


def test_a_pipe_a_dash_and_a_file_are_read_alike(arte, tmp_path):
    path = tmp_path / "mail.txt"
    path.write_bytes(b"\xef\xbb\xbf" + MAIL.encode())  # as an editor of Windows leaves it
    piped = check(arte, MAIL, "--json").data["findings"]
    assert check(arte, MAIL, "-", "--json").data["findings"] == piped
    assert arte("revisar", str(path), "--json").data["findings"] == piped


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no tiene nada"),
        (b" \n\t\n", "no tiene nada"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        ("¿Cómo está?".encode("latin-1"), "UTF-8"),
        (b"x" * 250_000, "200000"),
        (b"x" * 50_000_000, "200000"),
    ],
)
def test_what_is_no_message_gets_one_sentence_and_status_2(arte, tmp_path, data, words):
    path = tmp_path / "message"
    path.write_bytes(data)
    result = arte("check", str(path))
    assert (result.status, result.out) == (2, "")
    assert words in result.err
    assert result.err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(arte, tmp_path):
    result = arte("check", str(tmp_path / "nothing.txt"))
    assert (result.status, result.out) == (2, "")
    assert "nothing.txt" in result.err


def test_utf_16_with_its_mark_is_read(arte, tmp_path):
    path = tmp_path / "message.txt"
    path.write_bytes(MAIL.encode("utf-16"))
    assert "vague-promise" in categories(arte("check", str(path), "--json"))


def test_the_level_decides_the_exit_status_and_not_what_is_shown(arte):
    text = "Buenos días, Inés. Le respondo a la brevedad sobre su pedido. Saludos, Ana"
    for level, status in (("error", 0), ("warning", 1), ("aviso", 1), ("suggestion", 1)):
        result = check(arte, text, "--level", level, "--json", "--channel", "chat")
        assert (result.status, "vague-promise" in categories(result)) == (status, True)


def test_one_rule_or_category_alone(arte):
    assert categories(check(arte, MAIL, "--rule", "vague-promise", "--json")) == {"vague-promise"}
    wrong = check(arte, MAIL, "--rule", "vague-promises")
    assert wrong.status == 2
    assert "vague-promise" in wrong.err


def test_a_remark_is_silenced_on_its_line_and_nowhere_else(arte):
    text = "Le respondo a la brevedad. # arte: ignore vague-promise\nY luego, a la brevedad.\n"
    found = [
        f["line"] for f in check(arte, text, "--rule", "vague-promise", "--json").data["findings"]
    ]
    assert found == [2]


def test_settings_switch_rules_off_and_allow_words(arte):
    options = {"ARTE_RULES_OFF": "vague-promise", "ARTE_CHANNEL": "chat"}
    assert "vague-promise" not in categories(check(arte, MAIL, "--json", **options))
    allowed = check(arte, MAIL, "--json", ARTE_ALLOWED_WORDS="a la brevedad")
    assert "a la brevedad" not in {finding["text"] for finding in allowed.data["findings"]}


def test_the_better_wording_keeps_the_writers_form_of_address(arte):
    for address, words in (("tu", "Te "), ("usted", "Le "), ("vos", "Te ")):
        text = "Respuesta a la brevedad."
        result = check(arte, text, "--rule", "vague-promise", "--json", "--address", address)
        assert result.data["findings"][0]["better"].startswith(words)


def test_plain_says_each_finding_in_sentences(arte):
    out = check(arte, MAIL, "--plain").out
    assert "^" not in out
    assert re.search(r"Línea 3, columna \d+\. Para mirar otra vez: una promesa sin fecha", out)


@pytest.mark.parametrize(("lang", "word"), [("es", "promesa"), ("en", "promise")])
def test_explain_tells_a_rule_with_its_examples(arte, lang, word):
    result = arte("check", "--explain", "vague-promise", lang=lang)
    assert result.status == 0
    assert word in result.out
    assert result.out.count("  · ") >= 4


def test_nothing_is_kept_unless_asked(arte, home):
    check(arte, MAIL)
    assert not (home / "data").exists()


def test_a_pasted_message_is_checked_and_a_better_version_kept_without_personal_data(arte):
    message = "Hola, Inés: te llamo a la brevedad al 612 345 678\n\x04"
    talk = Talk("revisar", "--mejorar", "--canal", "chat", paste=message)
    assert "^^^^" in talk.shown
    talk.answer("Hola, Inés: te llamo mañana a las 10 al 612 345 678", "")
    assert talk.status() == 1
    kept = json.loads(arte("search", "llamo", "--json").out)["data"]
    assert [item["type"] for item in kept] == ["rewrite"]
    assert "612" not in kept[0]["text"]
    assert "a la brevedad" in kept[0]["text"]


def test_leaving_a_rewrite_keeps_nothing(arte, home):
    talk = Talk("revisar", "--mejorar", paste="Hola, Inés: te llamo a la brevedad\n\x04")
    assert talk.leave("c") == 130
    assert not (home / "data").exists()
    assert LEFT["es"] not in talk.output
