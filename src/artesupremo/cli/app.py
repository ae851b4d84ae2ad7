"""The whole tree of commands: importing this registers them all."""

from __future__ import annotations

from artesupremo.cli.commands import (
    file,
    library,
    look,
    notes,
    pages,
    settings,
    sittings,
    wording,
)
from artesupremo.cli.tree import app

__all__ = ["app", "file", "library", "look", "notes", "pages", "settings", "sittings", "wording"]
