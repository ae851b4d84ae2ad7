"""Reports in sentences, for a screen reader: no boxes, no signs, nothing told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from artesupremo.days import long_day
from artesupremo.i18n import _, language
from artesupremo.reports.card import Card
from artesupremo.reports.day import DayReport, Line
from artesupremo.reports.faces.lines import area_name, card_rows, card_title, closing_line


def card_sentences(card: Card) -> Iterator[str]:
    """Yield the card, a sentence a line."""
    yield f"{card_title(card)}."
    ratings = {area_name(area): number for area, number in card.ratings}
    for label, words, _wraps in card_rows(card):
        if label in ratings and card.after == "closing":
            yield _("{label}: {number} out of 5.").format(label=label, number=ratings[label])
        else:
            yield f"{label}: {words.rstrip('.')}."
    last = closing_line(card)
    if last:
        yield last


def day_sentences(report: DayReport) -> Iterator[str]:
    """Yield a day, a line a question."""
    title = long_day(report.day, language())
    yield title[:1].upper() + title[1:] + "."
    for part in report.parts:
        yield _("Morning") + "." if part.sitting == "morning" else _("Closing") + "."
        for line in part.lines:
            yield f"{line.wording} {answer_words(line)}"


def answer_words(line: Line) -> str:
    """Return what was answered, with what has to be said about it."""
    words = _("skipped") if line.skipped else line.words
    if line.recalled:
        words = _("{answer} (recalled)").format(answer=words)
    if not line.intact:
        words = _("{answer} (damaged: it is not what was saved)").format(answer=words)
    return words
