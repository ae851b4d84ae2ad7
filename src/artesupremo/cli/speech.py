"""Typer in the advisor's language: two names a command, and its own few words translated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from artesupremo.cli.output import HELP
from artesupremo.errors import UsageError
from artesupremo.i18n import N_, _, language
from artesupremo.text import fold

Command = TypeVar("Command", bound=Callable[..., Any])

_HELP = N_("Show this message and exit.")
# Typer asks the process-wide catalogue for its headings, or writes these pieces untranslated.
_HEADINGS = (N_("Options"), N_("Commands"), N_("Arguments"))
_PIECES = {
    "[OPTIONS]": N_("[OPTIONS]"),
    "COMMAND [ARGS]...": N_("COMMAND [ARGS]..."),
}
_COMPLETION = {
    "install_completion": N_("Install completion for this shell."),
    "show_completion": N_("Show the completion of this shell, to copy it."),
}


class SpokenCommand(TyperCommand):
    """A command whose help speaks the advisor's language."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  # Typer's vendored types
        """Return the help, with the one mark translated that Typer writes itself."""
        return str(super().get_help(ctx)).replace("[required]", _("[required]"))

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401  # Typer's vendored types
        """Return the help option, translated."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _(_HELP)
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  # as above
        """Write the line of usage, translated."""
        _write_usage(self.collect_usage_pieces(ctx), ctx, formatter)


class Spoken(NamedTuple):
    """A command under one of its names."""

    about: str
    lang: str  # whose name it is; help shows those of the advisor's language
    alone: Callable[[], typer.Typer]  # returns a tree of this command alone


class SpokenGroup(TyperGroup):
    """A group whose help speaks the advisor's language; accents in names are optional.

    A command is made when it is asked for: making all of them takes as long as a report.
    """

    shelf: ClassVar[dict[str, Spoken]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  # Typer's vendored types
        """Return the names of all commands in the advisor's language."""
        return [name for name, spoken in self.shelf.items() if spoken.lang == language()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401  # as above
        """Return the command called `cmd_name` in either language, None if there is none."""
        if cmd_name in self.shelf and cmd_name not in self.commands:
            command = get_command(self.shelf[cmd_name].alone())
            command.name = cmd_name
            self.add_command(command)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  # as above
        """Write what each command is about, without making it."""
        with formatter.section(_("Commands")):
            rows = [(name, self.shelf[name].about) for name in self.list_commands(ctx)]
            formatter.write_dl(rows)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401  # Typer's vendored types
        """Return the help option, translated."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _(_HELP)
        return option

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401  # as above
        """Return the parameters, those of completion translated."""
        params = super().get_params(ctx)
        for param in params:
            if param.name in _COMPLETION:
                setattr(param, "help", _(_COMPLETION[param.name]))  # noqa: B010  # options only
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  # as above
        """Write the line of usage, translated."""
        _write_usage(self.collect_usage_pieces(ctx), ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  # as above
        """Return the command `args` begin with; a misspelt one gets the nearest named."""
        typed = args[0]
        if typed.startswith("-"):
            return super().resolve_command(ctx, args)
        plain = {fold(name): name for name in self.shelf}
        if fold(typed) in plain:
            return super().resolve_command(ctx, [plain[fold(typed)], *args[1:]])
        from difflib import get_close_matches

        near = get_close_matches(fold(typed), plain, n=1)
        command = ctx.command_path
        if near:
            raise UsageError(
                N_("There is no “{typed}”: did you mean {command} {near}?"),
                typed=typed[:40],
                command=command,
                near=near[0],
            )
        raise UsageError(
            N_("There is no “{typed}”: {command} --help lists what there is."),
            typed=typed[:40],
            command=command,
        )


def _write_usage(pieces: list[str], ctx: Any, formatter: Any) -> None:  # noqa: ANN401  # Typer's vendored types
    words = " ".join(_(_PIECES[piece]) if piece in _PIECES else piece for piece in pieces)
    formatter.write_usage(ctx.command_path, words, prefix=_("Usage: "))


_ENGLISH: dict[str, str] = {}  # Spanish name -> English name


def english_name(name: str) -> str:
    """Return the English name of the command called `name` in either language."""
    return _ENGLISH.get(name, name)


def named(
    app: typer.Typer, english: str, spanish: str, about: str, *, takes_dates: bool = False
) -> Callable[[Command], Command]:
    """Register a command under both its names; help shows the one of the advisor's language.

    `takes_dates`: "-1" is yesterday there, not an option.
    """

    def register(function: Command) -> Command:
        def alone() -> typer.Typer:
            made = typer.Typer(add_completion=False, rich_markup_mode=None)
            settings = {"ignore_unknown_options": takes_dates}
            made.command(help=about, cls=SpokenCommand, context_settings=settings)(function)
            return made

        _add(app, (english, spanish), about, alone)
        return function

    return register


def add_group(app: typer.Typer, group: typer.Typer, english: str, spanish: str) -> None:
    """Add `group`, which has a callback, under both its names."""
    _add(app, (english, spanish), str(group.info.help), lambda: group)


def new_shelf(kind: type[SpokenGroup] = SpokenGroup) -> type[SpokenGroup]:
    """Return a class of group with commands of its own."""
    return type("Shelf", (kind,), {"shelf": {}})


def _add(
    app: typer.Typer, names: tuple[str, str], about: str, alone: Callable[[], typer.Typer]
) -> None:
    english, spanish = names
    _ENGLISH[spanish] = english
    kind = app.info.cls
    if not (isinstance(kind, type) and issubclass(kind, SpokenGroup)):
        raise TypeError("commands are named in a group that speaks")
    for name, lang in ((spanish, "es"), (english, "en")):
        kind.shelf[name] = Spoken(about, lang, alone)


def usage_error(error: Exception, typed: str) -> UsageError | None:
    """Return what Typer says of a mistyped command line in our words, None if it is not that.

    `typed` is the command, for mistakes that do not say theirs.

    Typer's own exceptions are private (it vendors Click), so they are known by what they carry.
    """
    if getattr(error, "exit_code", None) != 2:  # noqa: PLR2004  # usage, in every Click
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context else f"arte {typed}".strip()
    if type(error).__name__ == "NoArgsIsHelpError":
        return UsageError(HELP, help=str(error).rstrip())
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        return UsageError(
            N_("There is no option {option} here: {command} --help lists them."),
            option=option,
            command=command,
        )
    if option:
        return UsageError(
            N_("{option} needs a value: see {command} --help."), option=option, command=command
        )
    return UsageError(N_("That is not how it is typed: see {command} --help."), command=command)
