"""What is typed in words alone, without an option: run without the tree of commands and Typer.

Each calls the function that its command in the tree calls; whatever is not here, or does not
fit, is the tree's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from artesupremo.cli.session import Session
from artesupremo.text import fold

Run = Callable[[Session, Sequence[str]], int]
_ANY = 1_000_000  # words
_KINDS = {
    "aplauso": "applause", "promesa": "promise", "friccion": "friction", "contacto": "contact",
    "reparacion": "repair",
}  # fmt: skip


def direct(arguments: Sequence[str]) -> Callable[[Session], int] | None:
    """Return what runs `arguments`, None if that is for the tree to find out."""
    if not arguments:
        return _card
    name, words = fold(arguments[0]), arguments[1:]
    for names, fewest, most, run in _SERVED:
        if name in names and fewest <= len(words) <= most:
            if any(word.startswith("-") for word in words) or not _fits(run, words):
                return None
            return lambda session: run(session, words)
    return None


def _fits(run: Run, words: Sequence[str]) -> bool:
    return run is not _log or fold(words[0]) in (*_KINDS, *_KINDS.values())


def _card(session: Session) -> int:
    from artesupremo.cli.cards import show_card

    return show_card(session)


def _today(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.everyday import Options, hold_today

    return hold_today(session, Options())


def _close(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.everyday import Options, hold_close

    return hold_close(session, Options())


def _nudge(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.nudge import nudge

    return nudge(session)


def _log(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.notes import take_note

    kind = fold(words[0])
    return take_note(session, _KINDS.get(kind, kind), list(words[1:]), None, json=False)


def _promises(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.promises import list_promises

    return list_promises(session, json=False)


def _greet(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.greet import greet

    return greet(session)


def _check(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.check import CheckOptions, check_message

    return check_message(session, words[0] if words else None, CheckOptions())


def _week(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.review import ReviewOptions, review_week

    return review_week(session, words[0] if words else None, ReviewOptions())


def _report(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.report import show_plain_report

    return show_plain_report(session, words)


def _export(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.export import EXPORTED, ExportOptions, export
    from artesupremo.cli.periods import period_kind

    what, when = (*words, None, None)[:2]
    return export(session, period_kind(what, EXPORTED), when, ExportOptions())


def _show(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.look import show_day

    return show_day(session, words[0] if words else None, json=False)


def _history(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.history import show_history

    return show_history(session, words[0] if words else None)


def _edit(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.look import edit

    return edit(session, words[0] if words else None)


def _search(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.search import Options, search

    return search(session, list(words), Options())


def _undo(session: Session, _words: Sequence[str]) -> int:
    from artesupremo.cli.undoing import undo

    return undo(session)


def _rest(session: Session, words: Sequence[str]) -> int:
    from artesupremo.cli.rest import list_rest, set_rest

    if not words:
        return list_rest(session, json=False)
    return set_rest(session, words[0], remove=False, yes=False)


# Names, how few and how many words may follow, and what runs them.
_SERVED: tuple[tuple[tuple[str, str], int, int, Run], ...] = (
    (("today", "hoy"), 0, 0, _today),
    (("close", "cierre"), 0, 0, _close),
    (("nudge", "recuerda"), 0, 0, _nudge),
    (("log", "anotar"), 1, _ANY, _log),
    (("promises", "promesas"), 0, 0, _promises),
    (("greet", "saludo"), 0, 0, _greet),
    (("check", "revisar"), 0, 1, _check),
    (("week", "semana"), 0, 1, _week),
    (("report", "informe"), 0, 2, _report),
    (("export", "exportar"), 0, 2, _export),
    (("show", "ver"), 0, 1, _show),
    (("history", "historial"), 0, 1, _history),
    (("edit", "editar"), 0, 1, _edit),
    (("search", "buscar"), 1, _ANY, _search),
    (("undo", "deshacer"), 0, 0, _undo),
    (("rest", "descanso"), 0, 1, _rest),
)
