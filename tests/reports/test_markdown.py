"""Nothing in an answer becomes Markdown, HTML, a link, a tag or a query of its own."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from artesupremo.calendar import Constancy
from artesupremo.days import period_of
from artesupremo.reports.day import DayReport, Line, Part
from artesupremo.reports.faces.markdown import body, escape, front_matter, quote
from artesupremo.reports.progress import (
    DailyFigures,
    OpenEnds,
    PracticeDay,
    Progress,
    Rating,
    Said,
)
from artesupremo.text import clean

DAY = dt.date(2026, 11, 20)
LINKS = find_spec("linkify_it") is not None


def gfm() -> MarkdownIt:
    """Return a parser with tables, strikethrough and, if it is there, the linking of addresses."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": LINKS})
    if LINKS and parser.linkify is not None:
        # Bare domains ("ejemplo.es") are linked by this library alone, not by GFM or Obsidian.
        parser.linkify.set({"fuzzy_link": False})
    return parser


PARSERS = (MarkdownIt("commonmark", {"html": True}), gfm())

NASTY = [
    # headings, rules, fences, code
    "# h", "###### h", "#", "#\th", "Título\n===", "Título\n=", "Título\n---", "Título\n-",
    "Título\n- - -", "---", "***", "___", "- - -", "* * *", "```\nx\n```", "~~~\nx", "```query",
    "`código`", "`` ` ``", "    sangría", "\tsangría", "uno\n\n    sangría\n", "\n\n\n# h",
    "a\n# h",
    "\u3000# h", "\u00a0# h", "\u200b# h", "\x0b# h", "\x0c# h", "\x1c# h", "\x85# h",
    "a\u2028# h", "a\u2029# h", "a\r# h", "a\r\n# h", "\ufeff# h", "\x00# h",
    # lists, quotes, tables, definitions
    "- uno\n- dos", "+ uno", "* uno", "1. uno", "1) uno", "0. uno", "999999999. uno", "-", "1.",
    "- [ ] tarea", "- [x] tarea", "1.\tuno", "> cita", ">>> cita", ">", "a\n> cita", ">\n>\n> x",
    "a | b\n--- | ---\n1 | 2", "| a |\n|---|", "a\n:-", "a | b\n:-", "a | b\n:-:\n1", "a|b\n-:",
    "a | b\n-|-", "uno\n: dos", "Término\n:   dos",
    # emphasis, strikes, marks
    "*a*", "**a**", "_a_", "__a__", "***a***", "~~a~~", "~a~", "==a==", "a*b*c", "*", "**", "_",
    "$x$", "$$\nx\n$$", "%%x%%", "%%\nx\n%%", "^id", "texto ^bloque-1", "H~2~O", "x^2^", "++a++",
    # links, images, addresses, references, footnotes
    "[a](b)", "[a](javascript:alert(1))", "![a](b)", "![](x)", "[a]", "[a][b]", "[a]: b",
    "[a]:\nb\n'c'", "[a]: <b> (c)", "[^1]", "[^1]: nota", "^[nota]", "<https://x.es>",
    "<a@b.es>", "http://x.es", "https://x.es/a?b=c&d=e", "HTTP://X.ES", "ftp://x.es", "www.x.es",
    "WWW.X.es", "_www.x.es_", "a@b.es", "mailto:a@b.es", "xmpp:a@b.es/c", "file:///etc/passwd",
    "obsidian://open?vault=x", "[a](<b c>)", '[a](b "c")', "[[a](b)](c)", "[a](b)\\", "\\[a](b)",
    "\\\\[a](b)", "\\\\\\[a](b)",
    # HTML, entities, comments, processing
    "<script>alert(1)</script>", "<b>a</b>", "<!-- x -->", "<!--", "a\n-->", "<?php x ?>",
    "<!DOCTYPE x>", "<![CDATA[x]]>", "</div>", "<div\n>x</div>", "<img src=x onerror=y>",
    "a <b", "a > b", "&amp;", "&lt;b&gt;", "&#35; h", "&#x23; h", "&copy;", "&amp", "&nbsp;", "<x",
    '<a\nhref="b">', "<pre>\n\nx", "<style>\n*{}",
    # Obsidian, Logseq, Dataview, front matter
    "[[página]]", "[[página|alias]]", "![[imagen.png]]", "{{query (todo)}}", "{{embed [[x]]}}",
    "{{renderer :x}}", "#tag", "#tag/sub", "a #tag b", "#[[tag larga]]", "[!note]", "[!note]- x",
    "> [!warning] x", "clave:: valor", "[clave:: valor]", "(clave:: valor)", "a::b", ":::note",
    "::::", "id:: 6a5b", "collapsed:: true", "`= this.file`", "`$= dv.x`", "```dataview\nLIST",
    "#+BEGIN_QUERY\nx\n#+END_QUERY", "#+TITLE: x", ":LOGBOOK:\nx\n:END:", "@@html: <b>@@",
    "TODO x", "DEADLINE: <2026-11-20 Fri>", "---\ntitle: x\n---", "+++\nx\n+++", "<% tp.x %>",
    "{% raw %}", "{{ x }}", "{x}", "${x}", "#{x}",
    # ends, escapes, spaces, directions
    "a\\", "a\\\nb", "\\", "\\\\", "\\\\\\", "a  \nb", "a\n\n\nb", "\\# h", "\\\n# h", "\\*a*",
    "a\\\n", "\\&amp;", "\\`a`", "a\tb", "a\u200b*b*", "*\u200ba*", "a\u200db", "\u202ea\u202c",
    "\u2066a\u2069", "\u061ca", "a\u0301", "e\u0301*e*", "\U000e0041a", "\ud800", "a\udc80b",
    "\x1b[31ma", "\x9b31m", "a\x07", "👩‍💻 *x*", "漢字*漢*字", "ملف *x*", "١. x", "＃ h", "①",
    "‐ a", "– a", "— a", "• a", "·", "…", "¿*?", "a" * 5000, "*" * 500, "[" * 500, "(" * 500,
    "> " * 200, "`" * 300, "#" * 300, "_a_" * 200, "<" * 200, "&" * 200, "\\" * 501, "- " * 200,
    "![[" * 100, "~" * 100, "|" * 100, ":-" * 50,
]  # fmt: skip
PIECES = sorted({piece for text in NASTY if len(text) < 30 for piece in re.split(r"(\s)", text)})
CHARS = (
    "\\`*_{}[]()<>#+-.!|~$^=%&@/:;,?'\" \t\n\r\x00\x0b\x0c\x1b\x1f\x7f\x85\x9b\u00a0\u00ad"
    "\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u2028\u2029\u202e\u2060\u2066\u3000\ufe0f\ufeff"
    "\ud800\udfff\uffff\U000e0020aáñçß漢字ع0123456789١wWhHtTpP"
)


def hostile_texts(count: int, seed: int = 20261120) -> Iterator[str]:
    """Yield `count` texts made of nasty pieces and signs, always the same ones."""
    draw = random.Random(seed)  # noqa: S311  # a set of texts, no secret
    for _number in range(count):
        parts = []
        for _part in range(draw.randint(1, 9)):
            kind = draw.random()
            if kind < 0.5:
                parts.append(draw.choice(PIECES))
            elif kind < 0.9:
                parts.append("".join(draw.choices(CHARS, k=draw.randint(1, 5))))
            else:
                parts.append(chr(draw.choice((draw.randrange(0x3000), draw.randrange(0x110000)))))
        yield draw.choice(("", " ", "\n")).join(parts)


# The page


def answer(text: str) -> Line:
    fields = dict.fromkeys(("skipped", "recalled", "private"), False)
    return Line("good-moment", "text", text, text, None, (), text, None, **fields, intact=True)


def page(text: str) -> list[str]:
    """Return the body of a week in which answers, notes, titles and wordings are `text`."""
    said = Said(DAY, text)
    report = Progress(
        period_of("week", DAY),
        worked=1,
        practised=1,
        constancy=Constancy(1, 1),
        moments=(said,),
        daily=(DailyFigures("posture", (Rating(DAY, 4, recalled=False),), 1, None),),
        practices=(PracticeDay(DAY, "own", text, 4),),
        ahead=OpenEnds((said,), (text,), ()),
    )
    lines = (answer(text), answer(f"4, {text}"))  # what was said, and a note after a rating
    part = Part(
        "closing", "2026-11-20T23:55:00.000Z", -300, short=False, practice=None, lines=lines
    )
    return list(body(report, [DayReport(DAY, (part,))]))


def ours(tokens: Iterable[Token]) -> list[tuple[str, ...]]:
    """Return what stands outside block quotes: its blocks, and the kinds of what is in lines."""
    kept, depth = [], 0
    for token in tokens:
        depth += token.type == "blockquote_open"
        if not depth:
            kinds = {child.type for child in token.children or ()} - {"text_special"}
            kept.append((token.type, token.tag, *sorted(kinds)))
        depth -= token.type == "blockquote_close"
    return kept


IN_QUOTES = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
IN_LINES = {"text", "text_special", "softbreak", "hardbreak"}


def quoted(tokens: Iterable[Token]) -> list[list[Token]]:
    """Return the tokens inside each block quote."""
    quotes: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if token.type == "blockquote_open":
            depth += 1
            if depth == 1:
                quotes.append([])
        if depth:
            quotes[-1].append(token)
        depth -= token.type == "blockquote_close"
    return quotes


def words_of(tokens: Iterable[Token]) -> str:
    """Return what a reader sees of `tokens`, without spaces."""
    children = (child for token in tokens for child in token.children or ())
    return bare("".join(child.content for child in children))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


EXPECTED = [ours(parser.parse("\n".join(page("x")))) for parser in PARSERS]


def check_page(text: str) -> None:
    """Check that a page full of `text` has our own structure, and shows just that text."""
    lines = page(text)
    source, shown = "\n".join(lines), bare(clean(text))
    for parser, expected in zip(PARSERS, EXPECTED, strict=True):
        tokens = parser.parse(source)
        assert ours(tokens) == expected, text
        first, noted = quoted(tokens)
        for inside, words in ((first, shown), (noted, f"4,{shown}")):
            assert {token.type for token in inside} <= IN_QUOTES, text
            assert sum(token.type == "blockquote_open" for token in inside) == 1, text
            kinds = {child.type for token in inside for child in token.children or ()}
            assert kinds <= IN_LINES, text
            assert words_of(inside) == words, text
        assert words_of(tokens).count(shown) >= 6, text


ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~$^=%&!@\r\n]|::|://|(?i:\bwww\.)")


def check_signs(text: str) -> None:
    """Check that no sign that Obsidian, Logseq or GFM act on is left without its escape."""
    for line in (escape(text), *(line.removeprefix(">").strip() for line in quote(text))):
        left = ESCAPED.sub("\x00", line)
        assert not ACTIVE.search(left), text
        assert not re.match(r"[-+](\s|$)|\d{1,9}[.)](\s|$)", line), text


def is_text(text: str) -> bool:
    return bool(clean(text).strip())


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:30])
def test_what_looks_like_markdown_is_shown_as_it_was_written(text):
    check_page(text)
    check_signs(text)


@pytest.mark.parametrize(
    "frame", ["{0}{0}", "{0}\n{0}", "a\n{0}", "{0}\na", "a {0} a", "a\n\n{0}"]
)
def test_it_is_shown_so_beside_other_words_and_lines(frame):
    for text in NASTY:
        framed = frame.format(text) if len(text) < 100 else text
        check_page(framed)
        check_signs(framed)


def test_two_nasty_lines_together_are_no_construct_either():
    """Headings, tables and definitions of links take two lines."""
    short = [text for text in NASTY if len(text) < 12 and "\n" not in text]
    draw = random.Random(1)  # noqa: S311  # a choice of pairs
    for _number in range(500):
        check_page("\n".join(draw.sample(short, 2)))


def check_many(count: int, seed: int = 20261120) -> None:
    texts = [text for text in hostile_texts(count, seed) if is_text(text)]
    assert len(texts) > count * 0.95
    for text in texts:
        check_page(text)
        check_signs(text)


def test_2_000_hostile_texts_become_nothing_but_text():
    check_many(2_000)


@pytest.mark.slow
def test_20_000_hostile_texts_become_nothing_but_text():
    check_many(21_000, seed=3)  # some are empty and say nothing


@given(st.text(min_size=1).filter(is_text))
def test_any_text_becomes_nothing_but_text(text):
    check_page(text)
    check_signs(text)


@given(st.text(alphabet=st.sampled_from("|:-\n ab\\.1+*"), min_size=3).filter(is_text))
def test_no_lines_make_a_table_a_list_or_a_heading(text):
    check_page(text)


@pytest.mark.parametrize("reference", ["((6a5b1c2d-0000-4000-8000-000000000000))", "a ((b)) c"])
def test_a_block_reference_of_logseq_is_text(reference):
    """Logseq shows ((id)) as the block it names, and links it."""
    for line in (escape(reference), *quote(reference)):
        assert "((" not in line


def test_a_quote_ends_each_line_so_that_it_stays_a_line():
    tokens = PARSERS[0].parse("\n".join(quote("uno\ndos\n\ntres")))
    kinds = [child.type for token in tokens for child in token.children or ()]
    assert kinds == ["text", "hardbreak", "text", "text"]
    assert sum(token.type == "paragraph_open" for token in tokens) == 2


def test_what_needs_no_escape_is_left_as_it_is():
    for text in (
        "Se rió, ¿verdad?",
        "Le dije: «ya está»; y se fue (contento).",
        "3 de 5",
        "a - b",
    ):
        assert escape(text) == text


def test_the_front_matter_holds_nothing_that_was_written():
    report = Progress(
        period_of("week", DAY), 1, 1, None, (Said(DAY, "zubri"),), (),
        (PracticeDay(DAY, "own", "zubri", 4),), OpenEnds((Said(DAY, "zubri"),), ("zubri",), ()),
    )  # fmt: skip
    assert "zubri" not in "\n".join(front_matter(report, "a1" * 32, shared=False))


@pytest.mark.parametrize(
    "construct",
    ["# h", "- a", "1. a", "> a", "```\na\n```", "a\n===", "---", "    a", "<div>a</div>"],
)
def test_the_control_would_find_a_block(construct):
    tokens = PARSERS[0].parse("\n".join(f"> {line}" for line in construct.split("\n")))
    assert not {token.type for token in quoted(tokens)[0][1:-1]} <= IN_QUOTES - {"blockquote_open"}


@pytest.mark.parametrize(
    "construct", ["*a*", "[a](b)", "![a](b)", "`a`", "a <b>", "<https://a.b>"]
)
def test_the_control_would_find_what_is_in_a_line(construct):
    children = PARSERS[0].parse(construct)[1].children or []
    assert not {child.type for child in children} <= IN_LINES


def test_the_control_would_find_a_table_and_a_strike():
    assert "table_open" in {token.type for token in PARSERS[1].parse("a | b\n--- | ---")}
    assert "s_open" in {child.type for child in PARSERS[1].parse("~~a~~")[1].children or ()}
