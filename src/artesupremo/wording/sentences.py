"""Where the sentences of a Spanish or English message begin and end.

Works on the CASED letters of a message whose quotations are covered (letters.py, masking.py) and
that still has its line ends. Pure.
"""

from __future__ import annotations

import re
from typing import Final

from artesupremo.wording.letters import EMOJI, FILLERS, JOINER, OPENING_QUESTION, OPENING_SHOUT

Span = tuple[int, int]

MAX_LENGTH: Final = 1_000  # of a sentence; whatever runs on without an end is cut
_QUOTED: Final = FILLERS["quote"]
_WRAPPED: Final = 50  # a line as long as this may simply have wrapped

_SMILE = f"[{EMOJI}{JOINER}]"
_OPENING = f"{OPENING_QUESTION}{OPENING_SHOUT}"
_END: Final = re.compile(
    rf"""
    (?P<stop>[.!?\x06]+(?:[")\]'\x10]|{_SMILE}|\ (?={_SMILE}))*)(?=[ \n]|$|[{_OPENING}])
  | (?P<smile>{_SMILE}+)(?=\ [{_OPENING}]?[A-Z])
  | (?P<line>\n[ \n]*)
    """,
    re.VERBOSE,
)
_WORD_BEFORE: Final = re.compile(r"[A-Za-z0-9.]{1,12}\Z")
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,2}[.)]|[a-h]\))[ ]+")
_ITEM_NUMBER: Final = re.compile(r"(?:\A|\n)[ ]*(?:\d{1,2}|[a-h])\Z")

# Never the end of a sentence. In CASED letters: without accents.
_ABBREVIATIONS: Final = frozenset(
    """
    sr sra srta sres sras d dna dr dra dres lic licda ing arq prof profa mtro mtra gral cnel
    pbro ej p.ej pag pags art arts num nums tel telf ext av avda avd apdo aprox max min dpto
    depto cta ref fig vol cod urb mr mrs ms mx messrs st e.g i.e approx dept viz fr rev hon
    """.split()  # noqa: SIM905  # words, not quotation marks
)
# The end of a sentence if a capital follows.
_EITHER: Final = frozenset(
    """
    etc ud uds vd vds a.m p.m m s.a s.l s.a.s ee.uu u.s u.k inc ltd co corp cia jr vs hrs hs
    min seg
    """.split()  # noqa: SIM905  # words, not quotation marks
)


def split(letters: str) -> list[Span]:
    """Return start and end of each sentence in `letters`, without the space around it."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(letters):
        if _is_boundary(letters, match):
            _note(letters, start, match.end(), spans)
            start = match.end()
    _note(letters, start, len(letters), spans)
    return spans


def _note(letters: str, start: int, end: int, spans: list[Span]) -> None:
    """Add the sentence between `start` and `end`, if there is one, cut to what may be read."""
    while True:
        while start < end and letters[start] in " \n":
            start += 1
        item = _ITEM.match(letters, start, end)
        if item is None:
            break
        start = item.end()
    while end > start and letters[end - 1] in " \n":
        end -= 1
    while end - start > MAX_LENGTH:
        space = letters.rfind(" ", start + 1, start + MAX_LENGTH)
        cut = space if space > 0 else start + MAX_LENGTH
        spans.append((start, cut))
        start = cut + (space > 0)
    if end > start:
        spans.append((start, end))


def _is_boundary(letters: str, match: re.Match[str]) -> bool:
    if match["line"]:
        return _ends_line(letters, *match.span())
    if match["smile"]:
        return True
    rest = letters[match.end() : match.end() + 4].lstrip(" \n" + _OPENING + '"(')
    stop = match["stop"]
    if stop[0] == ".":
        return _ends_at_dots(letters, match.start(), stop, rest)
    return stop[0] != "\x06" or not rest[:1].islower()


def _ends_at_dots(letters: str, at: int, stop: str, rest: str) -> bool:
    if stop.startswith(".."):
        return not rest[:1].islower()
    if len(stop.rstrip()) > 1:  # a bracket or an emoji closes with it
        return True
    found = _WORD_BEFORE.search(letters, max(0, at - 12), at)
    word = found.group() if found else ""
    if _ITEM_NUMBER.search(letters, max(0, at - 12), at):
        return False
    return _ends_after(word, rest)


def _ends_after(word: str, rest: str) -> bool:
    """Tell whether the dot after `word` and before `rest` ends a sentence."""
    small = word.lower()
    if small in _EITHER:
        return not rest[:1].islower() and not rest[:1].isdigit()
    if small in _ABBREVIATIONS:
        return False
    if small in ("no", "nro"):  # No. 7
        return not rest[:1].isdigit()
    initial = len(word) == 1 and word.isalpha() and word != "I"
    return not initial


def _ends_line(letters: str, start: int, end: int) -> bool:
    """Tell whether the line end from `start` to `end` ends a sentence, or the line just wraps."""
    if letters.count("\n", start, end) > 1 or _ITEM.match(letters, end):
        return True
    before = letters.rfind("\n", 0, start) + 1
    line = letters[before:start].rstrip()
    following = letters[end : end + 1]
    if not line.strip(_QUOTED) or line[-1] in f'.!?:;\x06"{EMOJI}{JOINER}\x15':
        return True
    if following == _QUOTED:  # a line that somebody else wrote, or a quotation
        return letters[end : letters.find("\n", end) % (len(letters) + 1)].strip(_QUOTED) == ""
    if following.islower() or following.isdigit():
        return False
    return len(line) < _WRAPPED
