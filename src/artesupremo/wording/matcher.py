"""Several patterns looked for at once; compiled when a text might hold what they look for."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from artesupremo.wording.model import Token
from artesupremo.wording.needles import MIN_LENGTH
from artesupremo.wording.patterns import Prepared, compile_pattern
from artesupremo.wording.reading import Reading

_SHORT: Final = 20_000  # characters: in a longer text, looking before compiling gains nothing
_MAX_KEPT: Final = 8  # compiled choices of a matcher; after that, everything is tried each time


class Found(NamedTuple):
    """A stretch of a message that a pattern found."""

    start: int
    end: int


class _Entry(NamedTuple):
    """One pattern of a matcher, and the token it stands for."""

    pattern: str  # translated
    needles: tuple[bytes, ...]
    heads: frozenset[bytes]  # the first three letters of each needle
    token: Token


class Matcher:
    """Several patterns looked for at once, in the letters each of them wants."""

    def __init__(self, entries: Iterable[tuple[Prepared, str, Token]]) -> None:
        """Take (prepared pattern, view, token) triples."""
        self._entries: dict[str, list[_Entry]] = {}
        for (pattern, needles), view, token in entries:
            sought = tuple(needle.encode("ascii") for needle in needles)
            heads = frozenset(needle[:MIN_LENGTH] for needle in sought)
            self._entries.setdefault(view, []).append(_Entry(pattern, sought, heads, token))
        self._kept: dict[tuple[str, str, tuple[int, ...]], Any] = {}

    def find(self, reading: Reading, *, once: bool = False) -> list[Found]:
        """Return everything found, by position; with `once`, in no sentence more than needed."""
        found: list[Found] = []
        for view in self._entries:
            chosen = self._worth_trying(reading, view)
            if chosen:
                joined = self._compiled(view, chosen, "(?:{})")
                found += (_find_once if once else _find_all)(joined, reading, view)
        return sorted(found) if len(self._entries) > 1 else found

    def token(self, reading: Reading, found: Found) -> Token | None:
        """Return the token whose pattern made the find."""
        for view, entries in self._entries.items():
            chosen = self._worth_trying(reading, view)
            if not chosen:
                continue
            match = self._compiled(view, chosen, "({})").match(reading.view(view), found.start)
            if match and match.end() == found.end:
                place: int = match.lastindex - 1
                return entries[chosen[place]].token
        return None

    def _worth_trying(self, reading: Reading, view: str) -> tuple[int, ...]:
        """Return which patterns may find something in the message."""
        letters, entries = reading.view(view), self._entries[view]
        if len(letters) > _SHORT or len(self._kept) > _MAX_KEPT:
            return tuple(range(len(entries)))
        threes = reading.threes(view)
        return tuple(
            place
            for place, entry in enumerate(entries)
            if not entry.needles
            or (
                not entry.heads.isdisjoint(threes)
                and any(needle in letters for needle in entry.needles)
            )
        )

    def _compiled(self, view: str, chosen: tuple[int, ...], group: str) -> Any:  # noqa: ANN401  # RE2's
        key = (view, group, chosen)
        if key not in self._kept:
            entries = self._entries[view]
            self._kept[key] = compile_pattern(
                "|".join(group.replace("{}", entries[place].pattern) for place in chosen)
            )
        return self._kept[key]


def _find_all(pattern: Any, reading: Reading, view: str) -> Iterator[Found]:  # noqa: ANN401  # RE2's
    for match in pattern.finditer(reading.view(view)):
        start, end = match.span()
        if end > start:
            yield Found(start, end)


def _find_once(pattern: Any, reading: Reading, view: str) -> Iterator[Found]:  # noqa: ANN401  # RE2's
    letters, at = reading.view(view), 0
    while (match := pattern.search(letters, at)) is not None:
        start, end = match.span()
        if end > start:
            yield Found(start, end)
        at = max(end + 1, reading.sentences[reading.sentence_at(start)][1])
