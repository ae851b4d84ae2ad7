"""What has gone by, in figures and on paper: `arte report`, `arte export`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.periods import period_kind
from artesupremo.cli.speech import named
from artesupremo.cli.tree import (
    Json,
    When,
    app,
    complete_area,
    complete_practice,
    session_of,
)
from artesupremo.errors import UsageError
from artesupremo.i18n import N_, _

What = Annotated[
    str | None,
    typer.Argument(metavar=_("[week|month|year|all]"), help=_("The week if nothing is said.")),
]
WhatToExport = Annotated[
    str | None,
    typer.Argument(metavar=_("[day|week|month|year|all]"), help=_("The week if nothing is said.")),
]


@named(
    app, "report", "informe", _("Progress: a week, a month, a year, everything."), takes_dates=True
)
def report(
    context: typer.Context,
    what: What = None,
    when: When = None,
    *,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            metavar=_("AREA"),
            help=_("Only one area: posture, greetings, promises …"),
            autocompletion=complete_area,
        ),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(
            "--practice",
            "--practica",
            metavar=_("PRACTICE"),
            help=_("Only one practice: its id or words of its title."),
            autocompletion=complete_practice,
        ),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", "--comparar", help=_("The last ten ratings beside the ten before them.")
        ),
    ] = False,
    why: Annotated[
        bool,
        typer.Option("--why", "--por-que", help=_("How each figure is counted, and its days.")),
    ] = False,
    as_json: Json = False,
) -> int:
    """Show progress."""
    from artesupremo.cli.report import REPORTED, Options, show_report

    kind = period_kind(what, REPORTED)
    options = Options(area, practice, compare, why, as_json)
    return show_report(session_of(context), kind, when, options)


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
    kind = period_kind(what, exporting.EXPORTED)
    return exporting.export(session_of(context), kind, when, options)
