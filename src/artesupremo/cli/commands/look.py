"""Looking back and correcting: `arte show`, `search`, `history`, `edit`, `delete`, `undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Day, Json, When, Yes, app, complete_day, session_of
from artesupremo.errors import UsageError
from artesupremo.i18n import N_, _


@named(app, "show", "ver", _("A day as it was answered."), takes_dates=True)
def show(
    context: typer.Context,
    date: Day = None,
    *,
    on_this_day: Annotated[
        bool,
        typer.Option(
            "--on-this-day", "--tal-dia", help=_("This day of earlier weeks, months and years.")
        ),
    ] = False,
    as_json: Json = False,
) -> int:
    """Show a day."""
    from artesupremo.cli import look

    if on_this_day:
        if date is not None:
            raise UsageError(N_("--on-this-day takes no date: it is about today."))
        return look.show_on_this_day(session_of(context), json=as_json)
    return look.show_day(session_of(context), date, json=as_json)


@named(
    app, "search", "buscar", _("Words in answers and notes, the newest first."), takes_dates=True
)
def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar=_("WORDS"), help=_("All of them; accents optional."))
    ],
    *,
    since: Annotated[
        str | None,
        typer.Option("--from", "--desde", metavar=_("DATE"), help=_("From this day on.")),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", "--hasta", metavar=_("DATE"), help=_("Up to this day.")),
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar=_("AREA"), help=_("Only in this area."))
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--type", "--tipo", metavar=_("TYPE"), help=_("Answers, or one kind of note.")
        ),
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", "--todo", help=_("Everything, not the latest twenty only."))
    ] = False,
    as_json: Json = False,
) -> int:
    """Search the journal."""
    from artesupremo.cli import search as searching

    options = searching.Options(since, until, area, kind, show_all, as_json)
    return searching.search(session_of(context), words, options)


@named(
    app, "edit", "editar", _("Correct a day or a note; Enter keeps each answer."), takes_dates=True
)
def edit(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[DATE|NOTE]"),
            help=_("2026-11-20, yesterday, Monday, -1; or the number of a note."),
            autocompletion=complete_day,
        ),
    ] = None,
) -> int:
    """Correct a day or a note."""
    from artesupremo.cli.look import edit as edit_what

    return edit_what(session_of(context), what)


@named(app, "delete", "borrar", _("Delete a day, an answer or a note; asks."), takes_dates=True)
def delete(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar=_("DATE|NOTE"),
            help=_("2026-11-20, yesterday, -1; or the number of a note."),
            autocompletion=complete_day,
        ),
    ],
    question: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[QUESTION]"), help=_("Only this answer: the id of its question.")
        ),
    ] = None,
    *,
    yes: Yes = False,
) -> int:
    """Delete a day, an answer or a note."""
    from artesupremo.cli.remove import delete as delete_what

    return delete_what(session_of(context), what, question, yes=yes)


@named(app, "undo", "deshacer", _("Take back the latest change."))
def undo(
    context: typer.Context,
    *,
    again: Annotated[
        bool, typer.Option("--redo", "--rehacer", help=_("Forward again, until a new change."))
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", "--lista", help=_("List the last ten changes."))
    ] = False,
) -> int:
    """Take back the latest change."""
    from artesupremo.cli import undoing

    if listed:
        return undoing.list_changes(session_of(context))
    return undoing.redo(session_of(context)) if again else undoing.undo(session_of(context))


@named(
    app, "history", "historial", _("Back through the journal, a week at a time."), takes_dates=True
)
def history(context: typer.Context, when: When = None) -> int:
    """Page through the weeks."""
    from artesupremo.cli.history import show_history

    return show_history(session_of(context), when)
