"""`arte promises`: what was promised and is open; kept, missed, moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from artesupremo.cli.output import print_json, print_lines, print_wrapped
from artesupremo.cli.session import Session
from artesupremo.days import parse_due, past_day
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _
from artesupremo.journal.act import uuid7
from artesupremo.journal.notes import Promise, due_text, to_promise
from artesupremo.journal.queries import note_numbered, open_promises
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.words import due_words, outcome_words, promise_words
from artesupremo.sittings.notes import in_order


def list_promises(session: Session, *, json: bool) -> int:
    """Print the open promises, due first."""
    promises = open_promises(session.journal)
    if not promises:
        raise NothingToShowError(
            N_("No promise is open: {command} notes one."),
            command=command("log promise", "anotar promesa"),
        )
    if json:
        from artesupremo.reports.faces.data import promise_data

        print_json("promises", [promise_data(promise) for promise in promises])
        return DONE
    if session.plain:
        print_lines(promise_words(promise, session.today) + "." for promise in promises)
        return DONE
    from artesupremo.reports.faces.terminal import print_view, promises_view

    view = promises_view(promises, session.today)
    print_view(view, width=min(session.width, 100), colour=session.colour)
    return DONE


def settle(session: Session, outcome: str, numbers: Sequence[str], date: str | None) -> int:
    """Record that promises were "kept" or "missed", today or on `date`, and say how late."""
    promises = [_find(session, number) for number in dict.fromkeys(numbers)]
    when = session.now.replace(tzinfo=None, second=0, microsecond=0)
    day = session.today if date is None else past_day(date, session.today)
    if day != session.today:
        when = dt.datetime.combine(day, dt.time())  # nobody remembers the hour: not late
    for promise in promises:
        if promise.outcome == outcome:
            raise UsageError(
                N_("Promise {number} is settled already: {outcome}."),
                number=promise.note.number,
                outcome=outcome_words(promise),
            )
    act = uuid7()
    for promise in promises:
        details = {
            **promise.note.details,
            "outcome": outcome,
            "settled": when.isoformat(timespec="minutes"),
            "settled_day": day.isoformat(),
        }
        settled = _keep(session, promise, details, act)
        print_wrapped(session, [_said(settled, outcome_words(settled))])
    return DONE


def move(session: Session, number: str, words: Sequence[str]) -> int:
    """Give a promise another day, and keep the one it had."""
    promise = _find(session, number)
    if promise.outcome is not None:
        raise UsageError(
            N_("Promise {number} is settled already: {outcome}."),
            number=promise.note.number,
            outcome=outcome_words(promise),
        )
    day, hour = parse_due(" ".join(words), session.today)
    if day < session.today:
        raise UsageError(N_("{day} has gone by: a promise moves to a day to come."), day=day)
    due = due_text(day, hour)
    before = promise.note.details.get("due")
    if due == before:
        print_wrapped(session, [_said(promise, due_words(promise, session.today))])
        return DONE
    moved = [*(promise.note.details.get("moved") or ()), *([before] if before else [])]
    details = {**promise.note.details, "due": due, "moved": moved}
    details = {name: value for name, value in details.items() if value != []}
    moved_promise = _keep(session, promise, details, uuid7())
    print_wrapped(session, [_said(moved_promise, due_words(moved_promise, session.today))])
    return DONE


def _keep(session: Session, promise: Promise, details: dict[str, object], act: str) -> Promise:
    note = promise.note._replace(details=in_order("promise", details))
    clerk = session.clerk(session.today)
    return to_promise(session.journal.keep_note(clerk, note, kind="settle", act=act))


def _said(promise: Promise, how: str) -> str:
    number, text = promise.note.number, promise.note.text
    return _("Promise {number}, {how}: {text}").format(number=number, how=how, text=text)


def _find(session: Session, number: str) -> Promise:
    digits = number.strip().lstrip("#")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 10  # noqa: PLR2004  # SQLite's numbers end somewhere
    note = note_numbered(session.journal, int(digits)) if is_number else None
    if note is None or note.kind != "promise":
        raise UsageError(
            N_("There is no promise {number}: {command} lists the open ones."),
            number=number[:20],
            command=command("promises", "promesas"),
        )
    return to_promise(note)
