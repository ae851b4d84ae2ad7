"""Which module holds a command, so that what is typed loads that one and not all of them.

Building the whole tree takes as long as a report; a word that is not here gets it all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from artesupremo.text import fold

if TYPE_CHECKING:
    import typer

SHELVES = {
    "sittings": ("today", "hoy", "close", "cierre", "week", "semana"),
    "pages": ("report", "informe", "export", "exportar"),
    "look": (
        "show", "ver", "search", "buscar", "edit", "editar", "delete", "borrar", "undo",
        "deshacer", "history", "historial",
    ),
    "settings": ("setup", "preparar", "config", "ajustes", "nudge", "recuerda"),
    "notes": ("log", "anotar", "promises", "promesas", "rest", "descanso"),
}  # fmt: skip


def tree_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the tree of commands, with at least what `arguments` begin with."""
    word = fold(arguments[0]) if arguments else ""
    shelf = next((shelf for shelf, words in SHELVES.items() if word in words), None)
    if shelf is None:
        from artesupremo.cli.app import app

        return app
    import_module(f"artesupremo.cli.commands.{shelf}")
    from artesupremo.cli.tree import app

    return app
