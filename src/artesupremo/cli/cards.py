"""The card: what bare `arte` prints, and what ends a sitting.

No Typer here, as in `everyday`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence

from artesupremo.calendar import constancy, reach_back
from artesupremo.cli.output import print_card, print_json
from artesupremo.cli.rescue import tell_waiting
from artesupremo.cli.session import Session, is_terminal
from artesupremo.errors import DONE
from artesupremo.journal.model import Answer, Entry, Sitting
from artesupremo.journal.queries import answers_on, open_promises, recorded_days
from artesupremo.library.model import SITTINGS, Question
from artesupremo.reports.card import Card, DayFacts, Part, build_card
from artesupremo.sittings.closing import closing_questions, day_to_offer
from artesupremo.sittings.occasion import plan_sentence

_A_YEAR = 260  # scheduled days: what was practised before them is not looked for


def show_card(session: Session, *, json: bool = False) -> int:
    """Print the card of the day: what is done, what is next. Never asks."""
    show(session, card_of(session, session.today), "card", json=json)
    tell_waiting(session)
    return DONE


def card_of(
    session: Session, day: dt.date, *, after: str | None = None, plan_shown: bool = False
) -> Card:
    """Return the card of `day`; `after` is the sitting that just ended.

    A plan that was just read and kept (`plan_shown`) is not said again.
    """
    calendar = session.calendar
    recorded = recorded_days(session.journal, reach_back(session.today, calendar, _A_YEAR))
    counted = constancy(session.today, calendar, recorded)
    open_day = None
    if after is None:
        open_day = day_to_offer(session.journal, session.library, day, calendar)
    facts = _facts(session, day, plan_shown=plan_shown)
    return build_card(day, facts, counted, after=after, open_day=open_day)


def show(session: Session, card: Card, command: str, *, json: bool) -> None:
    """Print `card` as the result of `command`."""
    if json:
        from artesupremo.reports.faces.data import card_data

        print_json(command, card_data(card))
        return
    if card.after and is_terminal(sys.stdin) and is_terminal(sys.stdout):
        sys.stdout.write("\n")
    print_card(session, card)


def _facts(session: Session, day: dt.date, *, plan_shown: bool) -> DayFacts:
    occasion = session.occasion(Sitting("morning", day, session.lang))
    given = {sitting: answers_on(session.journal, sitting, day) for sitting in SITTINGS}
    values = {
        answer.asked.question: answer.value
        for answers in given.values()
        for answer in answers
        if answer.value
    }
    plan = values.get("plan")
    morning = occasion.morning()
    chosen = None if plan_shown and not (plan and plan.text) else morning and morning.chosen
    return DayFacts(
        {key: value.text for key, value in values.items() if value.text},
        {key: value.number for key, value in values.items() if value.number},
        chosen.title if chosen else None,
        plan_sentence(chosen, plan.text if plan else None) if chosen else None,
        _part(session.library.morning, given["morning"]),
        _part(closing_questions(occasion), given["closing"]),
        tuple(p for p in open_promises(session.journal) if p.is_due(session.today)),
        frozenset(_damaged(morning, [*given["morning"], *given["closing"]])),
    )


def _damaged(morning: Entry | None, given: Sequence[Answer]) -> Iterator[str]:
    """Yield what of a day is not what was saved; the plan is made of the practice, too."""
    yield from (answer.asked.question for answer in given if not answer.intact)
    if morning and not morning.intact:
        yield from ("practice", "plan")


def _part(questions: Sequence[Question], given: Sequence[Answer]) -> Part:
    done = {answer.asked.question for answer in given}
    answered = sum(answer.value is not None for answer in given)
    return Part(sum(question.id in done for question in questions), len(questions), answered)
