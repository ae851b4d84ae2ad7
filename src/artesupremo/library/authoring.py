"""What a good practice keeps to beyond its shape, and what a whole catalogue keeps to.

These checks never stop a practice from being used; they tell its author what to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from artesupremo.errors import Problem
from artesupremo.i18n import N_
from artesupremo.library.model import DAILY_AREAS, Library, Practice
from artesupremo.text import fold

MAX_STEP = 140
ALIKE = 0.6  # the share of words that two practices' steps may have in common
MIN_A_AREA = 6
MIN_RELIABLE = 7  # practices of reliability or responsiveness
MIN_INWARD = 12  # practices not about the external customer
EASY_SHARE = 0.4  # of difficulty 1

_AGREEING = re.compile(r"\b(?:de acuerdo|en desacuerdo|agree|disagree)\b")
_BARE_DENIAL = re.compile(
    r"(?:no lo hice|no|nada|ninguno|ninguna|i didn'?t(?: do it)?|none|nothing|not done)\.?"
)
_MERE_FEELING = re.compile(r"(?:me siento|estoy|noto que estoy|i feel|i am|i'm)\s+\w+")

Mistake = tuple[str, str, dict[str, str | int]]  # field, message id, values


def check_practice(practice: Practice) -> Iterator[Mistake]:
    """Yield what `practice` should keep to and does not."""
    yield from _long_steps(practice)
    for field, text in _texts(practice.morning, "morning") + _texts(practice.closing, "closing"):
        if _AGREEING.search(fold(text)):
            yield field, N_("asks for agreement; ask how much, how often or which"), {}
    for lang, anchors in practice.anchors.items():
        if _BARE_DENIAL.fullmatch(fold(anchors["1"])):
            yield f"anchors.{lang}.1", N_("only denies; describe what was done instead"), {}
    for lang, plan in practice.plan.items():
        if _MERE_FEELING.fullmatch(fold(plan["if"])):
            yield f"plan.{lang}.if", N_("is a feeling alone; name what happens or is heard"), {}


def _long_steps(practice: Practice) -> Iterator[Mistake]:
    for lang, steps in practice.steps.items():
        for place, step in enumerate(steps):
            if len(step) > MAX_STEP:
                field = f"steps.{lang}.{place}"
                yield field, N_("is longer than {max_length} characters"), {"max_length": MAX_STEP}


def _texts(wording: dict[str, Any], field: str) -> list[tuple[str, str]]:
    found = []
    for lang, value in wording.items():
        by_form = {"": value} if isinstance(value, str) else value
        found += [(f"{field}.{lang}.{form}".rstrip("."), text) for form, text in by_form.items()]
    return found


def check_catalogue(library: Library) -> Iterator[Mistake]:
    """Yield what the practices as a whole should keep to and do not."""
    practices = list(library.practices.values())
    yield from _doubles(practices)
    for area in library.areas:
        count = sum(practice.area == area for practice in practices)
        if count < MIN_A_AREA:
            yield (
                area,
                N_("holds {count} practices; an area needs {least}"),
                {
                    "count": count,
                    "least": MIN_A_AREA,
                },
            )
    reliable = sum(p.dimension in ("reliability", "responsiveness") for p in practices)
    inward = sum(p.circle != "external" for p in practices)
    easy = sum(p.difficulty == 1 for p in practices)
    for what, count, least in (
        ("reliability, responsiveness", reliable, MIN_RELIABLE),
        ("circle ≠ external", inward, MIN_INWARD),
        ("difficulty 1", easy, EASY_SHARE * len(practices)),
    ):
        if count < least:
            yield (
                what,
                N_("holds {count} practices; the catalogue needs {least}"),
                {
                    "count": count,
                    "least": int(least),
                },
            )
    missing = [area for area in DAILY_AREAS if area not in library.areas]
    for area in missing:
        yield area, N_("there is no area “{area}”"), {"area": area}


def _doubles(practices: list[Practice]) -> Iterator[Mistake]:
    for one, other in combinations(practices, 2):
        for lang in one.plan.keys() & other.plan.keys():
            if fold(one.plan[lang]["if"]) == fold(other.plan[lang]["if"]):
                yield (
                    f"{one.id}, plan.{lang}.if",
                    N_("is the cue of {other}, too"),
                    {"other": other.id},
                )
        for lang in one.steps.keys() & other.steps.keys():
            if likeness(one.steps[lang], other.steps[lang]) >= ALIKE:
                yield (
                    f"{one.id}, steps.{lang}",
                    N_("are nearly those of {other}"),
                    {"other": other.id},
                )


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of words that two texts have in common: |A ∩ B| / |A ∪ B| (Jaccard)."""
    first, second = (set(re.findall(r"\w+", fold(" ".join(texts)))) for texts in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0


def as_problems(path: str, mistakes: Iterable[Mistake]) -> list[Problem]:
    """Return `mistakes` as problems of the practice file `path`, each on its line."""
    from artesupremo.content import read_yaml

    found = list(mistakes)
    if not found:
        return []
    document = read_yaml(path)
    return [
        document.problem(_place(field), sentence, **values) for field, sentence, values in found
    ]


def _place(field: str) -> tuple[str | int, ...]:
    """Return "steps.es.1" as the place it is in a document."""
    parts = field.split(".")
    is_step = parts[0] == "steps"
    return tuple(int(part) if is_step and part.isdigit() else part for part in parts)
