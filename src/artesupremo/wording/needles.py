"""What must stand in a text for a pattern to find anything: compiling can wait until it does.

A large pattern takes milliseconds to compile, a look for a few letters none. Works on translated
patterns (patterns.py), whose grammar is small. Pure.
"""

from __future__ import annotations

import re
from typing import Final

MIN_LENGTH: Final = 3  # shorter letters stand in every text
MAX_NEEDLES: Final = 300

_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{(\d+)[^}]*\})\??")
_BRACKET: Final = re.compile(r"\[(?:[^\]\\]|\\.)*\]", re.DOTALL)


def find_needles(pattern: str) -> tuple[str, ...]:
    """Return letters of which at least one stands in every text that `pattern` finds.

    () if nothing can be said: the pattern has to be tried.
    """
    found = _Walk(pattern).either()
    if not found or len(found) > MAX_NEEDLES or min(map(len, found)) < MIN_LENGTH:
        return ()
    return tuple(sorted(found))


class _Walk:
    """One pass over a pattern; each step returns the needles of a part, or None."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def char(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def either(self) -> frozenset[str] | None:
        """Walk over `a|b|c`: its needles are those of all, if each has some."""
        parts = [self.sequence()]
        while self.char() == "|":
            self.at += 1
            parts.append(self.sequence())
        if any(part is None for part in parts):
            return None
        return frozenset().union(*(part for part in parts if part))

    def sequence(self) -> frozenset[str] | None:
        """Walk over parts that all have to match: the longest needles among them serve."""
        best: frozenset[str] | None = None
        run = ""
        while self.char() not in ("", "|", ")"):
            literal, part = self.part()
            least = self.repeats()
            if literal and least == 1 and not self.repeated:
                run += literal
                continue
            whole = frozenset({run + literal}) if literal and least else frozenset({run})
            best = _better(_better(best, whole), part if least else None)
            run = ""
        return _better(best, frozenset({run}))

    def part(self) -> tuple[str, frozenset[str] | None]:
        """Walk over one part: a literal letter, or the needles of something else."""
        char = self.char()
        bracket = _BRACKET.match(self.pattern, self.at)
        if bracket:
            self.at = bracket.end()
            return "", None
        if char == "(":
            self.at += len("(?:")
            needles = self.either()
            self.at += len(")")
            return "", needles
        if char == "\\":
            self.at += 2
            escaped = self.pattern[self.at - 1]
            return ("", None) if escaped.isalnum() else (escaped, None)
        self.at += 1
        return ("", None) if char in ".^$" else (char, None)

    def repeats(self) -> int:
        """Walk over `*`, `+`, `?` or `{2,5}`; return how often the part stands at least, to 1."""
        match = _QUANTIFIER.match(self.pattern, self.at)
        self.repeated = match is not None
        if match is None:
            return 1
        self.at = match.end()
        return min(1, int(match[1])) if match[1] else int(match.group()[0] == "+")


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if not one or not other:
        return one or other
    return max(one, other, key=lambda needles: (min(map(len, needles)), -len(needles)))
