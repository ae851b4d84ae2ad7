"""From what somebody types to the practice meant: an id, its beginning, words of a title. Pure."""

from __future__ import annotations

from difflib import get_close_matches

from artesupremo.errors import UsageError
from artesupremo.i18n import N_
from artesupremo.library.model import Library, Practice
from artesupremo.text import fold

_SUGGESTIONS = 3


def find_practice(library: Library, typed: str) -> Practice:
    """Return the practice that `typed` names, in either language, accents optional.

    Raises UsageError with the nearest ids when none or several are meant.
    """
    words = fold(typed.strip())
    if words in library.practices:
        return library.practices[words]
    found = [key for key in library.practices if key.startswith(words)] if words else []
    found = found or _by_title(library, words)
    if len(found) == 1:
        return library.practices[found[0]]
    if found:
        raise UsageError(
            N_("“{typed}” may be several: {ids}."),
            typed=typed[:40],
            ids=", ".join(found[:_SUGGESTIONS]),
        )
    near = get_close_matches(words, _names(library), n=_SUGGESTIONS, cutoff=0.4)
    ids = dict.fromkeys(_names(library)[name] for name in near)
    if ids:
        raise UsageError(
            N_("There is no practice “{typed}”; the nearest: {ids}."),
            typed=typed[:40],
            ids=", ".join(ids),
        )
    raise UsageError(
        N_("There is no practice “{typed}”: arte practices list shows them."), typed=typed[:40]
    )


def _by_title(library: Library, words: str) -> list[str]:
    wanted = words.split()
    return [
        key
        for key, practice in library.practices.items()
        if wanted
        and any(
            all(word in fold(title).split() for word in wanted)
            for title in practice.title.values()
        )
    ]


def _names(library: Library) -> dict[str, str]:
    """Return every name a practice goes by, and its id."""
    names = {key: key for key in library.practices}
    for key, practice in library.practices.items():
        names |= {fold(title): key for title in practice.title.values()}
    return names
