"""How often the rules are right: `python tests/wording/measure.py [tuning|measuring]`.

The messages are labelled by category (LABELLING.md). Each rule gets its true and false findings,
and its precision; what is missed, and the recall, belong to a category, whose rules together have
to see it. The lintscore is proselint's T·(T/(T+F))^k with k = 2: false alarms cost twice.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml

from artesupremo import __version__
from artesupremo.compiled import Compiled
from artesupremo.wording.checker import check
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.rules import load_rules

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "practices" / "wording"
HALVES = ("tuning", "measuring")
LOWEST_CERTAINTY = 2  # what a plain `arte check` shows


class Score(NamedTuple):
    """What a rule, or all rules of a category, got right."""

    true: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false) if self.true + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.true / (self.true + self.missed) if self.true + self.missed else 0.0

    @property
    def lintscore(self) -> float:
        return self.true * self.precision**2


class Case(NamedTuple):
    """One message, the labels it has, and the rules that found something, by category."""

    message: dict[str, Any]
    labels: frozenset[str]
    found: dict[str, set[str]]


def load_rulebook() -> Rulebook:
    with TemporaryDirectory() as folder:
        loaded = load_rules(str(RULES), folder, Compiled(f"{folder}/c.json", __version__))
    assert not loaded.problems, loaded.problems
    return loaded.rulebook


def read_cases(rulebook: Rulebook, half: str, lang: str) -> Iterator[Case]:
    for message in yaml.safe_load((HERE / half / f"{lang}.yaml").read_text(encoding="utf-8")):
        checked = check(
            message["text"],
            rulebook,
            language=lang,
            channel=message["channel"],
            first=message["first"],
            region=message["variety"] if lang == "es" else None,
        )
        found: dict[str, set[str]] = defaultdict(set)
        for finding in checked.findings:
            if finding.certainty >= LOWEST_CERTAINTY:
                found[finding.category].add(finding.rule)
        yield Case(message, frozenset(message["labels"]), found)


def score(cases: Iterable[Case]) -> tuple[dict[str, Score], dict[str, dict[str, Score]]]:
    """Return the score of each category, and within it of each rule."""
    categories: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rules: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for case in cases:
        for category in case.labels | case.found.keys():
            fate = 2 if not case.found.get(category) else 0 if category in case.labels else 1
            categories[category][fate] += 1
            for rule in case.found.get(category, ()):
                rules[category][rule][fate] += 1
    return (
        {category: Score(*counts) for category, counts in categories.items()},
        {c: {r: Score(*counts) for r, counts in own.items()} for c, own in rules.items()},
    )


def main() -> None:
    half = sys.argv[1] if len(sys.argv) > 1 else "tuning"
    shows_cases = "--cases" in sys.argv
    rulebook = load_rulebook()
    for lang in ("es", "en"):
        cases = list(read_cases(rulebook, half, lang))
        categories, rules = score(cases)
        print(f"\n{lang}, {half}: {len(cases)} messages")
        print(f"{'':30}true false missed  precision recall lintscore")
        for category, whole in sorted(categories.items()):
            for name, one in [(category, whole), *((f"  {r}", s) for r, s in sorted(rules.get(category, {}).items()))]:
                print(
                    f"{name:30}{one.true:4} {one.false:5} {one.missed:6}"
                    f"  {one.precision:9.0%} {one.recall:6.0%} {one.lintscore:9.1f}"
                )
        if shows_cases:
            for case in cases:
                for category in sorted(case.labels ^ {c for c in case.found if case.found[c]}):
                    fate = "MISSED" if category in case.labels else "FALSE "
                    message = case.message
                    head = f"{message['variety']} {message['channel']} first={message['first']}"
                    print(f"\n{fate} {category} [{message['id']} {head}]\n{message['text'].rstrip()}")


if __name__ == "__main__":
    main()
