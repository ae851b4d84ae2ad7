"""The tree of commands, their options and their help. Nothing clever here."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli import everyday
from artesupremo.cli.session import Session
from artesupremo.cli.speech import SpokenGroup, add_group, named
from artesupremo.i18n import _

app = typer.Typer(
    name="arte",
    cls=SpokenGroup,
    help=_("A private journal for people who attend customers: a small practice every day."),
    epilog=_("Everything stays on this computer. The commands have Spanish names, too."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    invoke_without_command=True,
)
practices = typer.Typer(
    cls=SpokenGroup,
    help=_("The library of practices."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help=_("Print the result as JSON."))]
Answers = Annotated[
    str | None,
    typer.Option(
        "--answers", metavar=_("FILE"), help=_("Take the answers from a JSON file, or - (a pipe).")
    ),
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help=_("Never ask; name what is unanswered."))
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar=_("DATE"), help=_("One of the last 14 days instead of today.")),
]
Day = Annotated[
    str | None, typer.Argument(metavar=_("[DATE]"), help=_("2026-11-20, yesterday, Monday, -1."))
]


@app.callback()
def card(
    context: typer.Context,
    *,
    as_json: Json = False,
    lang: Annotated[  # noqa: ARG001  # read by __main__ before the help is written
        str | None, typer.Option("--lang", metavar="es|en", help=_("Speak Spanish or English."))
    ] = None,
    plain: Annotated[  # noqa: ARG001  # as above
        bool, typer.Option("--plain", help=_("Sentences only, for a screen reader."))
    ] = False,
    no_color: Annotated[  # noqa: ARG001  # as above
        bool, typer.Option("--no-color", help=_("No colours."))
    ] = False,
    version: Annotated[  # noqa: ARG001  # as above
        bool, typer.Option("--version", help=_("Show the version."))
    ] = False,
) -> None:
    """Print the card when no command is given."""
    if context.invoked_subcommand is None:
        everyday.show_card(_session(context), json=as_json)


def _session(context: typer.Context) -> Session:
    session: Session = context.obj  # what __main__ hands over
    return session


@named(app, "today", "hoy", _("The morning: five questions and one plan, 75 seconds."))
def today(
    context: typer.Context,
    *,
    short: Annotated[
        bool, typer.Option("--short", "--corto", help=_("Energy and the plan only; it counts."))
    ] = False,
    why: Annotated[bool, typer.Option("--why", help=_("Say why this practice today."))] = False,
    date: Date = None,
    answers: Answers = None,
    no_input: NoInput = False,
    as_json: Json = False,
) -> int:
    """Hold the morning."""
    options = everyday.Options(date, short, answers, no_input, as_json, why)
    return everyday.hold_today(_session(context), options)


@named(app, "close", "cierre", _("The end of the shift: six questions, 90 seconds."))
def close(
    context: typer.Context,
    *,
    date: Date = None,
    answers: Answers = None,
    no_input: NoInput = False,
    as_json: Json = False,
) -> int:
    """Hold the end of the shift."""
    options = everyday.Options(date, False, answers, no_input, as_json)  # noqa: FBT003  # `short` is the morning's
    return everyday.hold_close(_session(context), options)


@named(app, "show", "ver", _("A day as it was answered."))
def show(context: typer.Context, date: Day = None, *, as_json: Json = False) -> int:
    """Show a day."""
    from artesupremo.cli.look import show_day

    return show_day(_session(context), date, json=as_json)


@named(app, "edit", "editar", _("Correct a day; Enter keeps each answer."))
def edit(context: typer.Context, date: Day = None) -> int:
    """Correct a day."""
    from artesupremo.cli.look import edit_day

    return edit_day(_session(context), date)


@named(app, "undo", "deshacer", _("Take back the latest change."))
def undo(context: typer.Context) -> int:
    """Take back the latest change."""
    from artesupremo.cli.look import undo_change

    return undo_change(_session(context))


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

    return check_practices(_session(context), path)


add_group(app, practices, "practices", "practicas")
