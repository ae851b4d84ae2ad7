"""Looking back and correcting: `arte show`, `edit`, `undo`, `history`."""

from __future__ import annotations

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Day, Json, When, app, session_of
from artesupremo.i18n import _


@named(app, "show", "ver", _("A day as it was answered."), takes_dates=True)
def show(context: typer.Context, date: Day = None, *, as_json: Json = False) -> int:
    """Show a day."""
    from artesupremo.cli.look import show_day

    return show_day(session_of(context), date, json=as_json)


@named(app, "edit", "editar", _("Correct a day; Enter keeps each answer."), takes_dates=True)
def edit(context: typer.Context, date: Day = None) -> int:
    """Correct a day."""
    from artesupremo.cli.look import edit_day

    return edit_day(session_of(context), date)


@named(app, "undo", "deshacer", _("Take back the latest change."))
def undo(context: typer.Context) -> int:
    """Take back the latest change."""
    from artesupremo.cli.look import undo_change

    return undo_change(session_of(context))


@named(
    app, "history", "historial", _("Back through the journal, a week at a time."), takes_dates=True
)
def history(context: typer.Context, when: When = None) -> int:
    """Page through the weeks."""
    from artesupremo.cli.report import show_history

    return show_history(session_of(context), when)
