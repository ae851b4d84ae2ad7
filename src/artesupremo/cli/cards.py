"""Gathering what the card of a day says, and printing it."""

from __future__ import annotations

import datetime as dt
import sys

from artesupremo.cli.output import print_card, print_json
from artesupremo.cli.session import Session
from artesupremo.cli.talk import occasion_for
from artesupremo.days import constancy
from artesupremo.journal.queries import answers_on, recorded_days
from artesupremo.journal.store import Sitting
from artesupremo.library.model import SITTINGS, Question
from artesupremo.reports.card import Card, DayFacts, Part, build_card
from artesupremo.sittings.closing import closing_questions, day_to_offer
from artesupremo.sittings.prompts import plan_sentence


def card_of(session: Session, day: dt.date, *, after: str | None = None) -> Card:
    """Return the card of `day`; `after` is the sitting that just ended."""
    calendar = session.settings.calendar
    counted = constancy(session.today, calendar, recorded_days(session.journal))
    open_day = None
    if after is None:
        open_day = day_to_offer(session.journal, session.library, day, calendar)
    return build_card(day, _facts(session, day), counted, after=after, open_day=open_day)


def show(session: Session, card: Card, command: str, *, json: bool) -> None:
    """Print `card` as the result of `command`."""
    if json:
        from artesupremo.reports.faces.data import card_data

        print_json(command, card_data(card))
        return
    if card.after and sys.stdin.isatty() and sys.stdout.isatty():
        sys.stdout.write("\n")
    print_card(session, card)


def _facts(session: Session, day: dt.date) -> DayFacts:
    occasion = occasion_for(session, Sitting("morning", day, session.lang))
    given = {sitting: answers_on(session.journal, sitting, day) for sitting in SITTINGS}
    values = {
        answer.asked.question: answer.value
        for answers in given.values()
        for answer in answers
        if answer.value
    }
    chosen = occasion.chosen()
    plan = values.get("plan")
    return DayFacts(
        {key: value.text for key, value in values.items() if value.text},
        {key: value.number for key, value in values.items() if value.number},
        chosen.title if chosen else None,
        plan_sentence(chosen, plan.text if plan else None) if chosen else None,
        _part(session.library.morning, {a.asked.question for a in given["morning"]}),
        _part(closing_questions(occasion), {a.asked.question for a in given["closing"]}),
    )


def _part(questions: list[Question] | tuple[Question, ...], done: set[str]) -> Part:
    return Part(sum(question.id in done for question in questions), len(questions))
