"""A message as the rules read it: composed, covered, cut into sentences, in three views.

Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

from artesupremo.wording.letters import CASED, FILLERS, FOLDED, to_letters
from artesupremo.wording.masking import cover, find_masks, read_notes
from artesupremo.wording.offsets import Places
from artesupremo.wording.sentences import Span, split

_COUNTED_WORDS: Final = 4  # a sentence of fewer words opens or closes, but is not counted
_EDGE: Final = 2  # sentences that make an opening or a closing
_NOT_OWN: Final = f"{FILLERS['quote']}{FILLERS['note']} \n"
_WORD: Final = re.compile(rb"[\w']+")
_JOINED: Final = re.compile("\u200d(?!\n).", re.DOTALL)


class Reading:
    """One message, read once; offsets here are into its composed text."""

    def __init__(self, given: str) -> None:
        self.places = Places(given)
        self.text = _one_end_a_line(self.places.text)
        masks = find_masks(self.text)
        self.notes = read_notes(self.text, masks)
        self._masks = masks
        joined = _JOINED.sub("\u200d\u200d", self.text)  # a family is one emoji
        self._joined = joined
        cased = self._covered(CASED)
        self.sentences: list[Span] = [
            (start, end) for start, end in split(cased) if cased[start:end].strip(_NOT_OWN)
        ]
        self._starts = [start for start, _end in self.sentences]
        self._views: dict[str, bytes] = {}
        self._threes: dict[str, frozenset[bytes]] = {}

    def _covered(self, view: str) -> str:
        return cover(to_letters(self._joined, view), self._masks, FILLERS)

    def view(self, name: str) -> bytes:
        """Return the message in the letters `name`: what is between sentences is a line end."""
        if name not in self._views:
            self._views[name] = self._cut(self._covered(name))
        return self._views[name]

    def _cut(self, letters: str) -> bytes:
        view = bytearray(b"\n" * len(letters))
        data, last = letters.replace("\n", " ").encode("ascii"), -1
        for start, end in self.sentences:
            view[start:end] = data[start:end]
            if start == last:  # nothing between the two: the second gives its first character
                view[start] = 0x0A
            last = end
        return bytes(view)

    def threes(self, name: str) -> frozenset[bytes]:
        """Return every three letters that stand together in the view `name`."""
        if name not in self._threes:
            letters = self.view(name)
            held = frozenset(letters[at : at + 3] for at in range(len(letters) - 2))
            self._threes[name] = held
        return self._threes[name]

    @cached_property
    def folded(self) -> str:
        """Return the message in FOLDED letters."""
        return self.view(FOLDED).decode("ascii")

    def sentence_at(self, at: int) -> int:
        """Return which sentence the place `at` is in."""
        return max(0, bisect_right(self._starts, at) - 1)

    def within(self, scope: str) -> range:
        """Return which sentences belong to `scope`: opening, closing, or else all of them."""
        count = len(self.sentences)
        if scope == "opening":
            return range(self._edge(range(count)) + 1)
        if scope == "closing":
            return range(self._edge(range(count - 1, -1, -1)), count)
        return range(count)

    def _edge(self, order: range) -> int:
        """Return the sentence at which the opening (or, backwards, the closing) ends."""
        counted, at = 0, order.start
        for at in order:
            start, end = self.sentences[at]
            counted += len(_WORD.findall(self.view(FOLDED), start, end)) >= _COUNTED_WORDS
            if counted == _EDGE:
                break
        return at

    def is_silenced(self, rule: str, category: str, lines: range | None) -> bool:
        """Tell whether a note silences the rule or its category on `lines` (None: on any)."""
        for at, ids in self.notes:
            line = self.places.line(self.places.span(at, at)[0])
            if {rule, category} & ids and (lines is None or line in lines):
                return True
        return False


def _one_end_a_line(text: str) -> str:
    r"""Return `text` with "\n" for every line end, each character where it was."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", " \n").replace("\r", "\n")
