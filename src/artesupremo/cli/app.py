"""The tree of commands, their options and their help. Nothing clever here."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli import cards, everyday
from artesupremo.cli.session import Session
from artesupremo.cli.speech import SpokenGroup, add_group, named
from artesupremo.errors import UsageError
from artesupremo.i18n import N_, _, language
from artesupremo.text import fold

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

journal = typer.Typer(
    cls=SpokenGroup,
    help=_("The journal itself: where it is, what it holds, bringing one in."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)


def complete_practice(incomplete: str) -> list[tuple[str, str]]:
    """Offer the practices whose id or title begins with what is typed."""
    from artesupremo.cli.practices import offers

    return offers(incomplete)


def complete_day(incomplete: str) -> list[str]:
    """Offer the days that can be filled in, the latest first."""
    import datetime as dt

    from artesupremo.days import CATCH_UP_DAYS

    today = dt.datetime.now().astimezone().date()
    days = [today - dt.timedelta(days=back) for back in range(CATCH_UP_DAYS + 1)]
    return [str(day) for day in days if str(day).startswith(incomplete)]


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
    typer.Option(
        "--date",
        metavar=_("DATE"),
        help=_("One of the last 14 days instead of today."),
        autocompletion=complete_day,
    ),
]
Day = Annotated[
    str | None,
    typer.Argument(
        metavar=_("[DATE]"),
        help=_("2026-11-20, yesterday, Monday, -1."),
        autocompletion=complete_day,
    ),
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
        cards.show_card(_session(context), json=as_json)


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
    another: Annotated[
        bool, typer.Option("--another", "--otra", help=_("Another practice, once a day."))
    ] = False,
    practice: Annotated[
        str | None,
        typer.Option(
            "--practice",
            "--practica",
            metavar=_("NAME"),
            help=_("This practice: its id or words of its title."),
            autocompletion=complete_practice,
        ),
    ] = None,
    date: Date = None,
    answers: Answers = None,
    no_input: NoInput = False,
    as_json: Json = False,
) -> int:
    """Hold the morning."""
    options = everyday.Options(date, short, answers, no_input, as_json, why, another, practice)
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


@named(app, "show", "ver", _("A day as it was answered."), takes_dates=True)
def show(context: typer.Context, date: Day = None, *, as_json: Json = False) -> int:
    """Show a day."""
    from artesupremo.cli.look import show_day

    return show_day(_session(context), date, json=as_json)


@named(app, "edit", "editar", _("Correct a day; Enter keeps each answer."), takes_dates=True)
def edit(context: typer.Context, date: Day = None) -> int:
    """Correct a day."""
    from artesupremo.cli.look import edit_day

    return edit_day(_session(context), date)


@named(app, "undo", "deshacer", _("Take back the latest change."))
def undo(context: typer.Context) -> int:
    """Take back the latest change."""
    from artesupremo.cli.look import undo_change

    return undo_change(_session(context))


PERIODS = {
    "day": ("day", "día"),
    "week": ("week", "semana"),
    "month": ("month", "mes"),
    "year": ("year", "año"),
    "all": ("all", "todo"),
}
When = Annotated[
    str | None,
    typer.Argument(metavar=_("[WHEN]"), help=_("2026-W47, 2026-11, 2026, last, or a date in it.")),
]
What = Annotated[
    str | None,
    typer.Argument(metavar=_("[week|month|year|all]"), help=_("The week if nothing is said.")),
]
WhatToExport = Annotated[
    str | None,
    typer.Argument(metavar=_("[day|week|month|year|all]"), help=_("The week if nothing is said.")),
]


def _period_kind(word: str | None, kinds: tuple[str, ...]) -> str:
    """Return the kind of period that `word` names, in either language, accents optional."""
    for kind in kinds:
        if word is None or fold(word) in map(fold, PERIODS[kind]):
            return kind if word else "week"
    raise UsageError(
        N_("“{word}” is not a period: {periods}."),
        word=str(word)[:40],
        periods=", ".join(PERIODS[kind][language() == "es"] for kind in kinds),
    )


@named(
    app, "report", "informe", _("Progress: a week, a month, a year, everything."), takes_dates=True
)
def report(
    context: typer.Context, what: What = None, when: When = None, *, as_json: Json = False
) -> int:
    """Show progress."""
    from artesupremo.cli.report import show_report

    kind = _period_kind(what, ("week", "month", "year", "all"))
    return show_report(_session(context), kind, when, json=as_json)


@named(
    app,
    "export",
    "exportar",
    _("A page of Markdown to keep or share; JSON Lines, JSON, CSV."),
    takes_dates=True,
)
def export(
    context: typer.Context,
    what: WhatToExport = None,
    when: When = None,
    *,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="markdown|jsonl|json|csv",
            help=_("Markdown if nothing is said."),
            show_default=False,
        ),
    ] = "markdown",
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar=_("FILE|FOLDER|-"),
            help=_("Where to; - is standard output."),
        ),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help=_("Leave out what is private; replace listed names."))
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=_("Write over a page that was edited by hand."))
    ] = False,
) -> int:
    """Write a period to a file."""
    from artesupremo.cli import export as exporting

    if form not in exporting.ENDINGS:
        raise UsageError(
            N_("--format takes markdown, jsonl, json or csv, not “{word}”."), word=form[:20]
        )
    options = exporting.ExportOptions(form, output, share, force)
    kind = _period_kind(what, ("day", "week", "month", "year", "all"))
    return exporting.export(_session(context), kind, when, options)


@named(
    app, "history", "historial", _("Back through the journal, a week at a time."), takes_dates=True
)
def history(context: typer.Context, when: When = None) -> int:
    """Page through the weeks."""
    from artesupremo.cli.report import show_history

    return show_history(_session(context), when)


@named(journal, "path", "ruta", _("Where the journal is."))
def journal_path(context: typer.Context) -> int:
    """Print the path of the journal."""
    from artesupremo.cli.journal import show_path

    return show_path(_session(context))


@named(journal, "info", "datos", _("What it holds: days, answers, size; never an answer."))
def journal_info(context: typer.Context, *, as_json: Json = False) -> int:
    """Print what the journal holds."""
    from artesupremo.cli.journal import show_info

    return show_info(_session(context), json=as_json)


@named(journal, "import", "importar", _("Take in a journal file: all of it, or nothing."))
def journal_import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("JSON Lines; - is a pipe."))],
) -> int:
    """Take in a journal file."""
    from artesupremo.cli.journal import import_file

    return import_file(_session(context), file)


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

    return list_practices(_session(context), json=as_json)


@named(practices, "show", "ver", _("One practice whole: aim, steps, questions, plan, anchors."))
def practices_show(context: typer.Context, name: PracticeName, *, as_json: Json = False) -> int:
    """Show a practice."""
    from artesupremo.cli.practices import show_practice

    return show_practice(_session(context), name, json=as_json)


@named(practices, "new", "nueva", _("Write a practice of one's own; asks, then opens the editor."))
def practices_new(context: typer.Context) -> int:
    """Write a practice."""
    from artesupremo.cli.authoring import write_practice

    return write_practice(_session(context))


@named(practices, "schema", "esquema", _("The JSON Schema of a practice file."))
def practices_schema(context: typer.Context) -> int:  # noqa: ARG001  # every command takes it
    """Print the JSON Schema."""
    from artesupremo.cli.practices import print_schema

    return print_schema()


add_group(app, practices, "practices", "practicas")
add_group(app, journal, "journal", "diario")
