"""In which form a message addresses its reader: tu, usted or vos. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from artesupremo.wording.matching import Search

Form = tuple[str, ...]

# The lists of practices/wording/es/lists that hold the marks of each form.
MARKS: Final[dict[str, Form]] = {
    "address-tu": ("tu",),
    "address-usted": ("usted",),
    "address-vos": ("vos",),
    "address-tu-vos": ("tu", "vos"),
}

MAYBE_USTED: Final = "address-maybe-usted"
_ENOUGH: Final = 2  # marks that may be of a third person


def count_forms(marks: Mapping[Form, int]) -> dict[str, int]:
    """Return how many marks each form has.

    Marks that several forms share go to the one of them with more marks of its own.
    """
    counts: dict[str, int] = {}
    for form, count in sorted(marks.items(), key=lambda item: len(item[0])):
        owner = max(form, key=lambda name: counts.get(name, 0))
        counts[owner] = counts.get(owner, 0) + count
    return counts


def detect_address(search: Search) -> str | None:
    """Return the form with most marks in the message; None if there is none, or two tie.

    Without a sure mark, marks that may be of a third person speak for usted.
    """
    marks = {form: _count(search, name) for name, form in MARKS.items()}
    counts = {form: count for form, count in count_forms(marks).items() if count}
    if not counts and _count(search, MAYBE_USTED) >= _ENOUGH:
        return "usted"
    return _clear_winner(counts.items())


def _count(search: Search, name: str) -> int:
    """Return how many marks of the list `name` the message has; 0 if there is no such list."""
    if name not in search.patterns.lists:
        return 0
    return len(search.patterns.words(name).find(search.reading))


def _clear_winner(counts: Iterable[tuple[str, int]]) -> str | None:
    ranked = sorted(((count, form) for form, count in counts if count), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
