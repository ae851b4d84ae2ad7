"""Picks the face of a result and prints it, once."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from artesupremo.cli.session import Session, is_terminal
from artesupremo.columns import columns, wrap
from artesupremo.errors import ArteError, ContentError, Problem
from artesupremo.i18n import N_, _
from artesupremo.text import clean, clean_line, escape_json

if TYPE_CHECKING:
    from artesupremo.reports.card import Card

ENVELOPE_VERSION = 1
_MAX_WIDTH, _NARROWEST = 100, 20  # columns of a line that is wrapped


def print_lines(lines: Iterable[str]) -> None:
    """Print `lines` on standard output, each as it is: a path can be copied."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")
    sys.stdout.flush()


def print_wrapped(session: Session, lines: Iterable[str], *, hang: int = 4) -> None:
    """Print `lines`, fitted to the terminal; whole in a pipe, or if sentences are wanted.

    What is left of a line stands `hang` columns deeper.
    """
    if session.plain or not is_terminal(sys.stdout):
        print_lines(lines)
        return
    width = max(min(session.width, _MAX_WIDTH), _NARROWEST)
    for line in lines:
        for part in clean(line).split("\n"):
            lead = " " * (len(part) - len(part.lstrip(" ")))
            fits = columns(part) <= width
            print_lines([part] if fits else wrap(part, width, indent=lead, hang=lead + " " * hang))


def print_json(command: str, data: Any) -> None:  # noqa: ANN401  # JSON
    """Print the envelope `{"arte": 1, "command": …, "data": …}`; the data's keys are tested."""
    import json

    envelope = {"arte": ENVELOPE_VERSION, "command": command, "data": data}
    shows_all = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(envelope, ensure_ascii=not shows_all, indent=2)
    sys.stdout.write(escape_json(text) + "\n")
    sys.stdout.flush()


def print_card(session: Session, card: Card) -> None:
    """Print the card: sentences if asked for, else calm lines."""
    if session.plain:
        from artesupremo.reports.faces.plain import card_sentences

        print_lines(card_sentences(card))
        return
    from artesupremo.reports.faces.lines import card_lines

    for text, heading in card_lines(card, min(session.width, 80)):
        sys.stdout.write(f"\x1b[1m{text}\x1b[0m\n" if heading and session.colour else f"{text}\n")
    sys.stdout.flush()


def tell_error(error: ArteError, beside: Iterable[str] = ()) -> None:
    """Say on standard error, in one sentence, what happened and what to do; then `beside`."""
    with suppress(OSError):
        sys.stdout.flush()
    values = {key: clean_line(str(value)) for key, value in error.values.items()}
    if error.sentence == HELP:  # pages of it, and all of them our own
        values = {"help": clean(str(error.values["help"]))}
    lines = [_(error.sentence).format(**values)]
    if isinstance(error, ContentError):
        lines += [problem_line(problem) for problem in error.problems]
    lines += [clean(line) for line in beside]
    sys.stderr.write("\n".join(_wrapped(line) for line in lines) + "\n")


def _wrapped(line: str) -> str:
    """Return `line` wrapped to a terminal; in a pipe a sentence stays one line."""
    import os
    from textwrap import fill

    try:
        width = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return line
    if not width:  # nobody told the terminal
        return line
    return fill(line, max(width - 1, 20), break_long_words=False, break_on_hyphens=False)


def problem_line(problem: Problem) -> str:
    """Return `problem` as "file, line 3, field: what is wrong"."""
    where = [problem.file]
    if problem.line:
        where.append(_("line {line}").format(line=problem.line))
    if problem.field:
        where.append(problem.field)
    sentence = _(problem.sentence).format(**problem.values)
    return clean_line(f"{', '.join(where)}: {sentence}")


HELP = N_("{help}")


IN_A_TERMINAL = N_("Nobody is at the keyboard: run it in a terminal.")
NOT_A_TERMINAL = N_(
    "Nobody is at the keyboard: run it in a terminal, or give the answers with --answers FILE."
)
