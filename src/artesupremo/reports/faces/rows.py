"""The rows and sections that a report is said in."""

from typing import NamedTuple

LABEL, WORDS, BOTH = "label", "words", "both"


class Row(NamedTuple):
    """A label and its words; `own` tells which are the advisor's: LABEL, WORDS, BOTH or ""."""

    label: str
    words: str
    own: str = ""


class Section(NamedTuple):
    """A heading and its rows."""

    key: str
    title: str
    rows: tuple[Row, ...]
