"""Patterns: what they may be, and that no text makes them slow or loud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.wording.checker import check
from artesupremo.wording.letters import ACCENTED, CASED, FOLDED
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.model import Rule, Token
from artesupremo.wording.patterns import (
    PatternError,
    check_pattern,
    compile_pattern,
    prepare,
    translate,
)

HOSTILE = [
    r"(a+)+b", r"(a|aa)+b", r"(a|a)*b", r"(a*)*b", r"(.*a){20}b", r"a.*b|a", r"(\w+\s?)*b",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "view", "translated"),
    [
        ("Está (ya|no)", FOLDED, "esta(?: +)(?:ya|no)"),
        ("Está", ACCENTED, "estA"),
        ("Está", CASED, "Esta"),
        ("[^áx-z]", ACCENTED, "[^\\nAx-z]"),
        (r"\W\S\s\D", FOLDED, r"[^\n\w][^\n ][ ][^\n\d]"),
        (r"\$\{x\}", FOLDED, r"\$\{x\}"),
        ("<5", FOLDED, "<5"),
        ("<url>", FOLDED, "\x11+"),
        ("“x”", FOLDED, '"x"'),
    ],
)
def test_patterns_meet_the_text_in_its_letters(written, view, translated):
    assert translate(written, view) == translated
    check_pattern(written, view)


@pytest.mark.parametrize(
    "written",
    [
        "(", ")", "[", "[]", "[a", "a**b(", "*", "\\", r"\1", r"\pL", r"\Qa\E", r"\x41", "(?i)a",
        "(?P<n>a)", "(?=a)", "(?<!a)b", "a{", "a{,3}", "a{101}", "a{2000000000}", "[[:alpha:]]",
        "", "a?", "^", "$", r"\b", "(a|)", "a*", "[z-a]", "[á-z]", "x" * 1_001,
    ],
)  # fmt: skip
def test_what_patterns_may_not_be_is_refused(written, capfd):
    with pytest.raises(PatternError) as refused:
        check_pattern(written, FOLDED)
    assert str(refused.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_patterns_stay_small(written):
    """RE2 runs in time that grows with text × program: the program is what can be bounded."""
    check_pattern(written, FOLDED)
    assert compile_pattern(translate(written, FOLDED)).programsize < 500


def test_hostile_patterns_on_long_texts_end_and_say_nothing(capfd):
    tokens = tuple(Token(re=pattern) for pattern in HOSTILE)
    rules = [
        Rule("hostile", "jargon", "existence", "es", "warning", 2, tokens, {"es": "x"}, "y"),
        *(
            Rule(f"h-{at}", "jargon", kind, "es", "warning", 2, (token,), {"es": "x"}, "y")
            for at, token in enumerate(tokens)
            for kind in ("existence", "occurrence")
        ),
    ]
    for text in ("a" * 100_000, "a b " * 25_000, "aB" * 50_000, "(" * 100_000):
        check(text, Rulebook(rules, ()), language="es")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        (r"\ba la (mayor )?brevedad\b", ("brevedad",)),
        ("(pronto|en breve)", ("breve", "pronto")),
        ("(pronto|ya)", ()),
        ("(pronto)?", ()),
        ("(pronto)+", ("pronto",)),
        ("pronto?", ("pront",)),
        ("pronto+x", ("pronto",)),
        ("(pronto){0,2} llamo", ("llamo",)),
        ("(pronto){1,2}", ("pronto",)),
        ("[aeiou]+nunca.*", ("nunca",)),
        (r"\$\d+ pesos", ("pesos",)),
        (r"\w+ \d+", ()),
        ("a|abcdef", ()),
        ("lunes|martes", ("lunes", "martes")),
    ],
)
def test_needles_are_what_a_pattern_cannot_do_without(pattern, needles):
    assert prepare(pattern, FOLDED)[1] == needles


LETTERS = st.text(alphabet="ab-", min_size=1, max_size=6)
PIECES = st.recursive(
    st.one_of(LETTERS, st.sampled_from(["[ab]", ".", r"\w", r"\-", "aab", "bba"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "??"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PIECES, st.text(alphabet="ab-", max_size=30))
def test_no_pattern_finds_anything_without_one_of_its_needles(written, text):
    pattern, needles = prepare(written, FOLDED)
    if needles and compile_pattern(pattern).search(text.encode()):
        assert any(needle in text for needle in needles)
