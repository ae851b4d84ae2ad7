"""Quick notes of the shift and the days off: `arte log`, `arte promises`, `arte rest`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Date, Json, Yes, app, complete_promise, group, session_of
from artesupremo.i18n import _

log = group("log", "anotar", _("A quick note: applause, promise, friction, contact, repair."))
promises = group(
    "promises",
    "promesas",
    _("What was promised and is open; kept, missed or moved."),
    stands_alone=True,
)

NoteText = Annotated[
    list[str] | None,
    typer.Argument(metavar=_("[TEXT]"), help=_("Saved at once; without it arte asks.")),
]
Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar=_("NUMBER…"),
        help=_("As the list shows."),
        autocompletion=complete_promise,
    ),
]


def _log(
    context: typer.Context, kind: str, text: list[str] | None, date: str | None, *, json: bool
) -> int:
    from artesupremo.cli.notes import take_note

    return take_note(session_of(context), kind, text or [], date, json=json)


@named(log, "applause", "aplauso", _("Words of thanks or praise, as they were said."))
def applause(
    context: typer.Context, text: NoteText = None, *, date: Date = None, as_json: Json = False
) -> int:
    """Note applause."""
    return _log(context, "applause", text, date, json=as_json)


@named(log, "promise", "promesa", _("What was promised, to whom, by when."))
def promise(
    context: typer.Context, text: NoteText = None, *, date: Date = None, as_json: Json = False
) -> int:
    """Note a promise."""
    return _log(context, "promise", text, date, json=as_json)


@named(log, "friction", "friccion", _("A rule or a step that angers, delays or annoys."))
def friction(
    context: typer.Context, text: NoteText = None, *, date: Date = None, as_json: Json = False
) -> int:
    """Note friction."""
    return _log(context, "friction", text, date, json=as_json)


@named(log, "contact", "contacto", _("One contact looked at closely: mood, solved, treated."))
def contact(
    context: typer.Context, text: NoteText = None, *, date: Date = None, as_json: Json = False
) -> int:
    """Note a contact."""
    return _log(context, "contact", text, date, json=as_json)


@named(log, "repair", "reparacion", _("A failure and how it was repaired, and how soon."))
def repair(
    context: typer.Context, text: NoteText = None, *, date: Date = None, as_json: Json = False
) -> int:
    """Note a repair."""
    return _log(context, "repair", text, date, json=as_json)


@promises.callback()
def list_promises(context: typer.Context, *, as_json: Json = False) -> None:
    """List the open promises when nothing else is asked."""
    if context.invoked_subcommand is None:
        from artesupremo.cli.promises import list_promises as list_open

        list_open(session_of(context), json=as_json)


@named(promises, "kept", "cumplida", _("These were kept."))
def kept(context: typer.Context, numbers: Numbers, *, date: Date = None) -> int:
    """Record that promises were kept."""
    from artesupremo.cli.promises import settle

    return settle(session_of(context), "kept", numbers, date)


@named(promises, "missed", "fallida", _("These were not kept."))
def missed(context: typer.Context, numbers: Numbers, *, date: Date = None) -> int:
    """Record that promises were missed."""
    from artesupremo.cli.promises import settle

    return settle(session_of(context), "missed", numbers, date)


@named(promises, "move", "mover", _("Another day, and an hour if there is one."), takes_dates=True)
def move(
    context: typer.Context,
    number: Annotated[
        str,
        typer.Argument(
            metavar=_("NUMBER"), help=_("As the list shows."), autocompletion=complete_promise
        ),
    ],
    when: Annotated[
        list[str], typer.Argument(metavar=_("WHEN"), help=_("Friday 10:00, tomorrow, +3."))
    ],
) -> int:
    """Move a promise."""
    from artesupremo.cli.promises import move as move_promise

    return move_promise(session_of(context), number, when)


@named(app, "rest", "descanso", _("Days off: they never count against anyone."), takes_dates=True)
def rest(
    context: typer.Context,
    days: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[DAY[..DAY]]"), help=_("Friday, 2026-12-24..2027-01-02, tomorrow.")
        ),
    ] = None,
    *,
    listed: Annotated[
        bool, typer.Option("--list", "--lista", help=_("List the days off."))
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", "--quitar", help=_("Working days again."))
    ] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> int:
    """Note days off."""
    from artesupremo.cli import rest as resting

    if listed or days is None:
        return resting.list_rest(session_of(context), json=as_json)
    return resting.set_rest(session_of(context), days, remove=remove, yes=yes)
