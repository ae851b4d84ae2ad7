"""What in a message is not the writer's own words: quotations, addresses, numbers, placeholders.

Found by its form and covered by filler of equal length, so that no rule reads it and offsets
hold. Notes to the checker itself (`arte: ignore …`) are found here too. Pure; the time taken
grows with the length of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Mask(NamedTuple):
    """A stretch to be covered; `kind` is one of the names in letters.FILLERS."""

    kind: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?P<note> <!--[ \t]*arte:[ \t]*ignore[ \t][^\n<>]{1,200}?-->
                | (?<!\S)\#[ \t]*arte:[ \t]*ignore[ \t][ \t]*[\w-]+(?:[ \t]*,[ \t]*[\w-]+)* )
      | (?P<cited> ^[ \t]*>[^\n]*
                 | ^[^\n>]{0,200}\b(?:escribi[óo]|wrote):[ \t]*$(?=\n[ \t]*>) )
      | (?P<url> \b(?:https?://|www\.)[^\s<>"«»“”]+
               | \b[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|net|org|es|mx|ar|co|cl|pe|uk|io|app)
                 (?![\w@]|\.\w)(?:/[^\s<>"«»“”]*)? )
      | (?P<mail> (?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5} )
      | (?P<quote> «(?:[^«»\n]|\n(?![ \t]*\n)){1,600}»
                 | “(?:[^“”\n]|\n(?![ \t]*\n)){1,600}”
                 | „(?:[^„“”\n]|\n(?![ \t]*\n)){1,600}[“”]
                 | (?<![\w"])"(?=\S)(?:[^"\n]|\n(?![ \t]*\n)){1,600}"(?!\w) )
      | (?P<placeholder> [%$]?\{\{?[^{}\n]{1,60}\}?\} | \[[^\[\]\n]{1,60}\] | <[A-Za-z_]{2,40}> )
      | (?P<number> \([1-9]/[1-9]\) | ^[1-9]/[1-9](?=[ \t]) | (?<=[ \t])[1-9]/[1-9](?=\s*\Z)
                  | (?<![\w&])\#[\w-]{0,30}\d[\w-]*
                  | \b[nN](?:\.?[º°]\.?|úm\.|o\.)[ ]?\d[\d.-]*(?<=\d)
                  | \b[A-Z]{1,6}-?\d{3,}[A-Z0-9-]* | \b\d{1,6}[A-Z]{1,4}\d[A-Z0-9]*
                  | \b\d{3,}(?:-\d{3,})+\b | (?<![\d.,$€£])\d{6,}\b )
        """,
        re.VERBOSE | re.MULTILINE,
    )


def find_masks(text: str) -> list[Mask]:
    """Return what is to be covered in `text`, in order and without overlaps."""
    found = []
    for match in _pattern().finditer(text):
        kind = match.lastgroup or "quote"
        start, end = match.span()
        if kind == "url":
            end = start + len(match.group().rstrip(".,;:!?)…"))
        if kind == "quote" and _is_all(text, start, end):  # pasted in quotes as a whole
            continue
        found.append(Mask("quote" if kind == "cited" else kind, start, end))
    return found


def _is_all(text: str, start: int, end: int) -> bool:
    return not text[:start].strip() and not text[end:].strip()


def cover(text: str, masks: list[Mask], filler: dict[str, str]) -> str:
    """Return `text` with every mask replaced by its filler; line ends stay where they are."""
    pieces: list[str] = []
    at = 0
    for kind, start, end in masks:
        lines = text[start:end].split("\n")
        pieces += (text[at:start], "\n".join(filler[kind] * len(line) for line in lines))
        at = end
    return "".join((*pieces, text[at:]))


def read_notes(text: str, masks: list[Mask]) -> list[tuple[int, frozenset[str]]]:
    """Return the notes to the checker: where each stands, and the ids of rules it silences."""
    notes = []
    for kind, start, end in masks:
        if kind == "note":
            ids = re.findall(r"[\w-]+", text[start:end].partition("ignore")[2].rstrip("->"))
            notes.append((start, frozenset(ids)))
    return notes
