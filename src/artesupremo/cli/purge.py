"""`arte journal purge`: what was corrected or deleted is forgotten for good, or all there is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from artesupremo.cli.output import print_lines
from artesupremo.cli.rescue import waiting
from artesupremo.cli.session import Session, is_terminal
from artesupremo.cli.talk import agrees, terminal_for
from artesupremo.errors import DONE, JournalError, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.purge import all_files_in, erase, erase_journal, forget_history
from artesupremo.journal.queries import recorded_span
from artesupremo.journal.safety import is_draft
from artesupremo.sittings.terminal import BOLD
from artesupremo.text import fold

_WORDS = ("purge", "purgar")
_REFUSED = N_("Nothing was purged: --yes does it without asking.")


def purge(session: Session, *, everything: bool, yes: bool) -> int:
    """Forget the history of changes, every snapshot and every loose text; or the whole journal.

    Asks twice and offers an export; takes no snapshot.
    """
    there = os.path.exists(session.places.journal_file)
    with _saying_what_stays():
        nothing = not (there or _beside(session))
    if nothing:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    if not yes:
        if not is_terminal(sys.stdin):
            raise UsageError(_REFUSED)
        if there:
            _offer_export(session)
        _make_sure(session, everything=everything)
    session.journal.close()
    changes = 0
    if everything:
        erase_journal(session.places.journal_file)
    elif there:
        changes = forget_history(session.places.journal_file)
    with _saying_what_stays():
        files = erase(_beside(session))
    _tell(changes, files, everything=everything)
    return DONE


@contextmanager
def _saying_what_stays() -> Iterator[None]:
    """Turn what cannot be read or removed into a sentence: nobody is to believe it forgotten."""
    try:
        yield
    except OSError as error:
        raise JournalError(
            N_(
                "{path} cannot be read or removed; not all is forgotten: the same command goes on."
            ),
            path=error.filename,
        ) from error


def _beside(session: Session) -> list[str]:
    """Return the files beside the journal in which its words may be; raises OSError."""
    places = session.places
    return [
        *all_files_in(places.snapshots),
        *all_files_in(places.drafts),
        *waiting(session),
        *filter(is_draft, all_files_in(places.data)),
    ]


def _offer_export(session: Session) -> None:
    """Offer to write the journal to a file first, in the format that can be brought back."""
    if recorded_span(session.journal) and agrees(session, _("Export the whole journal first?")):
        from artesupremo.cli.export import ExportOptions, export

        export(session, "all", None, ExportOptions(format="jsonl"))


def _make_sure(session: Session, *, everything: bool) -> None:
    question = (
        _("All of the journal goes: answers, notes, snapshots. Nothing brings it back. Go on?")
        if everything
        else _("What was corrected or deleted is forgotten: no undo, no snapshots. Go on?")
    )
    if not agrees(session, question):
        raise UsageError(_REFUSED)
    terminal = terminal_for(session)
    word = _("purge")
    terminal.say(_("To make sure, the word “{word}”:").format(word=word), BOLD)
    try:
        typed = terminal.ask()
    except (EOFError, KeyboardInterrupt):
        raise UsageError(_REFUSED) from None
    if fold(typed.strip()) not in _WORDS:
        raise UsageError(_REFUSED)


def _tell(changes: int, files: int, *, everything: bool) -> None:
    kept = plural("{count} copy or loose text", "{count} copies and loose texts", files)
    words = {"files": kept.format(count=files)}
    if everything:
        lines = [_("The journal is empty; {files} gone.").format(**words)]
    else:
        forgotten = plural("{count} earlier version", "{count} earlier versions", changes)
        told = _("Forgotten: {changes}, {files}.")
        lines = [told.format(changes=forgotten.format(count=changes), **words)]
    lines.append(
        _(
            "Out of its reach: settings and own practices, exports, backups made elsewhere, the"
            " history of the shell, what the terminal still shows, and what the disk keeps on its"
            " own."
        )
    )
    print_lines(lines)
