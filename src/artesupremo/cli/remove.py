"""`arte delete`: a day, one answer, or a note; asks first, and undo brings it back."""

from __future__ import annotations

import datetime as dt

from artesupremo.cli.notes import find_note
from artesupremo.cli.output import print_wrapped
from artesupremo.cli.session import Session
from artesupremo.cli.talk import agrees
from artesupremo.days import long_day, parse_day
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import Answer
from artesupremo.journal.queries import answers_on, notes_between
from artesupremo.library.model import ALL_SITTINGS
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.words import note_name


def delete(session: Session, what: str, question: str | None, *, yes: bool) -> int:
    """Delete a note (its number), a day (its date), or the answer to one question of a day."""
    number = what.lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < len("2026-1-1"):
        return _delete_note(session, int(number), yes=yes)
    day = parse_day(what, session.today)
    if question is not None:
        return _delete_answer(session, day, question, yes=yes)
    return _delete_day(session, day, yes=yes)


def _delete_note(session: Session, number: int, *, yes: bool) -> int:
    note = find_note(session, number)
    name = note_name(note)
    words = _("Delete {note}: “{text}”?").format(note=name, text=note.text)
    _make_sure(session, words, yes=yes)
    session.journal.delete_note(session.clerk(session.today), note)
    _tell(session, _("{note} deleted.").format(note=name))
    return DONE


def _delete_answer(session: Session, day: dt.date, question: str, *, yes: bool) -> int:
    answer = _find_answer(session, day, question)
    wording, when = answer.asked.wording, long_day(day, session.lang)
    words = _("Delete the answer to “{wording}” of {day}?").format(wording=wording, day=when)
    _make_sure(session, words, yes=yes)
    session.journal.delete_answer(session.clerk(session.today), answer)
    _tell(session, _("Deleted: “{wording}” is unanswered again.").format(wording=wording))
    return DONE


def _find_answer(session: Session, day: dt.date, question: str) -> Answer:
    given = [a for sitting in ALL_SITTINGS for a in answers_on(session.journal, sitting, day)]
    for answer in given:
        if answer.asked.question == question.strip().lower():
            return answer
    if not given:
        raise NothingToShowError(
            N_("Nothing was written on {day}: arte show goes to the last day there is."),
            day=long_day(day, session.lang),
        )
    raise UsageError(
        N_("{day} holds no answer to “{question}”; it holds {ids}."),
        day=day,
        question=question[:40],
        ids=", ".join(answer.asked.question for answer in given),
    )


def _delete_day(session: Session, day: dt.date, *, yes: bool) -> int:
    answers = sum(len(answers_on(session.journal, sitting, day)) for sitting in ALL_SITTINGS)
    notes = sum(1 for _note in notes_between(session.journal, day, day))
    if not answers and not notes:
        raise NothingToShowError(
            N_("Nothing was written on {day}: arte show goes to the last day there is."),
            day=long_day(day, session.lang),
        )
    counts = [plural("{count} answer", "{count} answers", answers).format(count=answers)]
    if notes:
        counts.append(plural("{count} note", "{count} notes", notes).format(count=notes))
    words = {"day": long_day(day, session.lang), "what": ", ".join(counts)}
    _make_sure(session, _("Delete all of {day} ({what})?").format(**words), yes=yes)
    session.journal.delete_day(session.clerk(session.today), day)
    _tell(session, _("Deleted: {day} ({what}).").format(**words))
    return DONE


def _make_sure(session: Session, question: str, *, yes: bool) -> None:
    if not yes and not agrees(session, question):
        raise UsageError(N_("Nothing was deleted: --yes does it without asking."))


def _tell(session: Session, sentence: str) -> None:
    back = _("{command} brings it back.").format(command=command("undo", "deshacer"))
    print_wrapped(session, [f"{sentence} {back}"])
