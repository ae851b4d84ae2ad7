"""The journal's file, and how all of it is: `arte journal`, `arte doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Json, Yes, app, group, session_of
from artesupremo.i18n import _

journal = group(
    "journal", "diario", _("The journal itself: where it is, what it holds, bringing one in.")
)


@named(journal, "path", "ruta", _("Where the journal is."))
def journal_path(context: typer.Context) -> int:
    """Print the path of the journal."""
    from artesupremo.cli.journal import show_path

    return show_path(session_of(context))


@named(journal, "info", "datos", _("What it holds: days, answers, size; never an answer."))
def journal_info(context: typer.Context, *, as_json: Json = False) -> int:
    """Print what the journal holds."""
    from artesupremo.cli.journal import show_info

    return show_info(session_of(context), json=as_json)


@named(journal, "import", "importar", _("Take in a journal file: all of it, or nothing."))
def journal_import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("JSON Lines; - is a pipe."))],
) -> int:
    """Take in a journal file."""
    from artesupremo.cli.journal import import_file

    return import_file(session_of(context), file)


@named(journal, "check", "revisar", _("Whether all of it is whole; named by day, never by words."))
def journal_check(context: typer.Context, *, as_json: Json = False) -> int:
    """Check the whole journal."""
    from artesupremo.cli.recovery import check_journal

    return check_journal(session_of(context), json=as_json)


@named(journal, "backup", "respaldo", _("A whole, checked copy, to keep elsewhere."))
def journal_backup(
    context: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(metavar=_("[FILE|FOLDER]"), help=_("Without it: beside the exports.")),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file."))] = False,
) -> int:
    """Write a backup."""
    from artesupremo.cli.backup import back_up

    return back_up(session_of(context), target, force=force)


@named(journal, "restore", "restaurar", _("Bring it back from a snapshot, a backup or an export."))
def journal_restore(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar=_("[FILE]"), help=_("Without it: the latest whole snapshot.")),
    ] = None,
    *,
    yes: Yes = False,
) -> int:
    """Restore the journal."""
    from artesupremo.cli.recovery import restore_journal

    return restore_journal(session_of(context), file, yes=yes)


@named(
    journal,
    "purge",
    "purgar",
    _("Forget for good what was corrected or deleted; --all: all of it."),
)
def journal_purge(
    context: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", "--todo", help=_("Empty the journal, as on leaving a job."))
    ] = False,
    yes: Yes = False,
) -> int:
    """Purge the journal."""
    from artesupremo.cli.purge import purge

    return purge(session_of(context), everything=everything, yes=yes)


@named(app, "doctor", "salud", _("Versions, places, health, what is on the disk; no answer."))
def doctor(context: typer.Context, *, as_json: Json = False) -> int:
    """Say how the program and its files are."""
    from artesupremo.cli.doctor import diagnose

    return diagnose(session_of(context), json=as_json)
