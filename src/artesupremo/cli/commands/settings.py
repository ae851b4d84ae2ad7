"""What is settled, and what reminds: `arte setup`, `config`, `nudge`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Json, app, group, session_of
from artesupremo.i18n import _


@named(app, "setup", "preparar", _("Form of address, work days, hours: five short questions."))
def setup(context: typer.Context) -> int:
    """Settle what most people settle."""
    from artesupremo.cli.setup import hold_setup

    return hold_setup(session_of(context))


@named(app, "nudge", "recuerda", _("One line or nothing, for a shell's start-up file."))
def nudge(context: typer.Context) -> int:
    """Remind of the morning."""
    from artesupremo.cli.nudge import nudge as remind

    return remind(session_of(context))


config = group("config", "ajustes", _("Every setting: where it stands, and another value."))


def complete_key(incomplete: str) -> list[str]:
    """Offer the settings."""
    from artesupremo.cli.config import offer_keys

    return offer_keys(incomplete)


def complete_value(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer values of the setting that stands before."""
    from artesupremo.cli.config import offer_values

    return offer_values(str(ctx.params.get("key")), incomplete)


Key = Annotated[
    str,
    typer.Argument(
        metavar=_("KEY"),
        help=_("As arte config show lists them."),
        autocompletion=complete_key,
    ),
]


@named(config, "path", "ruta", _("Where the settings are."))
def config_path(context: typer.Context) -> int:
    """Print the path of the settings."""
    from artesupremo.cli.config import show_path

    return show_path(session_of(context))


@named(config, "show", "ver", _("Every setting, where it comes from, and its value."))
def config_show(context: typer.Context, *, as_json: Json = False) -> int:
    """Print every setting."""
    from artesupremo.cli.config import show_settings

    return show_settings(session_of(context), json=as_json)


@named(config, "get", "leer", _("One value, alone."))
def config_get(context: typer.Context, key: Key) -> int:
    """Print one value."""
    from artesupremo.cli.config import get_setting

    return get_setting(session_of(context), key)


@named(config, "set", "poner", _("Settle one value; the rest of the file stays as it is."))
def config_set(
    context: typer.Context,
    key: Key,
    value: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("[VALUE]..."),
            help=_("Several for days and names; Spanish words will do."),
            autocompletion=complete_value,
        ),
    ] = None,
    *,
    unset: Annotated[
        bool, typer.Option("--unset", "--quitar", help=_("Back to how it was at first."))
    ] = False,
) -> int:
    """Settle one value."""
    from artesupremo.cli.config import set_setting

    return set_setting(session_of(context), key, value or [], unset=unset)


@named(config, "edit", "editar", _("Open the settings in the editor, then check them."))
def config_edit(context: typer.Context) -> int:
    """Edit the settings."""
    from artesupremo.cli.config import edit_settings

    return edit_settings(session_of(context))
