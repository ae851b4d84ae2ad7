"""Rule files: the shipped ones, those of one's own, and those that are wrong."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from artesupremo.compiled import Compiled
from artesupremo.wording.checker import check
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.model import CATEGORIES, CHANNELS
from artesupremo.wording.patterns import compile_pattern, translate, view_for
from artesupremo.wording.reading import Reading
from artesupremo.wording.rules import find_files, load_rules, read_list, read_rule

ROOT = pathlib.Path(__file__).parents[2]
SHIPPED = ROOT / "practices" / "wording"
DOCS = ROOT / "docs" / "wording-rules.md"
FILES = list(find_files(str(SHIPPED)))
RULES = [file for file in FILES if not file.is_list]
LISTS = [file for file in FILES if file.is_list]
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)

# Line 1 is its id, line 7 its tokens, line 9 its message.
RULE = """\
id: mine
category: jargon
kind: existence
lang: es
level: warning
certainty: 2
tokens: ['\\bfeedback\\b']
better: tu opinión
message: {es: Suena a oficina., en: From the office.}
examples: {bad: [Denos feedback.], good: [Denos su opinión.]}
"""


class Shelf:
    """A folder of shipped rules and one of an advisor's own, loaded as the program does."""

    def __init__(self, folder):
        self.folder = folder
        self.loads = 0

    def write(self, where, text):
        path = self.folder / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        stamp = 1_800_000_000 + self.loads
        os.utime(path, (stamp, stamp))

    def load(self):
        self.loads += 1
        compiled = Compiled(str(self.folder / "compiled.json"), "test")
        return load_rules(str(self.folder / "shipped"), str(self.folder / "own"), compiled)

    def mistakes(self):
        return [
            (os.path.relpath(p.file, self.folder), p.line, p.field, p.sentence)
            for p in self.load().problems
        ]

    def finds(self, text="Denos feedback."):
        return [finding.hears for finding in check(text, self.load().rulebook).findings]


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.write("shipped/es/mine.yaml", RULE)
    return shelf


# What is shipped


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compiled")
    return load_rules(str(SHIPPED), "", Compiled(str(folder / "compiled.json"), "test"))


def test_no_shipped_file_is_wrong(shipped):
    assert shipped.problems == []
    assert {(rule.lang, rule.id) for rule in shipped.rulebook.rules} == {
        tuple(file.key.split("/")) for file in RULES
    }
    assert {rule.category for rule in shipped.rulebook.rules} <= set(CATEGORIES)


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.key)
def test_the_examples_of_a_rule_hold(file, shipped):
    _document, rule, _problems = read_rule(file, shipped=True)
    for wanted, examples in ((True, rule.examples.bad), (False, rule.examples.good)):
        for example in examples:
            checked = check(
                example.text,
                shipped.rulebook,
                language=rule.lang,
                channel=example.channel,
                first=example.first,
                region=example.region,
            )
            assert (rule.id in {f.rule for f in checked.findings}) is wanted, example.text


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.key)
def test_each_innocent_neighbour_has_its_example(file):
    _document, rule, _problems = read_rule(file, shipped=True)
    view = view_for(fold=rule.fold, case=rule.case)
    texts = [Reading(example.text).view(view) for example in rule.examples.good]
    for anti in rule.anti:
        compiled = compile_pattern(translate(anti, view))
        assert any(compiled.search(text) for text in texts), anti


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.key)
def test_the_examples_of_a_list_hold(file, shipped):
    words, _problems = read_list(file, shipped=True)
    book = Rulebook(
        [], [held._replace(good="name" if held.id == words.id else "") for held in
             shipped.rulebook.lists],
    )  # fmt: skip
    for wanted, texts in ((True, words.examples.found), (False, words.examples.passed)):
        for text in texts:
            assert bool(check(text, book, language=words.lang).good) is wanted, text


def test_the_page_shows_rules_that_work(tmp_path):
    shelf = Shelf(tmp_path)
    for block in BLOCKS:
        name = re.match(r"id: ([\w-]+)", block)[1]
        part = "lists/" if "examples: {found:" in block else ""
        shelf.write(f"shipped/es/{part}{name}.yaml", block)
    named = set(re.findall(r"list: ([\w-]+)\}?,", "".join(BLOCKS)))
    for file in LISTS:
        if file.lang == "es" and pathlib.Path(file.path).stem in named:
            text = pathlib.Path(file.path).read_text(encoding="utf-8")
            shelf.write(f"shipped/es/lists/{os.path.basename(file.path)}", text)
    loaded = shelf.load()
    assert loaded.problems == []
    assert {rule.kind for rule in loaded.rulebook.rules} == {
        "existence", "substitution", "absence", "occurrence", "consistency",
    }  # fmt: skip
    for file in find_files(str(tmp_path / "shipped")):
        if not file.is_list:
            test_the_examples_of_a_rule_hold(file, loaded)


def test_the_page_names_what_the_files_may_say():
    page = DOCS.read_text(encoding="utf-8")
    for name in (*CATEGORIES, *CHANNELS):
        assert f"`{name}`" in page


# One's own


def test_a_file_of_ones_own_replaces_the_one_of_its_id(shelf):
    assert shelf.finds() == ["Suena a oficina."]
    shelf.write("own/es/mine.yaml", RULE.replace("Suena a oficina", "Mejor en cristiano"))
    assert shelf.finds() == ["Mejor en cristiano."]


def test_the_lists_of_one_s_own_serve_shipped_rules(shelf):
    shelf.write("shipped/es/mine.yaml", RULE + "unless: {sentence: [polite]}\n")
    polite = "id: polite\nlang: es\ntokens: ['\\bpor favor\\b']\n"
    shelf.write("own/es/lists/polite.yaml", polite)
    assert shelf.mistakes() == []
    assert shelf.finds("Denos feedback. Denos feedback, por favor.") == ["Suena a oficina."]


def test_nothing_is_parsed_when_nothing_changed(shelf, tmp_path):
    shelf.load()
    script = (
        "import sys\nfrom artesupremo.compiled import Compiled\n"
        "from artesupremo.wording.checker import check\n"
        "from artesupremo.wording.rules import load_rules\n"
        "shipped, own, compiled = sys.argv[1:]\n"
        "book = load_rules(shipped, own, Compiled(compiled, 'test')).rulebook\n"
        "print(len(check('Denos feedback.', book).findings))\n"
        "print([name for name in ('yaml', 'pydantic', 'rapidfuzz') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [
            sys.executable, "-c", script,
            str(tmp_path / "shipped"), str(tmp_path / "own"), str(tmp_path / "compiled.json"),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "1\n[]\n"


def test_the_cache_is_plain_json_beneath_its_seal(shelf, tmp_path):
    shelf.load()
    _seal, text = (tmp_path / "compiled.json").read_text(encoding="utf-8").split("\n")
    assert set(json.loads(text)["wording"]["data"]) == {"rules", "lists", "prepared", "problems"}


# What is wrong


@pytest.mark.parametrize(
    ("change", "line", "field", "part"),
    [
        (("id: mine", "id: other"), 1, "id", "file's name"),
        (("category: jargon", "category: slang"), 2, "category", "one of"),
        (("kind: existence", "kind: regex"), 3, "kind", "one of"),
        (("lang: es", "lang: en"), 4, "lang", "folder"),
        (("level: warning", "level: bad"), 5, "level", "one of"),
        (("certainty: 2", "certainty: 4"), 6, "certainty", "at most"),
        (("certainty: 2\n", ""), 1, "certainty", "missing"),
        (("level:", "levels: 1\nlevel:"), 5, "levels", "misspelt"),
        (("bfeedback", "b(feedback"), 7, "tokens.0.re", "brackets"),
        (("feedback\\b", "feed[back"), 7, "tokens.0.re", "brackets"),
        (("feedback\\b", "feed\\1back\\b"), 7, "tokens.0.re", "backslash"),
        (("feedback\\b", "(?=feed)back"), 7, "tokens.0.re", "only “(?:…)”"),
        (("\\bfeedback\\b", "(feedback)?"), 7, "tokens.0.re", "nothing at all"),
        (("feedback\\b", "fe{1,1000}d"), 7, "tokens.0.re", "hundred times"),
        (("feedback", "((((fe{90}d){90}){90}){90})"), 7, "tokens.0.re", "brackets"),
        (("feedback", "fe{d"), 7, "tokens.0.re", "curly"),
        (("feedback", "[á-ú]"), 7, "tokens.0.re", "range"),
        (("feedback", "x" * 1_001), 7, "tokens.0.re", "too long"),
        (("tokens: ['", "tokens: [{list: nowhere}, '"), 7, "tokens.0.list", "no list"),
        (("tokens: ['", "tokens: [{list: a, re: b}, '"), 7, "tokens.0", "“re” or"),
        (("tokens: ['", "tokens: [{re: a, region: [mx]}, '"), 7, "tokens.0.region.0", "capital"),
        (("tokens: ['", "tokens: [{re: a, form: tu}, '"), 7, "tokens.0", "consistency"),
        (("better: tu opinión", "better: {tu: a, vos: b}"), 8, "better", "usted"),
        (("better: tu opinión\n", ""), 7, "tokens.0", "better"),
        (
            ("{es: Suena a oficina., en: From the office.}", "{fr: Non.}"),
            9,
            "message",
            "es and en",
        ),
        (("bad: [Denos feedback.]", "bad: []"), 10, "examples.bad", "at least"),
        (("better:", "fold: false\ncase: true\nbetter:"), 9, "case", "fold: false"),
        (("better:", "unless: {here: [a]}\nbetter:"), 8, "unless.here", "one of"),
        (("better:", "unless: {near: [nowhere]}\nbetter:"), 8, "unless.near.0.list", "no list"),
        (("better:", "anti: ['(']\nbetter:"), 8, "anti.0", "brackets"),
        (("kind: existence", "kind: absence"), 1, "scope", "opening"),
        (("kind: existence", "kind: substitution"), 7, "tokens.0", "replacement"),
        (("kind: existence", "kind: consistency\nscope: message"), 8, "tokens.0", "form"),
        (("lang: es", "lang: &x es"), 4, "", "anchor"),
        (("lang: es", "lang: !!python/name:os.system es"), 4, "", "tag"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_rest_works(shelf, change, line, field, part):
    assert change[0] in RULE
    wrong = RULE.replace(*change, 1).replace("id: mine", "id: wrong")
    shelf.write("own/es/wrong.yaml", wrong)
    mistakes = shelf.mistakes()
    assert [(file, at, name) for file, at, name, _sentence in mistakes] == [
        ("own/es/wrong.yaml", line, field)
    ]
    assert part in mistakes[0][3]
    assert shelf.finds() == ["Suena a oficina."]


def test_the_last_good_version_serves(shelf):
    shelf.load()
    shelf.write("shipped/es/mine.yaml", RULE.replace("level: warning", "level: loud"))
    assert len(shelf.mistakes()) == 1
    assert shelf.finds() == ["Suena a oficina."]


def test_a_broken_list_silences_the_rules_that_need_it_and_is_named_once(shelf):
    other = RULE.replace("id: mine", "id: other").replace("oficina", "prisa")
    shelf.write("shipped/es/other.yaml", other + "unless: {sentence: [polite]}\n")
    shelf.write("shipped/es/lists/polite.yaml", "id: polite\nlang: es\ntokens: ['(']\n")
    assert [(file, line, field) for file, line, field, _sentence in shelf.mistakes()] == [
        ("shipped/es/lists/polite.yaml", 3, "tokens.0")
    ]
    assert shelf.finds() == ["Suena a oficina."]


def test_shipped_rules_speak_both_languages(shelf):
    shelf.write(
        "shipped/es/other.yaml",
        RULE.replace("id: mine", "id: other").replace(", en: From the office.", ""),
    )
    assert {field for _file, _line, field, _sentence in shelf.mistakes()} == {"message"}
