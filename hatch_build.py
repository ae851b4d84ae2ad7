"""Build hook: compile the translations (`.po` to `.mo`) that travel inside the package."""

from __future__ import annotations

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own example
    """Compile every catalogue whose `.po` is newer than its `.mo`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Compile before the files are gathered, for wheels and editable installs alike."""
        locale = os.path.join(self.root, "src", "artesupremo", "locale")
        for folder, _folders, names in os.walk(locale):
            for name in names:
                if name.endswith(".po"):
                    compile_catalogue(os.path.join(folder, name))


def compile_catalogue(po: str) -> None:
    """Write the `.mo` beside the file `po`, if it is missing or older."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    mo = po[:-3] + ".mo"
    if os.path.exists(mo) and os.path.getmtime(mo) >= os.path.getmtime(po):
        return
    with open(po, "rb") as source:
        catalogue = read_po(source)
    with open(mo, "wb") as target:
        write_mo(target, catalogue)
