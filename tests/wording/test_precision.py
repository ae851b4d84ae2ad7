"""How often the shipped rules are right, on messages that no rule was tuned on (measure.py).

What a plain `arte check` shows has to be right at least four times in five and to see at least
three in five of what a coach would point at, with five true cases or more; a category that does
not hold that is off by default, and its files say so with certainty 1.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import measure  # noqa: E402  # beside this file

from artesupremo.wording.model import CATEGORIES  # noqa: E402  # as above

PRECISION, RECALL, CASES = 0.8, 0.6, 5
LANGUAGES = ("es", "en")
LEAST = 10  # true cases and near misses of a category, both halves together


@pytest.fixture(scope="module")
def rulebook():
    return measure.load_rulebook()


def messages(half, lang):
    return yaml.safe_load((HERE / half / f"{lang}.yaml").read_text(encoding="utf-8"))


def wanted(lang):
    return [category for category in CATEGORIES if (lang, category) != ("en", "mixed-address")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_check_shows_unasked_keeps_to_the_floors(rulebook, lang):
    categories, _rules = measure.score(measure.read_cases(rulebook, "measuring", lang))
    on = {
        rule.category
        for rule in rulebook.rules
        if rule.lang == lang and rule.certainty >= measure.LOWEST_CERTAINTY
    }
    short = {
        category: score
        for category, score in categories.items()
        if category in on
        and (
            score.precision < PRECISION
            or score.recall < RECALL
            or score.true + score.missed < CASES
        )
    }
    assert short == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_category_has_a_rule_and_one_that_is_off_says_so_in_its_file(rulebook, lang):
    rules = [rule for rule in rulebook.rules if rule.lang == lang]
    assert {rule.category for rule in rules} == set(wanted(lang))
    for rule in rules:
        if rule.certainty < measure.LOWEST_CERTAINTY:
            path = measure.RULES / lang / f"{rule.id}.yaml"
            assert "off by default" in path.read_text(encoding="utf-8").lower(), rule.id


def test_there_are_enough_messages_of_each_kind():
    total = 0
    for lang in LANGUAGES:
        held = [m for half in measure.HALVES for m in messages(half, lang)]
        total += len(held)
        true = Counter(label for m in held for label in m["labels"])
        near = Counter(m["near"] for m in held if m.get("near"))
        for category in wanted(lang):
            assert min(true[category], near[category]) >= LEAST, (lang, category)
    assert total >= 480


def test_the_halves_are_split_by_the_hash_of_the_text_and_no_message_stands_twice():
    seen = []
    for half in measure.HALVES:
        for lang in LANGUAGES:
            for message in messages(half, lang):
                digest = hashlib.blake2b(message["text"].strip().encode(), digest_size=5)
                assert message["id"] == digest.hexdigest()
                assert (int(message["id"][0], 16) % 2 == 1) == (half == "measuring")
                seen.append(message["id"])
    assert len(seen) == len(set(seen))


def test_the_page_shows_what_was_measured():
    page = (HERE.parents[1] / "docs" / "wording-precision.md").read_text(encoding="utf-8")
    assert measure.page() == page, "run python tests/wording/measure.py --page and read the change"
