"""What the checker finds, and what it lets pass: each kind, each reason to keep quiet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artesupremo.wording.checker import check
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.model import CHANNELS, Rule, Token, WordList

LISTS = (
    WordList("day", "es", (r"\b(lunes|martes|jueves)\b", r"\ba las \d"), good="date"),
    WordList("greeting", "es", (r"\bhola\b",)),
    WordList("name", "es", (r"\b[Hh]ola, [A-Z][a-z]+", "<placeholder>"), case=True, good="name"),
    WordList("address-tu", "es", (r"\b(tú|tienes|puedes|quieres)\b",), fold=False),
    WordList("address-vos", "es", (r"\b(vos|tenés|podés|querés)\b",), fold=False),
    WordList("address-tu-vos", "es", (r"\b(te|tu)\b",), fold=False),
    WordList("address-usted", "es", (r"\b(usted|escríbame|dígame)\b",), fold=False),
)
SOON = (r"\bpronto\b", r"\ben breve\b", r"\ba la (mayor )?brevedad\b")
FORMS = {"tu": "Te llamo.", "usted": "Le llamo.", "vos": "Te llamo, vos."}


def rule(*tokens, kind="existence", **fields):
    """A rule in Spanish that looks for `tokens`: patterns, or tokens as they are."""
    fields = {
        "id": "soon",
        "category": "vague-promise",
        "lang": "es",
        "level": "warning",
        "certainty": 2,
        "message": {"es": "«{0}» suena a nunca.", "en": '"{0}" sounds like never.'},
        "better": FORMS,
        **fields,
    }
    looked_for = [Token(re=token) if isinstance(token, str) else token for token in tokens]
    return Rule(kind=kind, tokens=tuple(looked_for), **fields)


def look(text, *rules, **options):
    return check(text, Rulebook(rules, LISTS), **{"language": "es", **options})


def found(text, *rules, **options):
    return [finding.text for finding in look(text, *rules, **options).findings]


# Words and borders


@pytest.mark.parametrize(
    ("pattern", "text", "fold", "texts"),
    [
        (r"\bor\b", "señor señora", True, []),
        (r"\bor\b", "señor señora", False, []),
        (r"\besta\b", "¿Está listo?", True, ["Está"]),
        (r"\besta\b", "¿Está listo?", False, []),
        (r"\bestá\b", "Eso esta mal; ESTÁ bien", False, ["ESTÁ"]),
        (r"\bestá\b", "Eso esta mal", True, ["esta"]),
        (r"\bya\b", "¡ya! Playa", True, ["ya"]),
        (r"\bya\b", "¡ya! Playa", False, ["ya"]),
        (r"\bno sé\b", "no señor. No se puede. No sé.", False, ["No sé"]),
        (r"\baño\b", "Un AÑO y un ano", False, ["AÑO"]),
        (r"\bla\b", "la̱ y лa y ala", True, []),
        (r"¿qu", "¿Qué?", True, ["¿Qu"]),
        (r"a{2}", "caaasa", True, ["aa"]),
        (r"[áé]n", "están", False, ["án"]),
        (r"\$\d+", "son $30", True, ["$30"]),
        (r"…", "Bueno… ya", True, ["…"]),
    ],
)
def test_borders_hold_for_spanish_words(pattern, text, fold, texts):
    assert found(text, rule(pattern, fold=fold)) == texts


def test_case_matters_only_where_a_rule_says_so():
    shout = rule(r"\b[A-Z]{4,}\b", case=True)
    assert found("PAGUE hoy, señor. Mañana NIÑO.", shout) == ["PAGUE", "NIÑO"]


def test_a_space_is_any_run_of_spaces_and_the_end_of_a_wrapped_line():
    assert found("se hará a  la\nmayor brevedad", rule(*SOON)) == ["a  la\nmayor brevedad"]


def test_a_pattern_stays_in_its_sentence():
    gap = rule(r"\bno\b.{0,40}\bpuede", r"\bno[^x]{0,40}puede", r"no\W{0,5}se")
    assert found("Digo que no. Usted puede. Se ve.", gap) == []
    assert found("No, hoy no puede", gap) == ["No, hoy no puede"]


def test_the_beginning_and_the_end_are_those_of_the_sentence():
    assert found("Lo vi. No sé. Digo no.", rule(r"^no\b")) == ["No"]
    assert found("Digo no. Lo no visto", rule(r"no\.$")) == ["no."]


def test_what_is_covered_can_be_seen_but_not_read():
    text = "Hola {nombre}: «pronto» dijo 🙏🏽🙏 en a@b.es"
    assert found(text, rule(*SOON)) == []
    seen = [f"<{name}>" for name in ("placeholder", "quote", "mail")]
    for pattern in seen:
        assert len(found(text, rule(pattern))) == 1, pattern
    assert found(text, rule("(<emoji>){2}")) == ["🙏🏽🙏"]
    assert found(text, rule("(🙂){2}")) == ["🙏🏽🙏"]


# The five kinds


def test_existence_finds_the_first_of_each_sentence():
    text = "Pronto, en breve. A la brevedad. Nada."
    assert found(text, rule(*SOON)) == ["Pronto", "A la brevedad"]
    assert found(text, rule(*SOON, scope="message")) == ["Pronto"]


def test_a_finding_says_where_what_is_heard_and_what_is_better():
    text = "Hola.\nLe aviso PRONTO."
    (finding,) = look(text, rule(*SOON), speak="en").findings
    assert finding.rule == "soon"
    assert finding.category == "vague-promise"
    assert (finding.level, finding.certainty) == ("warning", 2)
    assert (finding.line, finding.column) == (2, 10)
    assert text[finding.start : finding.end] == finding.text == "PRONTO"
    assert finding.hears == '"PRONTO" sounds like never.'
    assert finding.better == "Le llamo."


def test_the_opening_and_the_closing_are_scopes():
    text = (
        "Pronto le llamo yo. Ya pedí la pieza nueva. Sale mañana de aquí. En breve. "
        "La recibe usted en casa. Pronto le escribo yo."
    )
    assert [f.start for f in look(text, rule(*SOON, scope="opening")).findings] == [0]
    assert [f.start for f in look(text, rule(*SOON, scope="closing")).findings] == [
        text.rindex("Pronto")
    ]


def test_a_substitution_brings_its_own_better_wording():
    office = rule(
        Token(re=r"\baperturar\b", better="abrir"),
        Token(re=r"\bescalar\b", better={form: f"pasar {form}" for form in FORMS}),
        kind="substitution",
        better=None,
    )
    findings = look("Toca aperturar. Y escalar.", office, address="vos").findings
    assert [finding.better for finding in findings] == ["abrir", "pasar vos"]


def test_an_absence_stands_where_the_thing_is_missed():
    greeting = rule(Token(list="greeting"), kind="absence", scope="opening")
    offer = rule(r"\bescríbame\b", kind="absence", scope="closing", id="offer")
    text = " Su pedido salió. Llega el jueves. "
    findings = look(text, greeting, offer).findings
    assert [(finding.start, finding.end, finding.text) for finding in findings] == [
        (1, 1, ""),
        (len(text) - 1, len(text) - 1, ""),
    ]
    assert found("Hola. Su pedido salió. Si no llega, escríbame.", greeting, offer) == []


def test_an_absence_asks_short_later_and_empty_messages_for_nothing():
    greeting = rule(Token(list="greeting"), kind="absence", scope="opening", first=True)
    assert found("Listo", greeting) == [""]
    assert found("Listo", greeting, first=False) == []
    assert found("Listo", greeting._replace(min_length=6)) == []
    assert found(" \n", greeting) == []
    assert found("> Hola", greeting) == []


def test_an_occurrence_names_the_first_that_is_too_many():
    shout = rule("!+", kind="occurrence", scope="message", max=2)
    text = "¡Hola! ¡Salió! ¡Llega! ¡Ya!"
    assert [finding.start for finding in look(text, shout).findings] == [text.index("ga!") + 2]
    assert found("¡Hola! ¡Salió!", shout) == []
    each = rule(r"\bmuy\b", kind="occurrence")
    assert found("Muy bien, muy. Muy mal. Muy y muy.", each) == ["muy", "muy"]


MIXED = rule(
    *(
        Token(list=f"address-{name}", form=form)
        for name, form in [
            ("tu", ("tu",)), ("vos", ("vos",)), ("tu-vos", ("tu", "vos")), ("usted", ("usted",)),
        ]
    ),
    kind="consistency",
    scope="message",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Si tú quieres, tienes sitio. Usted dígame.", ["Usted"]),
        ("Usted dígame, escríbame. Tú tienes.", ["Tú"]),
        ("Si quieres, tienes sitio. Usted verá.", []),
        ("Te paso tu recibo, si vos podés.", []),  # Rioplatense is one form
        ("Te paso tu recibo. Usted dígame.", ["Usted"]),
        ("Usted dígame, escríbame. Te paso tu recibo.", ["Te"]),
        ("Tú tienes tu recibo, vos podés.", ["vos"]),
    ],
)
def test_two_forms_of_address_need_two_marks_each(text, texts):
    assert found(text, MIXED) == texts


# Keeping quiet


def test_unless_looks_where_it_is_told():
    def with_day(scope):
        return rule(*SOON, unless={scope: (Token(list="day"),)})

    same = "Pronto, el jueves. Nada más que decir. Fin."
    after = "Pronto le aviso. Nada más que decir. El jueves a las 9."
    later = f"{after[:16]} Uno. Dos. Tres. El jueves."
    before = "El jueves sale. Pronto le aviso."
    for scope, quiet in {
        "sentence": (same,),
        "near": (same, after, before),
        "message": (same, after, later, before),
    }.items():
        for text in (same, after, later, before):
            assert (found(text, with_day(scope)) == []) == (text in quiet), (scope, text)


def test_unless_takes_a_pattern_of_its_own():
    quiet = rule(*SOON, unless={"sentence": (Token(re=r"\bsi puedo\b"),)})
    assert found("Pronto, si puedo. Pronto.", quiet) == ["Pronto"]


def test_soften_leaves_a_suggestion():
    soft = rule(*SOON, level="error", soften={"sentence": (Token(list="day"),)})
    findings = look("Pronto. Pronto, el lunes.", soft).findings
    assert [finding.level for finding in findings] == ["error", "suggestion"]


def test_an_innocent_neighbour_excuses_only_what_it_overlaps():
    soon = rule(*SOON, anti=(r"\bhasta pronto\b",))
    assert found("Hasta pronto. Hasta pronto y escríbame pronto.", soon) == ["pronto"]


def test_a_region_hears_its_own_words():
    told = rule(
        Token(re=r"\bahorita\b", region=("MX", "CO")),
        Token(re=r"\ba sus órdenes\b", ordinary_in=("MX",)),
    )
    text = "Ahorita voy. A sus órdenes."
    assert found(text, told) == ["Ahorita"]
    assert found(text, told, region="MX") == ["Ahorita"]
    assert found(text, told, region="ES") == ["A sus órdenes"]


def test_channels_switches_and_allowed_words():
    soon = rule(*SOON, channels=("mail",))
    text = "En breve le llamo. Pronto."
    assert found(text, soon, channel="chat") == []
    assert found(text, soon, off={"soon"}) == []
    assert found(text, soon, off=["vague-promise"]) == []
    assert found(text, soon, allowed=["EN BREVE"]) == ["Pronto"]
    assert found(text, soon, allowed=["en", "pronto", " "]) == ["En breve"]
    assert found("En breve, o pronto.", soon, allowed=["En breve"]) == ["pronto"]


@pytest.mark.parametrize("note", ["<!-- arte: ignore {} -->", "# arte: ignore {}"])
def test_a_note_silences_a_rule_on_its_line(note):
    soon, other = rule(*SOON), rule(r"\bllamo\b", id="other", category="jargon")
    text = f"Pronto le llamo. {note.format('soon')}\nPronto le llamo."
    assert found(text, soon, other) == ["llamo", "Pronto", "llamo"]
    both = f"Pronto le llamo. {note.format('soon, jargon')}\nNada."
    assert found(both, soon, other) == []
    missing = rule(Token(list="greeting"), kind="absence", scope="opening", id="greet")
    assert found(f"Su pedido salió.\nNada. {note.format('greet')}", missing) == []


# Language, address, what was done well


def test_the_better_wording_has_the_form_of_the_message_or_of_its_writer():
    def better(text, **options):
        return look(text, rule(*SOON), **options).findings[0].better

    assert better("Pronto, si tú quieres.", address="usted") == FORMS["tu"]
    assert better("Pronto te aviso, si querés.") == FORMS["vos"]
    assert better("Pronto.", address="vos") == FORMS["vos"]
    assert better("Pronto.") == FORMS["usted"]


def test_each_language_has_its_own_rules():
    soon = rule(r"\bsoon\b", lang="en", id="soon-en")
    checked = check("Hi Sam, we will write soon.", Rulebook([soon, rule(*SOON)], LISTS))
    assert checked.language == "en"
    assert [finding.text for finding in checked.findings] == ["soon"]
    assert checked.findings[0].hears == '"soon" sounds like never.'


def test_what_was_done_well_is_named():
    text = "Hola, Inés: llega el jueves a las 10. El lunes le escribo."
    good = look(text).good
    assert [(one.kind, one.text) for one in good] == [
        ("name", "Hola, Inés"),
        ("date", "jueves"),
        ("date", "lunes"),
    ]
    assert all(text[one.start : one.end] == one.text for one in good)


def test_findings_come_in_the_order_of_the_text():
    text = "En breve. Pronto."
    late = rule(r"\bpronto\b", id="a")
    early = rule(r"\ben breve\b", id="z")
    assert found(text, late, early) == ["En breve", "Pronto"]


def test_offsets_refer_to_the_text_as_given():
    text = unicodedata.normalize(
        "NFD", "Está, señor: avión 👩‍👩‍👧, ahí. Le escribiré a la brevedad."
    )
    (finding,) = look(text, rule(*SOON)).findings
    assert text[finding.start : finding.end] == "a la brevedad"


# Anything at all

WORDS = [
    "pronto", "en breve", "«", "»", '"', ">", "\n", "\r\n", ". ", "! ", "¿", "¡", "…", " ", ", ",
    "Hola, Inés", "usted", "tú", "vos", "podés", "{x}", "[y]", "#12", "(1/2)",
    "a@b.es", "https://x.es", "🙏🏽",
    "👩‍👩‍👧", "e\u0301", "\u0301", "\u200d", "ﬁ", "İ", "ß", "각", "\ud800", "\x00",
    "<!-- arte: ignore soon -->",
    "# arte: ignore soon", "Sra. ", "1. ", "- ", "el jueves",
]  # fmt: skip
ANYTHING = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join))
RULES = (
    rule(*SOON, unless={"near": (Token(list="day"),)}, anti=("hasta pronto",)),
    rule(r"\b[A-Z]{2,}\b", "<emoji>", case=True, id="shout", soften={"closing": (Token(re="x"),)}),
    rule(Token(list="greeting"), kind="absence", scope="opening", id="greet"),
    rule(r"\w", kind="absence", scope="closing", id="closing"),
    rule("[!?]", kind="occurrence", id="signs"),
    MIXED._replace(id="mixed"),
)
BOOK = Rulebook(RULES, LISTS)


def assert_within(text, checked):
    spans = [(f.start, f.end) for f in checked.findings]
    assert spans == sorted(spans)
    for start, end, found in [
        (f.start, f.end, f.text) for f in (*checked.findings, *checked.good)
    ]:
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == found
    end = 0
    for start, stop in checked.sentences:
        assert end <= start < stop <= len(text)
        end = stop
    for finding in checked.findings:
        assert finding.line >= 1
        assert finding.column >= 1


@given(ANYTHING, st.sampled_from(CHANNELS))
def test_no_text_breaks_the_checker(text, channel):
    assert_within(text, check(text, BOOK, channel=channel, allowed=["pronto", "("]))


@pytest.mark.slow
@settings(max_examples=50_000, deadline=None)
@given(ANYTHING)
def test_no_text_of_fifty_thousand_breaks_the_checker(text):
    assert_within(text, check(text, BOOK, language="es"))
