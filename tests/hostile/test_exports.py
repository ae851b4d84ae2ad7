"""No export holds anything that a reader, a spreadsheet or a terminal would act on (G11)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest
from evil import SHAPES, TEXTS, evil_texts, leaks, run
from markdown_it import MarkdownIt
from markdown_it.token import Token
from scene import write_journal

# What Markdown, HTML and the programs that read pages act on.
ACTIVE = [
    "# h", "Título\n===", "- a\n- b", "1. a", "> a", "```\nx\n```", "    a", "---\ntitle: x\n---",
    "*a* **b** _c_ `d` ~~e~~", "[a](javascript:x)", "![a](b)", "<https://x.es>", "www.x.es a@b.es",
    "<script>alert(1)</script>", "<img src=x onerror=y>", "<!-- x", "&lt;b&gt;", "[a]: b", "[^1]",
    "a | b\n--- | ---\n1 | 2", "[[página]] ![[x]]", "{{query (todo)}}", "#tag", "clave:: valor",
    "`= this.file`", "$x$ %%x%% ==x== ^id", "((6a5b))", "- [ ] tarea", "a\\", "\\# h",
]  # fmt: skip
FORMULAS = [
    "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "|x", "%x", "＝1", "a;=1", 'x";=1', " =1",
    '"=1', "'=1", "=HYPERLINK(0)", "\u200b=1", "\ufeff=1", "a\n=1", "a,=1", "\x00=1", "a\t=1",
]  # fmt: skip
ALL = [*ACTIVE, *FORMULAS, *TEXTS.values()]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Return a home whose journal holds texts to harm, a day each."""
    folder = tmp_path_factory.mktemp("exports")
    write_journal(folder, [*ACTIVE, *FORMULAS, *SHAPES.values()])
    return folder


def exported(home: Path, form: str, *options: str) -> str:
    environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es", "ARTE_SHARE_NAMES": "Inés"}
    seen = run("export", "all", "--format", form, "-o", "-", *options, environ=environ,
               terminal=False)  # fmt: skip
    assert seen.status == 0, seen.err
    assert leaks(seen.page) == []
    return seen.out


# Markdown


def parsers() -> Iterable[MarkdownIt]:
    yield MarkdownIt("commonmark", {"html": True})
    # Linking bare addresses needs a library that may not be there; the page breaks them up.
    yield MarkdownIt("gfm-like", {"html": True, "linkify": find_spec("linkify_it") is not None})


OWN_BLOCKS = {
    "paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close",
    "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
    "blockquote_open", "blockquote_close",
}  # fmt: skip
OUTERMOST = ("blockquote_open", "bullet_list_open")  # of ours, none stands in another
OWN_WORDS = {"text", "text_special", "softbreak", "hardbreak"}


def check_page(page: str, known: set[str]) -> None:
    """Check that a page has nothing but our own headings, lists and quotes, and text in them.

    `known` are the headings of a page in which nothing harmful stands.
    """
    body = page.split("\n---\n", 1)[1]
    for parser in parsers():
        tokens = parser.parse(body)
        assert {token.type for token in tokens} <= OWN_BLOCKS
        assert {token.level for token in tokens if token.type in OUTERMOST} <= {0}
        assert headings(tokens) <= known
        spans = [child.type for token in tokens for child in token.children or ()]
        own = ["em_open", "em_close"]  # the last line: a self-report
        assert [kind for kind in spans if kind not in OWN_WORDS] == own
    assert body.rstrip().endswith("*")


def headings(tokens: list[Token]) -> set[str]:
    places = [n for n, token in enumerate(tokens) if token.type == "heading_open"]
    return {tokens[n + 1].content for n in places}


def known_headings(folder: Path, days: int) -> set[str]:
    write_journal(folder, [f"palabra {number}" for number in range(days)])
    body = exported(folder, "markdown").split("\n---\n", 1)[1]
    return headings(MarkdownIt("commonmark").parse(body))


def test_a_page_is_nothing_but_text_in_its_own_frame(home, tmp_path):
    known = known_headings(tmp_path, 80)
    check_page(exported(home, "markdown"), known)


# Tables

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠\t\r\n]")
_PARTED = re.compile(r"""[;\t\n]["\s]*[=+\-@|%＝＋－＠]""")  # by another program's comma


def check_table(page: str) -> int:
    """Check that no cell is run by a spreadsheet; return how many rows there are."""
    rows = list(csv.reader(io.StringIO(page, newline="")))
    assert {len(row) for row in rows} == {14}
    for row in rows:
        for cell in row:
            assert not _STARTS_A_FORMULA.match(cell), cell
            assert not _PARTED.search(cell), cell
    return len(rows)


def test_no_cell_is_a_formula(home):
    for options in ((), ("--share",)):
        assert check_table(exported(home, "csv", *options)) > 400


# Data


def test_data_stays_data(home):
    tree = json.loads(exported(home, "json"))
    assert tree["data"]["days"]
    lines = exported(home, "jsonl").splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert len(lines) > 1_000


def check_many(folder: Path, count: int) -> None:
    texts = [*ALL, *evil_texts(count - len(ALL))]
    known = known_headings(folder / "known", 700)
    for place in range(0, count, 500):
        home = folder / str(place)
        write_journal(home, texts[place : place + 500])
        check_page(exported(home, "markdown"), known)
        assert check_table(exported(home, "csv")) > 1_000
        json.loads(exported(home, "json"))
        for line in exported(home, "jsonl").splitlines():
            json.loads(line)


@pytest.mark.slow
def test_20_000_texts_are_active_in_no_export(tmp_path):
    check_many(tmp_path, 20_000)


# The controls


@pytest.mark.parametrize(
    "text",
    [
        "# h", "Título\n===", "1. a", "```\nx\n```", "    a", "*a*", "**b**", "`d`", "[a](b)",
        "![a](b)", "<https://x.es>", "a <b>", "<script>x</script>", "<img src=x>", "<!-- x",
        "> - a", "> > a", "- > a", "- - a", "a | b\n--- | ---",
    ],
)  # fmt: skip
def test_the_control_would_see_what_is_active(text):
    page = f"---\nx: y\n---\n# t\n\n{text}\n\n*x*\n"
    with pytest.raises(AssertionError):
        check_page(page, {"t"})


@pytest.mark.parametrize("text", FORMULAS[:12])
def test_the_control_would_see_a_formula(text):
    out = io.StringIO()
    csv.writer(out).writerow([text] * 14)
    with pytest.raises(AssertionError):
        check_table(out.getvalue())
