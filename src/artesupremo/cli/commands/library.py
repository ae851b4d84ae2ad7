"""The library: `arte practices`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Json, complete_practice, group, session_of
from artesupremo.i18n import _

practices = group("practices", "practicas", _("The library of practices."))


@named(practices, "check", "revisar", _("Check practice files: file, line, field, sentence."))
def check(
    context: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(metavar=_("[PATH]"), help=_("A file or a folder; else the whole library.")),
    ] = None,
) -> int:
    """Check practice files."""
    from artesupremo.cli.practices import check_practices

    return check_practices(session_of(context), path)


PracticeName = Annotated[
    str,
    typer.Argument(
        metavar=_("NAME"),
        help=_("Its id, the beginning of it, or words of its title."),
        autocompletion=complete_practice,
    ),
]


@named(practices, "list", "lista", _("By area: how often, the last time, when it comes back."))
def practices_list(context: typer.Context, *, as_json: Json = False) -> int:
    """List the practices."""
    from artesupremo.cli.practices import list_practices

    return list_practices(session_of(context), json=as_json)


@named(practices, "show", "ver", _("One practice whole: aim, steps, questions, plan, anchors."))
def practices_show(context: typer.Context, name: PracticeName, *, as_json: Json = False) -> int:
    """Show a practice."""
    from artesupremo.cli.practices import show_practice

    return show_practice(session_of(context), name, json=as_json)


@named(practices, "new", "nueva", _("Write a practice of one's own; asks, then opens the editor."))
def practices_new(context: typer.Context) -> int:
    """Write a practice."""
    from artesupremo.cli.authoring import write_practice

    return write_practice(session_of(context))


@named(practices, "schema", "esquema", _("The JSON Schema of a practice file."))
def practices_schema(context: typer.Context) -> int:  # noqa: ARG001  # every command takes it
    """Print the JSON Schema."""
    from artesupremo.cli.practices import print_schema

    return print_schema()
