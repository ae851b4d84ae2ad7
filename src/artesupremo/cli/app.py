"""The whole tree of commands: importing this registers them all, in the order help lists them."""

from __future__ import annotations

# isort: off
from artesupremo.cli.commands import sittings
from artesupremo.cli.commands import look
from artesupremo.cli.commands import pages
from artesupremo.cli.commands import library
from artesupremo.cli.commands import file
from artesupremo.cli.commands import settings

# isort: on
from artesupremo.cli.tree import app

__all__ = ["app", "file", "library", "look", "pages", "settings", "sittings"]
