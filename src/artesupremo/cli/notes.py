"""Quick notes: `arte log`, and correcting one with `arte edit NUMBER`."""

from __future__ import annotations

from artesupremo.cli.output import print_json, print_wrapped
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, terminal_for
from artesupremo.days import long_day, past_day
from artesupremo.errors import DONE, UsageError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Note
from artesupremo.journal.queries import note_numbered
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.words import note_name
from artesupremo.sittings.closing import day_to_close
from artesupremo.sittings.notes import (
    Desk,
    NoteTaking,
    keep_text,
    masked_words,
)
from artesupremo.sittings.values import WrongValueError

_MAX_NUMBER = 1_000_000_000
_TYPE_IT = N_("Nobody is at the keyboard: the text of the note goes after the command.")


def take_note(
    session: Session, kind: str, words: list[str], date: str | None, *, json: bool
) -> int:
    """Save a note at once if there is a text, else ask for it and for each detail."""
    desk = desk_for(session, date)
    text = " ".join(words).strip()
    if text:
        return _save(session, desk, kind, text, json=json)
    terminal = terminal_for(session, aside=json, instead=_TYPE_IT)
    taking = NoteTaking(desk, terminal, editor_for(session))
    note = taking.take(kind)
    if note is None:
        session.tell(_("Nothing was noted."))
        return DONE
    _tell(session, note, taking.follow_up, json=json)
    return DONE


def _save(session: Session, desk: Desk, kind: str, text: str, *, json: bool) -> int:
    try:
        note, masked = keep_text(desk, kind, text)
    except WrongValueError as error:
        raise UsageError(f"{error.sentence}", **error.values) from None
    if masked:
        session.tell(masked_words(masked))
    _tell(session, note, None, json=json, details=True)
    return DONE


def edit_note(session: Session, number: int) -> int:
    """Walk the text and the details of a note; Enter keeps each."""
    note = find_note(session, number)
    desk = desk_for(session, None)
    terminal = terminal_for(session)
    taking = NoteTaking(desk, terminal, editor_for(session))
    _tell(session, taking.go_on(note), taking.follow_up, json=False)
    return DONE


def find_note(session: Session, number: int) -> Note:
    """Return the note with `number`; raises UsageError if there is none."""
    note = note_numbered(session.journal, number) if number <= _MAX_NUMBER else None
    if note is None:
        raise UsageError(
            N_("There is no note {number}: {command} shows a day with its notes."),
            number=number,
            command=command("show", "ver"),
        )
    return note


def desk_for(session: Session, date: str | None) -> Desk:
    """Return where a note goes: to the shift that is open, or to the day that was named."""
    if date is not None:
        day = past_day(date, session.today)
    else:
        ends = session.settings.day_ends
        day = day_to_close(session.journal, session.library, session.now, ends)
    recalled = (session.today - day).days > 1
    clerk = session.clerk(day)
    return Desk(session.journal, clerk, session.lang, day, session.today, recalled)


def _tell(
    session: Session,
    note: Note,
    follow_up: Note | None,
    *,
    json: bool,
    details: bool = False,
) -> None:
    if json:
        from artesupremo.reports.faces.data import note_data

        print_json("log", note_data(note))
        return
    saved = _("{note} saved.")
    lines = [saved.format(note=note_name(note))]
    if note.day != session.today:
        lines = [_("Saved on {day}: {note}.").format(
            note=note_name(note), day=long_day(note.day, session.lang))]  # fmt: skip
    if details:
        adds = _("Details: {command} {number}")
        adds = adds.format(command=command("edit", "editar"), number=note.number)
        lines = [f"{lines[0]} {adds}"]
    if follow_up:
        lines.append(saved.format(note=note_name(follow_up)))
    print_wrapped(session, lines)
