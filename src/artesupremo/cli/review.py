"""`arte week`: the figures of the week, its questions, and what the next one begins with."""

from __future__ import annotations

import datetime as dt
import sys
from typing import NamedTuple

from artesupremo.cli.everyday import read_answers
from artesupremo.cli.output import NOT_A_TERMINAL, print_json, print_lines, print_wrapped
from artesupremo.cli.remarks import find_in, remark_on
from artesupremo.cli.session import Session, is_terminal
from artesupremo.cli.talk import editor_for, terminal_for
from artesupremo.days import Period, parse_period
from artesupremo.errors import DONE, InputNeededError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import Sitting
from artesupremo.journal.queries import (
    all_promises,
    messages_between,
    notes_between,
    practised_before,
    recorded_days,
)
from artesupremo.library.model import REVIEW, Question
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.words import period_title, promise_ended
from artesupremo.sittings.agenda import open_questions
from artesupremo.sittings.answers import record_answers
from artesupremo.sittings.conversation import Conversation
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.review import (
    beside_questions,
    is_exhausted,
    review_questions,
    suggest_focus,
    touched_promises,
    week_to_review,
)
from artesupremo.sittings.terminal import BOLD, DIM

_LATELY = dt.timedelta(days=28)


class ReviewOptions(NamedTuple):
    """The options of `arte week`."""

    answers: str | None = None
    no_input: bool = False
    json: bool = False


def review_week(session: Session, when: str | None, options: ReviewOptions) -> int:
    """Hold the review of a week: what is open of it."""
    week = _week(session, when)
    occasion = session.occasion(Sitting(REVIEW, week.first, session.lang))
    notes = list(notes_between(session.journal, week.first, week.last))
    promises = touched_promises(all_promises(session.journal), week)
    kinds = {note.kind for note in notes} | ({"promise"} if promises else set())
    questions = review_questions(session.library.week, session.journal, week, kinds)
    if options.answers is not None:
        record_answers(occasion, questions, read_answers(options.answers))
    elif not options.no_input and open_questions(questions, occasion.answers()):
        beside = beside_questions(
            notes,
            [promise_ended(promise, session.today) for promise in promises],
            messages_between(session.journal, week.first, week.last),
            lambda text: find_in(session, text),
            _suggestion(session, week),
        )
        _converse(session, occasion, questions, beside, week)
    _tell(session, occasion, questions, week, json=options.json)
    missing = open_questions(questions, occasion.answers()) if options.no_input else []
    if missing:
        raise InputNeededError(N_("Unanswered: {ids}."), ids=", ".join(missing))
    return DONE


def _week(session: Session, when: str | None) -> Period:
    if when is None:
        since = session.today - dt.timedelta(days=14)
        recorded = recorded_days(session.journal, since)
        return week_to_review(session.journal, session.today, recorded)
    week = parse_period("week", when, session.today)
    if week.first - dt.date.min < _LATELY:  # what is looked back at would lie before all days
        raise UsageError(N_("{words} is beyond the calendar."), words=when)
    if week.first > session.today:
        raise UsageError(N_("{words} has not come yet: it has nothing to review."), words=when)
    return week


def _converse(
    session: Session,
    occasion: Occasion,
    questions: list[Question],
    beside: dict[str, tuple[str, ...]],
    week: Period,
) -> None:
    terminal = terminal_for(session, instead=NOT_A_TERMINAL)
    if not occasion.answers():
        _show_figures(session, week)
    terminal.say(_("Review of the week"), BOLD)
    keys = _("Enter skips · < goes back · ? explains · e opens the editor")
    terminal.say_pieces(keys.split(" · "), DIM)
    Conversation(
        occasion,
        terminal,
        editor_for(session),
        judge=lambda question, text: remark_on(session, question, text),
        beside=beside,
    ).hold(questions)


def _show_figures(session: Session, week: Period) -> None:
    """Print the week's figures, if it has any."""
    from artesupremo.cli.figures import progress_of
    from artesupremo.cli.report import print_progress

    report = progress_of(session, week)
    if report.practised:
        print_progress(session, report)
        print_lines([""])


def _suggestion(session: Session, week: Period) -> str | None:
    after = week.last + dt.timedelta(days=1)
    practised = practised_before(session.journal, after)
    lately = [met.area for met in practised if met.day > week.last - _LATELY]
    found = suggest_focus(session.library.areas, lately, session.lang)
    if found is None or not lately:
        return None
    return _("An idea: {area}, which came up least in four weeks.").format(area=found[1])


def _tell(
    session: Session, occasion: Occasion, questions: list[Question], week: Period, *, json: bool
) -> None:
    given = occasion.answers()
    answered = sum(answer.value is not None for answer in given.values())
    done = sum(question.id in given for question in questions)
    if json:
        data = {"week": week.name, "done": done, "total": len(questions), "answered": answered}
        print_json("week", data)
        return
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        print_lines([""])
    title = period_title(week)
    count = plural("{count} answer", "{count} answers", answered).format(count=answered)
    print_wrapped(session, [f"{title} · {count}"])
    if done < len(questions):
        words = _("{done} of {total}: {command}")
        typed = command("week", "semana")
        told = words.format(done=done, total=len(questions), command=typed)
        print_wrapped(session, [told])
    elif answered:
        exports = command(f"export week {week.name}", f"exportar semana {week.name}")
        print_wrapped(session, [_("As a page: {command}").format(command=exports)])
    if is_exhausted(session.journal, week):
        print_wrapped(session, ["", *_calm_card()])


def _calm_card() -> list[str]:
    """Return the card after two weeks of deep tiredness: no diagnosis, no score."""
    return [
        _("Two weeks with a great deal of tiredness."),
        _("Rest comes first; after it, telling somebody one trusts."),
        _("Where there is an occupational health service, it is there for this, too."),
    ]
