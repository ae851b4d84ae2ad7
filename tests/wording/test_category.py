"""The rules of one category alone find what they find among all the others."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from artesupremo.compiled import Compiled
from artesupremo.library.load import shipped_folder
from artesupremo.wording.checker import check
from artesupremo.wording.rules import load_category, load_rules

CATEGORY = "automatic-greeting"
SHIPPED = os.path.join(shipped_folder(), "wording")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Compiled:
    return Compiled(str(tmp_path_factory.mktemp("cache") / "rules.json"), "1")


@pytest.fixture(scope="module")
def every_rule(whole, tmp_path_factory):
    return load_rules(SHIPPED, str(tmp_path_factory.mktemp("own")), whole).rulebook


def one_category(folder: Path, whole: Compiled, own: str = "/nowhere"):
    small = Compiled(str(folder / "greetings.json"), "1")
    return load_category(CATEGORY, SHIPPED, own, small, lambda: whole)


def found(text, rulebook, **options):
    findings = check(text, rulebook, channel="chat", **options).findings
    return [(f.rule, f.start, f.end, f.level, f.certainty) for f in findings
            if f.category == CATEGORY]  # fmt: skip


def examples(rulebook_folder: str) -> list[str]:
    """Return what the files of all rules give as examples, innocent ones too, line by line."""
    lines = []
    for folder, _folders, names in os.walk(rulebook_folder):
        for name in names:
            text = Path(folder, name).read_text("utf-8")
            lines += [line.strip(" -'\"|") for line in text.splitlines()]
    return [line for line in lines if 3 < len(line) < 300]


def test_a_category_alone_finds_what_it_finds_among_all(tmp_path, every_rule, whole):
    alone = one_category(tmp_path, whole).rulebook
    assert {rule.category for rule in alone.rules} == {CATEGORY}
    texts, seen = examples(SHIPPED)[::3], 0
    for text in texts:
        for options in ({}, {"region": "MX"}, {"language": "en"}, {"allowed": ("estimado",)}):
            expected = found(text, every_rule, **options)
            assert found(text, alone, **options) == expected, text
            seen += len(expected)
    assert len(texts) > 500
    assert seen >= 50


def test_it_is_kept_and_read_without_the_others(tmp_path, every_rule, whole):
    first = one_category(tmp_path, whole)

    def refuse() -> Compiled:
        raise AssertionError("the others were read")

    small = Compiled(str(tmp_path / "greetings.json"), "1")
    again = load_category(CATEGORY, SHIPPED, "/nowhere", small, refuse)
    assert again.rulebook.rules == first.rulebook.rules
    _seal, text = (tmp_path / "greetings.json").read_text("utf-8").split("\n")
    assert len(json.loads(text)[CATEGORY]["data"]["rules"]) < len(every_rule.rules) / 10


def test_a_rule_of_ones_own_counts_and_a_broken_one_is_told(tmp_path, whole):
    own = tmp_path / "wording" / "es"
    own.mkdir(parents=True)
    shipped = Path(SHIPPED, "es", f"{CATEGORY}.yaml").read_text("utf-8")
    (own / f"{CATEGORY}.yaml").write_text(shipped, "utf-8")
    assert one_category(tmp_path, whole, str(own.parent)).problems == []
    (own / f"{CATEGORY}.yaml").write_text("nothing: of the kind", "utf-8")
    broken = one_category(tmp_path, whole, str(own.parent))
    assert {problem.file for problem in broken.problems} == {str(own / f"{CATEGORY}.yaml")}
    assert {rule.lang for rule in broken.rulebook.rules} == {"es", "en"}  # the last good serves
