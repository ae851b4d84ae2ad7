"""What is left out and replaced when a page is meant for somebody else's eyes. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from artesupremo.journal.model import Answer, Note
from artesupremo.journal.notes import FIELDS
from artesupremo.text import fold

_WORD = re.compile(r"\w+")


class Sharing:
    """Leaves out what is private, replaces the names the advisor listed, and counts both."""

    def __init__(self, names: Iterable[str], private: Collection[str], instead: str) -> None:
        self._names = sorted((_folded_words(name) for name in names), key=len, reverse=True)
        self._private = private  # ids of questions that are private
        self._instead = instead
        self.left_out = 0
        self.replaced = 0

    def again(self) -> Sharing:
        """Return one that does the same and counts for itself."""
        other = Sharing((), self._private, self._instead)
        other._names = self._names
        return other

    def allows(self, question: str, *, private: bool) -> bool:
        """Tell whether an answer to `question` may be shared."""
        return not private and question not in self._private

    def cleaned(self, text: str) -> str:
        """Return `text` without the names."""
        return self._clean(text) or ""

    def of(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """Yield the answers that may be shared, without names."""
        for answer in answers:
            value = answer.value
            if value and (value.private or answer.asked.question in self._private):
                self.left_out += 1
                continue
            if value:
                text, note = self._clean(value.text), self._clean(value.note)
                yield answer._replace(value=value._replace(text=text, note=note))
            else:
                yield answer

    def notes(self, notes: Iterable[Note]) -> Iterator[Note]:
        """Yield the notes that may be shared, without names."""
        for note in notes:
            if note.private:
                self.left_out += 1
                continue
            texts = [field.name for field in FIELDS.get(note.kind, ()) if field.kind == "text"]
            details = {
                name: self._clean(held) if name in texts else held
                for name, held in note.details.items()
            }
            yield note._replace(text=self._clean(note.text) or "", details=details)

    def _clean(self, text: str | None) -> str | None:
        if not text:
            return text
        words = list(_WORD.finditer(text))
        folded = [fold(word.group()) for word in words]
        pieces, end, place = [], 0, 0
        while place < len(words):
            length = self._name_at(folded, place)
            if length:
                pieces += [text[end : words[place].start()], self._instead]
                end = words[place + length - 1].end()
                self.replaced += 1
            place += length or 1
        return "".join((*pieces, text[end:]))

    def _name_at(self, folded: list[str], place: int) -> int:
        """Return how many words of a listed name stand at `place`, 0 for none."""
        for name in self._names:
            if name and folded[place : place + len(name)] == name:
                return len(name)
        return 0


def _folded_words(name: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(name)]
