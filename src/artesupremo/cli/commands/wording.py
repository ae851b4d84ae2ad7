"""How it is said: `arte check`, `arte greet`."""

from __future__ import annotations

from typing import Annotated

import typer

from artesupremo.cli.speech import named
from artesupremo.cli.tree import Json, app, session_for_completion, session_of
from artesupremo.i18n import _


def complete_rule(incomplete: str) -> list[str]:
    """Offer the rules whose id begins with what is typed."""
    rules = session_for_completion().rulebook.rules
    return sorted({rule.id for rule in rules if rule.id.startswith(incomplete)})


@named(app, "check", "revisar", _("What a customer may hear in a message, with a better wording."))
def check(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(metavar=_("[FILE|-]"), help=_("Without it: paste, end with Ctrl-D.")),
    ] = None,
    *,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel",
            "--canal",
            metavar=_("mail|chat|note|voice|public"),
            help=_("Where it will be read."),
        ),
    ] = None,
    reply: Annotated[
        bool,
        typer.Option("--reply", "--respuesta", help=_("Not the first message of a conversation.")),
    ] = False,
    level: Annotated[
        str | None,
        typer.Option(
            "--level",
            "--nivel",
            metavar=_("error|warning|suggestion"),
            help=_("From which level on the exit status is 1; else warning."),
        ),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            "--rule",
            "--regla",
            metavar=_("RULE"),
            help=_("Only this rule or category."),
            autocompletion=complete_rule,
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            "--trato",
            metavar="tu|usted|vos",
            help=_("How the writer addresses the customer."),
        ),
    ] = None,
    text_lang: Annotated[
        str | None,
        typer.Option(
            "--text-lang",
            "--idioma-texto",
            metavar="es|en",
            help=_("The language of the message, where it is not plain."),
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            "--explica",
            metavar=_("RULE"),
            help=_("Explain a rule, with examples."),
            autocompletion=complete_rule,
        ),
    ] = None,
    rewrite: Annotated[
        bool,
        typer.Option(
            "--rewrite",
            "--mejorar",
            help=_("Type a better version; both are kept in the journal."),
        ),
    ] = False,
    show_all: Annotated[
        bool, typer.Option("--all", "--todo", help=_("Also what is less sure."))
    ] = False,
    as_json: Json = False,
) -> int:
    """Check a message."""
    if explain is not None:
        from artesupremo.cli.explain import explain as explain_rule

        return explain_rule(session_of(context), explain, text_lang)
    from artesupremo.cli.check import CheckOptions, check_message

    options = CheckOptions(
        channel, level, rule, address, text_lang, reply, as_json, rewrite, show_all
    )
    return check_message(session_of(context), source, options)


@named(app, "greet", "saludo", _("The greeting gym: three greetings in a minute."))
def greet(
    context: typer.Context,
    *,
    gallery: Annotated[
        bool, typer.Option("--gallery", "--galeria", help=_("The favourites, by channel."))
    ] = False,
    as_json: Json = False,
) -> int:
    """Hold a round in the greeting gym."""
    from artesupremo.cli import greet as greeting

    if gallery:
        return greeting.show_gallery(session_of(context), json=as_json)
    return greeting.greet(session_of(context))
