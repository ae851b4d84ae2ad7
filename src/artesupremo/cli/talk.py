"""What it takes to talk: an occasion, a terminal with somebody at it, an editor, an opening line.

No Typer here: this stands on the way to the first question.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

from artesupremo.cli.output import IN_A_TERMINAL
from artesupremo.cli.session import Session, is_terminal
from artesupremo.days import long_day
from artesupremo.errors import InputNeededError
from artesupremo.i18n import _
from artesupremo.journal.queries import last_instant, open_promises
from artesupremo.sittings.closing import last_next_time
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.terminal import (
    BOLD,
    DIM,
    Editor,
    Terminal,
    edit_text,
)

_CLOCK_SLACK = dt.timedelta(minutes=5)
_YES = ("s", "sí", "si", "y", "yes")


def terminal_for(
    session: Session, *, aside: bool = False, instead: str = IN_A_TERMINAL
) -> Terminal:
    """Return the terminal to talk on; `aside` keeps standard output for the result.

    Raises InputNeededError with the sentence `instead` when nobody is at the keyboard.
    """
    if not is_terminal(sys.stdin):
        raise InputNeededError(instead)
    out = sys.stderr if aside or not is_terminal(sys.stdout) else sys.stdout
    return Terminal(sys.stdin, out, width=session.width, colour=session.colour)


def editor_command(session: Session) -> str:
    """Return how the advisor's editor is called."""
    environ = session.environ
    default = "notepad" if os.name == "nt" else "vi"
    return environ.get("VISUAL") or environ.get("EDITOR") or default


def editor_for(session: Session) -> Editor:
    """Return what opens the advisor's editor on a private draft."""

    def edit(text: str) -> str:
        return edit_text(session.places.drafts, text, editor_command(session))

    return edit


def open_sitting(terminal: Terminal, occasion: Occasion, *, motto: str | None = None) -> None:
    """Write the day, the `motto` if it is its turn, the keys, and what is left for today."""
    title = long_day(occasion.day, occasion.lang)
    terminal.say(title[:1].upper() + title[1:], BOLD)
    if motto:
        terminal.say(motto, DIM)
    keys = _("Enter skips · < goes back · ? explains · e opens the editor")
    terminal.say_pieces(keys.split(" · "), DIM)
    _warn_of_clock(terminal, occasion)
    if occasion.sitting.sitting == "morning":
        _remind_of_promises(terminal, occasion)
    left = last_next_time(occasion) if occasion.sitting.sitting == "morning" else None
    if left:
        terminal.say()
        terminal.say(_("For today: {text}").format(text=left))


def _remind_of_promises(terminal: Terminal, occasion: Occasion) -> None:
    due = [promise for promise in open_promises(occasion.journal) if promise.is_due(occasion.day)]
    if due:
        from artesupremo.reports.faces.lines import command
        from artesupremo.reports.faces.words import promise_lines

        terminal.say()
        for line in promise_lines(due, occasion.day, command("promises", "promesas")):
            terminal.say_short(line)


def _warn_of_clock(terminal: Terminal, occasion: Occasion) -> None:
    last = last_instant(occasion.journal)
    if last is None:
        return
    now = dt.datetime.fromisoformat(occasion.clerk.moment.at)
    if last - now > _CLOCK_SLACK:
        terminal.say(_("The clock was set back since the last answer; its day stays as it was."))


def agrees(session: Session, question: str) -> bool:
    """Ask `question` and tell whether the reply is yes; with nobody at the keyboard it is no."""
    if not is_terminal(sys.stdin):
        return False
    terminal = terminal_for(session)
    terminal.say(_("{question} y yes, Enter no").format(question=question), BOLD)
    try:
        return terminal.ask().strip().casefold() in _YES
    except (EOFError, KeyboardInterrupt):
        return False
