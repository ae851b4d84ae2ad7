"""Answers as CSV for a spreadsheet: one row an answer, and no cell that starts a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from artesupremo.days import iso_week
from artesupremo.journal.model import Answer
from artesupremo.text import clean

COLUMNS = (
    "day", "week", "question", "wording", "skipped", "number", "choices", "text", "note",
    "recalled", "private", "at", "offset", "zone",
)  # fmt: skip
# A cell that begins with one of these, full width too, is run as a formula by some program
# (OWASP, CSV injection).
_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_INSIDE = re.compile(r"""([;\t\n]["'\s]*)([=+\-@|%＝＋－＠])""")


def table_lines(answers: Iterable[Answer]) -> Iterator[str]:
    """Yield the lines of the table, its heading first."""
    yield _line(COLUMNS)
    for answer in answers:
        value = answer.value
        yield _line(
            (
                answer.day.isoformat(),
                iso_week(answer.day),
                answer.asked.question,
                answer.asked.wording,
                "yes" if value is None else "no",
                "" if value is None or value.number is None else str(value.number),
                ";".join(value.choices) if value else "",
                (value.text or "") if value else "",
                (value.note or "") if value else "",
                "yes" if answer.recalled else "no",
                "yes" if value and value.private else "no",
                answer.at,
                f"UTC{answer.offset / 60:+g}",
                answer.zone,
            )
        )


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe_cell(cell) for cell in cells])
    return out.getvalue().removesuffix("\n")


def safe_cell(text: str) -> str:
    """Return `text` as a cell that every spreadsheet takes for text.

    Also where a program parts cells at semicolons or tabs instead of commas: to it the quotes
    around a cell of several lines stand in the middle of one, and each line is a row.
    """
    text = _INSIDE.sub(r"\1'\2", clean(text))
    return f"'{text}" if text.lstrip(" ").startswith(_MARKS) else text
