"""The root of the tree of commands, and the options that several commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from artesupremo.cli import cards
from artesupremo.cli.session import Session
from artesupremo.cli.speech import SpokenGroup, add_group, english_name, new_shelf
from artesupremo.i18n import _
from artesupremo.text import clean

# In the order help lists them: what is typed every day first.
_ORDER = (
    "today", "close", "log", "promises", "greet", "check", "week", "report", "show", "history",
    "search", "export", "edit", "delete", "undo", "rest", "nudge", "practices", "setup", "config",
    "journal", "doctor",
)  # fmt: skip


class _Root(SpokenGroup):
    """The root, which lists its commands in the order of `_ORDER`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401  # Typer's vendored types
        """Return the names of all commands in the advisor's language, what is daily first."""
        place = {name: number for number, name in enumerate(_ORDER)}
        return sorted(
            super().list_commands(ctx), key=lambda name: place.get(english_name(name), 99)
        )


app = typer.Typer(
    name="arte",
    cls=new_shelf(_Root),
    help=_("A private journal for people who attend customers: a small practice every day."),
    epilog=_("Everything stays on this computer. The commands have Spanish names, too."),
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    invoke_without_command=True,
)


def complete_practice(incomplete: str) -> list[tuple[str, str]]:
    """Offer the practices whose id or title begins with what is typed."""
    from artesupremo.cli.practices import offers

    return [(key, told_by_a_shell(title)) for key, title in offers(incomplete)]


def complete_area(incomplete: str) -> list[str]:
    """Offer the areas of the library."""
    return [area for area in session_for_completion().library.areas if area.startswith(incomplete)]


def session_for_completion() -> Session:
    """Return a run of the program for a shell that asks what could come next."""
    import datetime as dt
    import os

    from artesupremo.cli.session import GlobalOptions

    return Session(dt.datetime.now().astimezone(), os.environ, GlobalOptions())


_FOR_A_SHELL = 60  # characters beside what it offers


def told_by_a_shell(words: str) -> str:
    """Return `words` as a shell may show them beside what it offers: letters, digits, spaces.

    zsh runs what stands in backquotes or after "$", however Typer escapes it, and Rich reads
    brackets as markup.
    """
    kept = "".join(char if char.isalnum() or char in " ,.-" else " " for char in clean(words))
    return " ".join(kept.split())[:_FOR_A_SHELL].lstrip("-")


def complete_promise(incomplete: str) -> list[tuple[str, str]]:
    """Offer the open promises, due first."""
    from artesupremo.journal.queries import open_promises

    session = session_for_completion()
    try:
        promises = open_promises(session.journal)
    finally:
        session.journal.close()
    offers = [
        (str(promise.note.number), told_by_a_shell(promise.note.text)) for promise in promises
    ]
    return [(number, text) for number, text in offers if number.startswith(incomplete)]


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
Yes = Annotated[bool, typer.Option("--yes", "--si", help=_("Do it without asking."))]
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

When = Annotated[
    str | None,
    typer.Argument(metavar=_("[WHEN]"), help=_("2026-W47, 2026-11, 2026, last, or a date in it.")),
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
        cards.show_card(session_of(context), json=as_json)


def session_of(context: typer.Context) -> Session:
    """Return the run of the program that `__main__` handed over."""
    session: Session = context.obj  # what __main__ hands over
    return session


def group(english: str, spanish: str, about: str, *, stands_alone: bool = False) -> typer.Typer:
    """Make a group of commands under both its names and return it.

    One that `stands_alone` does something of its own when no command is given.
    """
    made = typer.Typer(
        cls=new_shelf(),
        add_completion=False,
        help=about,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=not stands_alone,
        invoke_without_command=stands_alone,
    )
    if not stands_alone:
        made.callback()(_nothing)
    add_group(app, made, english, spanish)
    return made


def _nothing() -> None:
    """Do nothing before a command of a group: that is its own matter."""
