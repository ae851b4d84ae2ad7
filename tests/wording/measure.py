"""How often the rules are right: `python tests/wording/measure.py [tuning|measuring|--page]`.

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


def read_cases(
    rulebook: Rulebook, half: str, lang: str, *, lowest: int = LOWEST_CERTAINTY
) -> Iterator[Case]:
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
            if finding.certainty >= lowest:
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


_HEAD = """\
# How often the message checker is right

Measured on messages that no rule was tuned on: {counts}. They are our own, written from situations before the rules
and labelled without seeing them (tests/wording/LABELLING.md); which half a message belongs to is decided by a hash.
Made by `python tests/wording/measure.py --page`, held true by a test.

**Precision**: of what the rules of a category remark on, how much a coach would, too. **Recall**: of what a coach would
point at, how much they see. A category is shown unasked only with a precision of 80 % and a recall of 60 % or more;
otherwise it is off by default (`rules_on`, `--rule`), and the table says so. The lintscore is true · precision².

Real messages differ from ours. A remark is a reason to look again, never a mark.
"""


def page() -> str:
    """Return docs/wording-precision.md as the measuring half has it now."""
    rulebook = load_rulebook()
    tables, counts = [], []
    for lang, name in (("es", "Spanish"), ("en", "English")):
        cases = list(read_cases(rulebook, "measuring", lang))
        counts.append(f"{len(cases)} in {name}")
        categories, _rules = score(cases)
        off = off_by_default(rulebook, lang)
        quiet, _own = score(read_cases(rulebook, "measuring", lang, lowest=1))
        rows = []
        for category in sorted(quiet):
            one = quiet[category] if category in off else categories[category]
            rows.append(
                f"| `{category}` | {one.true} | {one.false} | {one.missed} | {one.precision:.0%} |"
                f" {one.recall:.0%} | {one.lintscore:.1f} | {'off' if category in off else ''} |"
            )
        head = "| category | true | false | missed | precision | recall | lintscore | |"
        tables.append("\n".join([f"\n## {name}\n", head, "|---" * 8 + "|", *rows, ""]))
    return _HEAD.format(counts=" and ".join(counts)) + "".join(tables)


def off_by_default(rulebook: Rulebook, lang: str) -> set[str]:
    """Return the categories all of whose rules are off by default."""
    every = {rule.category for rule in rulebook.rules if rule.lang == lang}
    return every - {
        rule.category
        for rule in rulebook.rules
        if rule.lang == lang and rule.certainty >= LOWEST_CERTAINTY
    }


def main() -> None:
    if "--page" in sys.argv:
        (HERE.parents[1] / "docs" / "wording-precision.md").write_text(page(), encoding="utf-8")
        return
    half = sys.argv[1] if len(sys.argv) > 1 else "tuning"
    shows_cases = "--cases" in sys.argv
    rulebook = load_rulebook()
    for lang in ("es", "en"):
        cases = list(read_cases(rulebook, half, lang))
        categories, rules = score(cases)
        print(f"\n{lang}, {half}: {len(cases)} messages")
        print(f"{'':30}true false missed  precision recall lintscore")
        for category, whole in sorted(categories.items()):
            own = sorted(rules.get(category, {}).items())
            for name, one in [(category, whole), *((f"  {rule}", s) for rule, s in own)]:
                print(
                    f"{name:30}{one.true:4} {one.false:5} {one.missed:6}"
                    f"  {one.precision:9.0%} {one.recall:6.0%} {one.lintscore:9.1f}"
                )
        if shows_cases:
            for case in cases:
                for category in sorted(case.labels ^ {c for c in case.found if case.found[c]}):
                    fate = "MISSED" if category in case.labels else "FALSE "
                    message = case.message
                    print(f"\n{fate} {category} [{message['id']} {message['channel']}]")
                    print(message["text"].rstrip())


if __name__ == "__main__":
    main()
