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
    """Return the form with most marks in the message; None if there is none, or two tie."""
    counts = count_forms(
        {
            form: len(search.patterns.words(name).find(search.reading))
            for name, form in MARKS.items()
            if name in search.patterns.lists
        }
    )
    return _clear_winner(counts.items())


def _clear_winner(counts: Iterable[tuple[str, int]]) -> str | None:
    ranked = sorted(((count, form) for form, count in counts if count), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
