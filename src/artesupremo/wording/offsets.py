"""Places in a text: from its composed form (NFC) back to the text as given, lines and columns.

Pure.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\r|\n")
_JAMO = range(0x1160, 0x1200)  # vowels and finals that join a syllable without being marks


class Places:
    """The composed form of a text, and where each of its characters came from."""

    def __init__(self, given: str) -> None:
        self.given = given
        self.text = unicodedata.normalize("NFC", given)
        self._clusters: list[int] | None = None  # where in `given` each character begins
        if self.text != given:
            self._map()
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(given))]

    def _map(self) -> None:
        pieces, starts = [], []
        for start, end in _clusters(self.given):
            piece = unicodedata.normalize("NFC", self.given[start:end])
            pieces.append(piece)
            starts += [start] * len(piece)
        if "".join(pieces) == self.text:
            self._clusters = [*starts, len(self.given)]
        else:  # not a text that anybody writes; what it says counts more than its form
            self.text = self.given

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start` to `end` of the composed text stand as given."""
        clusters = self._clusters
        if clusters is None:
            return start, end
        if start == end:
            return clusters[start], clusters[start]
        stop = end
        while stop < len(clusters) - 1 and clusters[stop] == clusters[end - 1]:
            stop += 1  # the end of the cluster, not its middle
        return clusters[start], clusters[stop]

    def line(self, at: int) -> int:
        """Return the line, from 1, of the place `at` in the text as given."""
        return bisect_right(self._lines, at)

    def column(self, at: int) -> int:
        """Return the column, from 1, of the place `at` in the text as given."""
        return at - self._lines[self.line(at) - 1] + 1


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` that compose among themselves only."""
    starts = [
        place
        for place, char in enumerate(text)
        if not place or not (_is_mark(char) or ord(char) in _JAMO)
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char).startswith("M")
