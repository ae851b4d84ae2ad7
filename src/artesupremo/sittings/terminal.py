"""A terminal to talk with somebody: lines out, one line in. No Rich here, it is slow to load."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from artesupremo.columns import columns, shorten, wrap
from artesupremo.text import clean, recover_bytes

NARROW = 20
WIDE = 80
BOLD = "1"
DIM = "2"


class Terminal:
    """Writes wrapped lines to `out` and reads lines from `source`."""

    def __init__(self, source: TextIO, out: TextIO, *, width: int, colour: bool) -> None:
        self.source, self.out = source, out
        self.width = max(NARROW, min(width, WIDE))
        self.colour = colour

    def say(
        self, text: str = "", style: str = "", *, indent: int = 0, lead: str = "", hang: int = 0
    ) -> None:
        """Write `text`, wrapped and indented; `lead` stands before its first line.

        Further lines of a paragraph stand `hang` columns deeper. Nothing in it is obeyed.
        """
        first = lead.ljust(indent)
        lines = [
            line
            for part in clean(text).split("\n")
            for line in wrap(part, self.width - 1, indent=" " * indent, hang=" " * (indent + hang))
            or [""]
        ]
        lines[0] = first + lines[0][indent:] if text else lead
        for line in lines:
            self.out.write(self.styled(line, style) + "\n")

    def say_short(self, text: str) -> None:
        """Write `text` on one line, cut where it does not fit."""
        self.say(shorten(clean(text), self.width - 1))

    def say_anchors(self, anchors: Sequence[str], style: str = "", *, indent: int = 0) -> None:
        """Write `anchors` on one line with dots between them, or each on its own."""
        together = " · ".join(anchors)
        if indent + columns(together) < self.width:
            self.say(together, style, indent=indent)
            return
        for anchor in anchors:
            self.say(anchor, style, indent=indent, hang=2)

    def say_pieces(self, pieces: Iterable[str], style: str = "", *, indent: int = 0) -> None:
        """Write `pieces` with dots between them, never breaking one that fits on a line."""
        line = ""
        for piece in pieces:
            longer = f"{line} · {piece}" if line else piece
            if line and indent + columns(longer) >= self.width:
                self.say(line, style, indent=indent, hang=2)
                longer = piece
            line = longer
        self.say(line, style, indent=indent, hang=2)

    def styled(self, text: str, style: str) -> str:
        """Return `text` in `style` if colours are on."""
        return f"\x1b[{style}m{text}\x1b[0m" if style and self.colour and text else text

    def ask(self, prompt: str = "› ") -> str:
        """Return the next line typed; raises EOFError and KeyboardInterrupt."""
        self.out.flush()
        if self.out is sys.stdout and self.source is sys.stdin:
            _load_line_editing()  # while the question is being read
            try:
                line = input(prompt)  # with line editing where readline is at hand
            except (EOFError, KeyboardInterrupt):
                self.out.write("\n")
                raise
        else:
            self.out.write(prompt)
            self.out.flush()
            line = self.source.readline()
            if not line:
                raise EOFError
        return recover_bytes(line.rstrip("\r\n"), self.source.encoding or "utf-8")


def _load_line_editing() -> None:
    """Give `input` arrow keys and history within one line; nothing typed is kept in a history."""
    try:
        import readline
    except ImportError:  # Windows
        return
    readline.set_auto_history(False)


def edit_text(folder: str, text: str, command: str) -> str:
    """Return `text` as the advisor leaves it in the editor `command`; the draft is private."""
    from artesupremo.files import private_draft

    with private_draft(folder, text) as path:
        open_editor(command, path)
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()


def open_editor(command: str, path: str) -> None:
    """Open `path` in the editor `command` and wait; raises OSError or ValueError if it cannot."""
    import shlex
    import subprocess

    words = shlex.split(command, posix=os.name != "nt")
    subprocess.run([*words, path], check=False)  # noqa: S603  # the advisor's own editor


Editor = Callable[[str], str]
