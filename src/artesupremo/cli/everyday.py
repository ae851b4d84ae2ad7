"""What `arte today` and `arte close` do.

No Typer here: `__main__` calls these functions before the tree of commands is imported, and the
tree calls the very same ones.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from artesupremo.cli.output import NOT_A_TERMINAL, print_lines
from artesupremo.cli.rescue import tell_waiting
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, open_sitting, terminal_for
from artesupremo.days import past_day
from artesupremo.errors import DONE, InputNeededError, UsageError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Sitting
from artesupremo.journal.queries import answer_before, entries_between, recorded_days
from artesupremo.library.model import Question
from artesupremo.sittings.agenda import morning_agenda, open_questions
from artesupremo.sittings.closing import closing_questions, day_to_close, day_to_offer, offer
from artesupremo.sittings.conversation import Conversation
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.terminal import DIM, Terminal

_MAX_ANSWERS_BYTES = 4 * 1024 * 1024
_FIRST_DAYS = 2  # after them `arte setup` is named no more


class Options(NamedTuple):
    """The options of `arte today` and `arte close`."""

    date: str | None = None
    short: bool = False
    answers: str | None = None  # a path, "-" for standard input
    no_input: bool = False
    json: bool = False
    why: bool = False
    another: bool = False
    practice: str | None = None


def hold_today(session: Session, options: Options) -> int:
    """Hold the morning: what is open of it, and first the offer to close the last worked day."""
    day, recalled = _day(session, options, session.today)
    occasion = session.occasion(Sitting("morning", day, session.lang, recalled, options.short))
    questions = morning_agenda(session.library.morning, short=options.short)
    if options.practice is not None or options.another:
        _settle_practice(occasion, options)
    if options.answers is not None:
        _take_answers(session, occasion, session.library.morning, options.answers)
        asked = set[str]()
    else:
        asked = _converse_morning(session, occasion, questions, options)
    after = "morning" if asked or options.answers is not None else None
    _show(session, day, "today", after=after, shown="plan" in asked, json=options.json)
    _say_why(occasion, options)
    if asked and not options.json:
        _name_setup(session, occasion)
    if asked:
        session.compile_rules()
    _look_after(session)
    return _status(occasion, questions, options)


def hold_close(session: Session, options: Options) -> int:
    """Hold the end of the shift."""
    ends = session.settings.day_ends
    usual = day_to_close(session.journal, session.library, session.now, ends)
    day, recalled = _day(session, options, usual)
    occasion = session.occasion(Sitting("closing", day, session.lang, recalled))
    questions = closing_questions(occasion)
    if options.answers is not None:
        _take_answers(session, occasion, session.library.closing, options.answers)
    elif not options.no_input and _open_ids(occasion, questions):
        terminal = terminal_for(session, aside=options.json, instead=NOT_A_TERMINAL)
        open_sitting(terminal, occasion)
        Conversation(occasion, terminal, editor_for(session)).hold(questions)
    _show(session, day, "close", after="closing", json=options.json)
    _look_after(session)
    return _status(occasion, questions, options)


def _look_after(session: Session) -> None:
    from artesupremo.cli.care import look_after  # the card is on the screen

    look_after(session)


def _converse_morning(
    session: Session, occasion: Occasion, questions: Sequence[Question], options: Options
) -> set[str]:
    """Ask what is open and return the ids of what was asked."""
    offered = None
    if options.no_input:
        return set()
    if options.date is None:
        offered = day_to_offer(session.journal, session.library, occasion.day, session.calendar)
    if not (_open_ids(occasion, questions) or offered):
        return set()
    terminal = terminal_for(session, aside=options.json, instead=NOT_A_TERMINAL)
    tell_waiting(session)
    open_sitting(terminal, occasion, motto=_motto(session, occasion))
    if offered:
        _catch_up(session, occasion, terminal, offered)
    conversation = Conversation(
        occasion,
        terminal,
        editor_for(session),
        explain=options.why,
        judge=lambda question, text: _remark_on(session, question, text),
    )
    conversation.hold(questions)
    return conversation.asked


def _remark_on(session: Session, question: str, text: str) -> str | None:
    if not session.rules_are_ready:  # made after the card: nobody waits for them in between
        return None
    from artesupremo.cli.remarks import remark_on  # the answer is given and saved

    return remark_on(session, question, text)


def _motto(session: Session, occasion: Occasion) -> str | None:
    """Return what people are to leave with, on the first morning of a week."""
    motto, day = session.settings.leave_with, occasion.day
    if not motto or day != session.today:
        return None
    monday = day - dt.timedelta(days=day.weekday())
    week = list(entries_between(session.journal, monday, day))
    return None if any(entry.sitting == "morning" for entry in week) else motto


def _name_setup(session: Session, occasion: Occasion) -> None:
    """Name `arte setup` after the very first card, unless something is settled already."""
    if os.path.exists(session.places.settings_file):
        return
    had_a_card = answer_before(session.journal, "plan", occasion.day)
    if not had_a_card and len(recorded_days(session.journal)) <= _FIRST_DAYS:
        from artesupremo.reports.faces.lines import command

        sentence = _("Form of address, work days, folder: {command}")
        words = sentence.format(command=command("setup", "preparar"))
        terminal_for(session).say(words, DIM, indent=2, hang=2)


def _settle_practice(occasion: Occasion, options: Options) -> None:
    """Take the practice that was asked for, or swap today's, once."""
    from artesupremo.library.names import find_practice
    from artesupremo.sittings.morning import choose_by_hand, choose_for, swap_for

    if options.practice is not None:
        choose_by_hand(occasion, find_practice(occasion.library, options.practice).id)
        return
    answers = occasion.answers()
    energy = answers["energy"].value if "energy" in answers else None
    level = energy.number if energy else None
    chosen = occasion.chosen() or choose_for(occasion, level)
    if chosen and chosen.swapped is not None:
        raise UsageError(N_("Today's practice was swapped already: once a day."))
    swap_for(occasion, level)


def _catch_up(session: Session, occasion: Occasion, terminal: Terminal, day: dt.date) -> None:
    """Offer the closing of `day` in one line; its ratings and practice are four keys."""
    missing = session.occasion(Sitting("closing", day, session.lang, recalled=True))
    if offer(terminal, day, occasion.day, session.lang):
        questions = closing_questions(missing, catching_up=True)
        Conversation(missing, terminal, editor_for(session)).hold(questions)
    else:
        session.journal.decline(missing.clerk, missing.sitting)


def _day(session: Session, options: Options, usual: dt.date) -> tuple[dt.date, bool]:
    """Return the day of a sitting and whether its answers come from memory."""
    if options.date is None:
        return usual, False
    day = past_day(options.date, session.today)
    return day, (session.today - day).days > 1


def _open_ids(occasion: Occasion, questions: Sequence[Question]) -> list[str]:
    return open_questions(questions, occasion.answers())


def _show(  # what was done, and how to say it
    session: Session,
    day: dt.date,
    command: str,
    *,
    after: str | None = None,
    shown: bool = False,
    json: bool,
) -> None:
    from artesupremo.cli.cards import card_of, show  # while the answers are being given

    show(session, card_of(session, day, after=after, plan_shown=shown), command, json=json)


def _status(occasion: Occasion, questions: Sequence[Question], options: Options) -> int:
    """Return the exit status; `--no-input` names what nobody answered."""
    missing = _open_ids(occasion, questions) if options.no_input else []
    if missing:
        raise InputNeededError(N_("Unanswered: {ids}."), ids=", ".join(missing))
    return DONE


def _say_why(occasion: Occasion, options: Options) -> None:
    """After the card, `--why` names the reasons for the practice."""
    chosen = occasion.chosen()
    if options.why and chosen and not options.json:
        from artesupremo.sittings.prompts import reason_sentences

        for sentence in reason_sentences(occasion.library, chosen, occasion.lang):
            print_lines([f"  {sentence}"])


def _take_answers(
    session: Session, occasion: Occasion, questions: Sequence[Question], source: str
) -> None:
    from artesupremo.sittings.answers import record_answers
    from artesupremo.sittings.values import LABELS

    kinds = record_answers(occasion, questions, read_answers(source))
    if kinds:
        names = ", ".join(_(LABELS[kind]) for kind in kinds)
        session.tell(_("Kept without the personal data: {kinds}.").format(kinds=names))


def read_answers(source: str) -> Any:  # noqa: ANN401  # JSON
    """Return what an answers file or a pipe ("-") holds; raises UsageError."""
    from artesupremo.content import parse_json

    return parse_json(_answer_bytes(source), _("standard input") if source == "-" else source)


def _answer_bytes(source: str) -> bytes:
    if source == "-":
        if sys.stdin is None:  # closed by whoever started arte
            raise InputNeededError(NOT_A_TERMINAL)
        return sys.stdin.buffer.read(_MAX_ANSWERS_BYTES)
    try:
        with open(source, "rb") as file:
            return file.read(_MAX_ANSWERS_BYTES)
    except OSError:
        raise UsageError(
            N_("The answers file {path} cannot be read: is it there, and may it be read?"),
            path=source,
        ) from None
