"""`arte journal purge`: forget for good; asked twice, and what it cannot reach is named."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from artesupremo.cli.output import print_lines
from artesupremo.cli.rescue import rescued
from artesupremo.cli.session import Session, is_terminal
from artesupremo.cli.talk import agrees, terminal_for
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, language, plural
from artesupremo.journal.purge import copies, remove_all, replace_by_empty
from artesupremo.text import fold

_WORDS = ("purge", "purgar")


def purge_journal(session: Session, *, everything: bool, yes: bool) -> int:
    """Forget what was deleted or replaced, or `everything`; then every copy of it."""
    path = session.places.journal_file
    files = _files(session)
    if not (os.path.exists(path) or files):
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    if not yes and not _is_meant(session, everything=everything):
        raise UsageError(N_("Nothing was forgotten: --yes does it without asking."))
    if everything:
        session.journal.close()
        replace_by_empty(path, session.clerk(session.today).moment.at)
        told = _("Every answer and note is forgotten; the journal is empty.")
    else:
        count = session.journal.forget()
        told = plural("{count} change is forgotten.", "{count} changes are forgotten.", count)
        told = told.format(count=count)
    files = _files(session)
    remove_all(files)
    words = plural("{count} copy or draft is removed.", "{count} copies and drafts are removed.",
                   len(files))  # fmt: skip
    print_lines([told, words.format(count=len(files)), *_out_of_reach()])
    return DONE


def _files(session: Session) -> list[str]:
    """Return every file beside the journal that may hold what was written."""
    places = session.places
    drafts: list[str] = []
    with suppress(OSError):
        drafts = [os.path.join(places.drafts, name) for name in sorted(os.listdir(places.drafts))]
    return [*copies(places.journal_file, places.snapshots), *rescued(session), *drafts]


def _out_of_reach() -> list[str]:
    return [
        _(
            "Out of reach: exports and backups elsewhere, settings and own practices, the history"
            " of the shell, what a terminal still shows, and what a disk keeps of removed files."
        )
    ]


def _is_meant(session: Session, *, everything: bool) -> bool:
    """Say what will be forgotten, offer an export, and ask twice."""
    if not is_terminal(sys.stdin):
        return False
    terminal = terminal_for(session)
    if everything:
        terminal.say(_("Every answer, note and day off will be forgotten, and every snapshot."))
    else:
        terminal.say(
            _("What was deleted or replaced will be forgotten, and every snapshot: nothing before"
              " today can be undone or restored any more.")
        )  # fmt: skip
    if agrees(session, _("First write all there is to a file (JSON Lines)?")):
        _export(session)
    if not agrees(session, _("Forget it for good?")):
        return False
    word = _WORDS[language() == "es"]
    terminal.say(_("To be sure, the word {word} is typed here:").format(word=word))
    try:
        return fold(terminal.ask().strip()) in _WORDS
    except (EOFError, KeyboardInterrupt):
        return False


def _export(session: Session) -> None:
    from artesupremo.cli.export import ExportOptions, export

    with suppress(NothingToShowError):
        export(session, "all", None, ExportOptions("jsonl"))
