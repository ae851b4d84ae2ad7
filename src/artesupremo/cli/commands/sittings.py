"""The sittings: `arte today`, `arte close`, `arte week`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli import everyday
from artesupremo.cli.speech import named
from artesupremo.cli.tree import (
    Answers,
    Date,
    Json,
    NoInput,
    When,
    app,
    complete_practice,
    session_of,
)
from artesupremo.i18n import _


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
    return everyday.hold_today(session_of(context), options)


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
    return everyday.hold_close(session_of(context), options)


@named(app, "week", "semana", _("The review of the week: figures, questions, next week's focus."))
def week(
    context: typer.Context,
    when: When = None,
    *,
    answers: Answers = None,
    no_input: NoInput = False,
    as_json: Json = False,
) -> int:
    """Hold the weekly review."""
    from artesupremo.cli.review import ReviewOptions, review_week

    options = ReviewOptions(answers, no_input, as_json)
    return review_week(session_of(context), when, options)
