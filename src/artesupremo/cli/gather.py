"""Gathering what pages say of a period, day by day."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby

from artesupremo.cli.session import Session
from artesupremo.days import Period
from artesupremo.i18n import _
from artesupremo.journal.model import Answer, Entry, Note
from artesupremo.journal.queries import (
    answers_between,
    entries_between,
    notes_between,
)
from artesupremo.library.model import Question
from artesupremo.reports.day import DayReport, build_day
from artesupremo.reports.sharing import Sharing
from artesupremo.sittings.ask import describe, stand_in
from artesupremo.sittings.occasion import plan_sentence


def days_of(
    session: Session, period: Period, sharing: Sharing | None = None
) -> Iterator[DayReport]:
    """Yield the days of `period` that have answers or notes, one at a time."""
    questions = session.library.every_question()

    def words(answer: Answer, entry: Entry) -> str:
        return answer_in_words(session, answer, entry, questions)

    # Two streams in the order of days; what falls on one day is one report.
    sittings = ((held[0].day, held, None) for held in _sittings(session, period, sharing))
    notes = ((note.day, None, note) for note in _notes(session, period, sharing))
    both = heapq.merge(sittings, notes, key=lambda dated: dated[0])
    for day, dated in groupby(both, key=lambda dated: dated[0]):
        held = list(dated)
        yield build_day(
            day,
            [sitting for _day, sitting, _note in held if sitting],
            words,
            [note for _day, _sitting, note in held if note],
        )


def _sittings(
    session: Session, period: Period, sharing: Sharing | None
) -> Iterator[tuple[Entry, list[Answer]]]:
    """Yield the sittings of `period` that have answers, with them."""
    answers = _answers(session, period, sharing)
    waiting = next(answers, None)
    for entry in entries_between(session.journal, period.first, period.last):
        given: list[Answer] = []
        while waiting is not None and waiting.entry == entry.id:
            given.append(waiting)
            waiting = next(answers, None)
        if given:
            yield entry, given


def _notes(session: Session, period: Period, sharing: Sharing | None) -> Iterator[Note]:
    notes = notes_between(session.journal, period.first, period.last)
    return sharing.notes(notes) if sharing else notes


def _answers(session: Session, period: Period, sharing: Sharing | None) -> Iterator[Answer]:
    answers: Iterable[Answer] = answers_between(session.journal, period.first, period.last)
    return iter(sharing.of(answers) if sharing else answers)


def answer_in_words(
    session: Session, answer: Answer, entry: Entry, questions: dict[str, Question]
) -> str:
    """Return what was answered as one would say it, even to a question asked no more."""
    question = questions.get(answer.asked.question) or stand_in(answer.asked)
    value = answer.value
    if value and question.kind == "plan" and entry.chosen:
        return plan_sentence(entry.chosen, value.text)
    if value and question.kind == "practice" and value.number == 0:
        note = [value.note] if value.note else []
        return ", ".join([_("0 the occasion did not come"), *note])
    return describe(question, value, session.lang)
