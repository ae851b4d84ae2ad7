"""Gathering what reports and exports say: the period meant, its figures, its days."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby

from artesupremo.cli.session import Session
from artesupremo.days import Period, long_period, parse_period, period_of
from artesupremo.errors import NothingToShowError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Answer, Asked, Entry, Note
from artesupremo.journal.queries import (
    answers_between,
    entries_between,
    last_recorded_day,
    notes_between,
    practised_before,
    recorded_days,
    recorded_span,
)
from artesupremo.library.model import Question
from artesupremo.reports.day import DayReport, build_day
from artesupremo.reports.progress import Past, PracticeDay, Progress, build_progress
from artesupremo.reports.sharing import Sharing
from artesupremo.sittings.ask import describe
from artesupremo.sittings.occasion import plan_sentence


def choose_period(session: Session, kind: str, when: str | None) -> Period:
    """Return the period meant; without `when` the current one, or the last with entries.

    Raises NothingToShowError if it holds nothing.
    """
    span = recorded_span(session.journal)
    if span is None:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    if kind == "all":
        return Period("all", "all", *span)
    if when is not None:
        period = parse_period(kind, when, session.today)
        if not _has_entries(session, period):
            raise NothingToShowError(
                N_("Nothing was written in {period}: arte history shows what there is."),
                period=long_period(period, session.lang),
            )
        return period
    period = period_of(kind, session.today)
    if _has_entries(session, period):
        return period
    latest = period_of(kind, last_recorded_day(session.journal, session.today) or span[1])
    name = long_period(latest, session.lang)
    session.tell(
        _("Nothing there yet now; this is the last one with entries: {period}.").format(
            period=name
        )
    )
    return latest


def _has_entries(session: Session, period: Period) -> bool:
    day = last_recorded_day(session.journal, period.last)
    return day is not None and day >= period.first


def progress_of(session: Session, period: Period, sharing: Sharing | None = None) -> Progress:
    """Return the figures of `period`, of what may be shared only if `sharing` says so."""
    journal = session.journal
    after = min(period.last, session.today) + dt.timedelta(days=1)
    met = [
        PracticeDay(p.day, p.practice, p.title, p.rating) for p in practised_before(journal, after)
    ]
    return build_progress(
        period,
        entries_between(journal, period.first, period.last),
        _answers(session, period, sharing),
        Past(session.calendar, recorded_days(journal), met),
        today=session.today,
    )


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


def stand_in(asked: Asked) -> Question:
    """Return a question in place of one that is asked no more."""
    return Question(asked.question, asked.kind, {}, {}, 1, {}, {})
