"""`arte undo`: one change back per call, forward again, and what there is to take back."""

from __future__ import annotations

import datetime as dt

from artesupremo.cli.output import print_wrapped
from artesupremo.cli.session import Session
from artesupremo.days import long_day
from artesupremo.errors import DONE, JournalError, NothingToShowError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import Answer, Changed, Deed, Entry, Note, Rest
from artesupremo.journal.opening import UNREADABLE
from artesupremo.journal.queries import latest_deeds
from artesupremo.journal.rows import instant_of
from artesupremo.reports.faces.words import note_line, note_name, short_date
from artesupremo.sittings.ask import describe, stand_in

_SHOWN = 6  # changes of an act: a sitting; an import has more
_LISTED = 10  # acts


def undo(session: Session) -> int:
    """Take back the latest act and say which."""
    return _tell(session, session.journal.undo(session.clerk(session.today)), N_("Undone: {what}"))


def redo(session: Session) -> int:
    """Do again what undo took back last and say which."""
    return _tell(
        session, session.journal.redo(session.clerk(session.today)), N_("Done again: {what}")
    )


def list_changes(session: Session) -> int:
    """Print the last ten acts, the latest first, and which of them are taken back."""
    deeds = latest_deeds(session.journal, _LISTED)
    if not deeds:
        raise NothingToShowError(N_("There is nothing to undo."))
    print_wrapped(session, (_listed(session, deed) for deed in deeds))
    return DONE


def _listed(session: Session, deed: Deed) -> str:
    instant = instant_of(deed.at)
    if instant is None:
        raise JournalError(UNREADABLE, path=session.journal.path)
    began = instant + dt.timedelta(minutes=deed.offset)
    changes = _changes(deed)
    what = _brief(session, changes[0])
    if len(changes) > 1:
        more = len(changes) - 1
        words = plural("{first}, and {count} more", "{first}, and {count} more", more)
        what = words.format(first=what, count=more)
    line = f"{short_date(began.date(), session.today)} {began:%H:%M}  {what}"
    return _("{line} [undone]").format(line=line) if deed.undone else line


def _brief(session: Session, change: Changed) -> str:
    """Return what was done in the fewest words: "Promise 2: Ring Inés", "Energy: 3 → 4"."""
    row = _row(change)
    if isinstance(row, Entry | Rest):
        return _words(session, change).rstrip(".")
    label = note_name(row) if isinstance(row, Note) else row.asked.wording
    was, now = (_value(session, held) for held in (change.was, change.now))
    if change.now is None:
        return _("{label} (deleted): {was}").format(label=label, was=was)
    return f"{label}: {was} → {now}" if change.was and was != now else f"{label}: {now}"


def _value(session: Session, row: Entry | Answer | Note | Rest | None) -> str:
    if isinstance(row, Note):
        return note_line(row)
    return _described(session, row) if isinstance(row, Answer) else ""


def _tell(session: Session, deed: Deed, sentence: str) -> int:
    told = _told(session, deed)
    print_wrapped(session, (_(sentence).format(what=what) for what in told[:_SHOWN]))
    more = len(told) - _SHOWN
    if more > 0:
        words = plural("And {count} more.", "And {count} more.", more)
        print_wrapped(session, [words.format(count=more)])
    return DONE


def _told(session: Session, deed: Deed) -> list[str]:
    return [_words(session, change) for change in _changes(deed)]


def _changes(deed: Deed) -> list[Changed]:
    """Return what `deed` changed, a row once; sittings only where nothing else was."""
    shown = [change for change in deed.changes if change.place != "entry"] or list(deed.changes)
    latest = {_row(change).id: change for change in shown}
    first = {_row(change).id: change.was for change in reversed(shown)}
    return [change._replace(was=first[row_id]) for row_id, change in latest.items()]


def _row(change: Changed) -> Entry | Answer | Note | Rest:
    row = change.now or change.was
    if row is None:
        raise ValueError("a change of nothing")
    return row


def _words(session: Session, change: Changed) -> str:
    row = _row(change)
    if isinstance(row, Answer):
        return _answer_words(session, change, row)
    if isinstance(row, Note):
        return _note_words(change, row)
    day = long_day(row.day, session.lang)
    if isinstance(row, Rest):
        words = _("{day} is a day off.") if change.now else _("{day} is a working day.")
        return words.format(day=day)
    if change.now is None:
        return _("{day} is as if it had not begun.").format(day=day)
    declined = isinstance(change.now, Entry) and change.now.declined
    words = (
        _("the closing of {day} will not be offered.")
        if declined
        else _("the closing of {day} may be offered.")
    )
    return words.format(day=day)


def _answer_words(session: Session, change: Changed, row: Answer) -> str:
    wording = row.asked.wording
    was, now = (_value(session, held) for held in (change.was, change.now))
    if change.now is None:
        return _("“{wording}” is unanswered again (it was: {was}).").format(
            wording=wording, was=was
        )
    if change.was is None:
        return _("“{wording}” is {now}.").format(wording=wording, now=now)
    return _("“{wording}” is {now} again (it was: {was}).").format(
        wording=wording, now=now, was=was
    )


def _described(session: Session, answer: Answer) -> str:
    questions = session.library.every_question()
    question = questions.get(answer.asked.question) or stand_in(answer.asked)
    return describe(question, answer.value, session.lang)


def _note_words(change: Changed, row: Note) -> str:
    if change.now is None:
        words = _("{note} is gone: {text}.")
    elif change.was is None:
        words = _("{note} is there: {text}.")
    else:
        words = _("{note} is again: {text}.")
    return words.format(note=note_name(row), text=note_line(row).rstrip("."))
