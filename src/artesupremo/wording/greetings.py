"""How new a greeting is beside the ones that went before it. Pure.

Whether it is a formula that anybody could have received is for the checker's rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from artesupremo.wording.letters import CASED, to_letters

_UNRELATED: Final = 40.0  # two sentences of one language that have nothing to do with each other
_SAME: Final = 100.0
_TITLE: Final = r"(?:[Dd]on|[Dd]ona|[Ss]enora?|[Ss]rt?a?\.?|[Dd]ra?\.?|Mrs?\.?|Ms\.?|Mx\.?)"
_NAME: Final = re.compile(
    rf"\b{_TITLE} [A-Z][a-z]+(?: [A-Z][a-z]+)*"  # Sra. Ruiz
    r"|(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*"  # Hola, Inés
    r"|^[A-Z][a-z]+(?=,)"  # Leo, ya vi …
    r"|[%$]?\{[^{}]*\}|\[[^\[\]]*\]"  # {nombre}
)
_WELCOMING: Final = re.compile(
    r"(?:[Hh]ola|[Bb]uen[oa]?s?|[Bb]ienvenid[oa]|[Gg]racias|[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear"
    r"|[Gg]ood|[Mm]orning|[Aa]fternoon|[Ee]vening|[Tt]hanks|[Ww]elcome)"
)
_WORD: Final = re.compile(r"[a-z0-9]+")


class Novelty(NamedTuple):
    """How new a greeting is: 0 it was said before, 100 nothing like it was."""

    score: int
    nearest: str | None  # the earlier greeting most like it, as it was written
    likeness: int  # 0–100, of the two without names and punctuation


def novelty(greeting: str, earlier: Iterable[str]) -> Novelty:
    """Return how new `greeting` is beside the `earlier` ones.

    Both are compared in small letters, without accents, punctuation and names: the same words to
    somebody else are not new. Likeness is the greatest of three figures, 0 to 100: the share of
    characters that the two have in common in order (rapidfuzz `ratio`); the same once the words
    of each are sorted (`token_sort_ratio`), for moving words about is not new; and the share of
    this greeting's words that the other has, for leaving words out is not new either. Unrelated
    sentences still share about 40 of 100 characters, so the score runs from 0 at a likeness of
    100 to 100 at a likeness of 40 or less: (100 − likeness) ÷ 60. An empty greeting scores 0; one
    with nothing before it scores 100. Of equals the latest given is the nearest.
    """
    bare = strip_greeting(greeting)
    if not bare:
        return Novelty(0, None, 0)
    nearest, likeness = None, 0.0
    for other in earlier:
        alike = _likeness(bare, strip_greeting(other))
        if alike and alike >= likeness:
            nearest, likeness = other, alike
    share = (_SAME - likeness) / (_SAME - _UNRELATED)
    return Novelty(round(100 * min(1.0, share)), nearest, round(likeness))


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    words, others = one.split(), set(other.split())
    kept = 100 * sum(word in others for word in words) / len(words)
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), kept)


def strip_greeting(greeting: str) -> str:
    """Return the words of `greeting` in small letters, without accents and names."""
    letters = to_letters(greeting, CASED).replace("\n", " ").strip()
    return " ".join(_WORD.findall(_NAME.sub(_without_name, letters).lower()))


def _without_name(match: re.Match[str]) -> str:
    return match.group() if _WELCOMING.fullmatch(match.group()) else " "
