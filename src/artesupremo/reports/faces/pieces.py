"""Small pieces of Rich that every view is made of. What people typed is `Text`, never markup."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.text import Text

from artesupremo.reports.faces.rows import Row
from artesupremo.text import clean

if TYPE_CHECKING:  # it takes 4 ms to load, and not every page has one
    from rich.table import Table

HEADING, DIM = "bold cyan", "dim"
_NARROW = 60  # columns: beneath that a label stands above its words
_GAP = 2  # columns between a label and its words
_SHARE = 0.45  # of the width, at most, is for labels


def text(words: str = "", style: str = "") -> Text:
    """Return `words` as they are: no markup, and nothing a terminal could obey."""
    return Text(clean(words), style=style)


def indented(view: RenderableType, columns: int = 2) -> Padding:
    """Return `view` some columns to the right."""
    return Padding(view, (0, 0, 0, columns), expand=False)


def grid() -> Table:
    """Return a table without lines: short labels, then words that wrap."""
    from rich.table import Table

    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    return rows


class Rows:
    """Rows beside each other where there is room, and else each label above its words."""

    def __init__(self, rows: Sequence[Row], *, stacked: bool = False) -> None:
        self.rows = rows
        self.stacked = stacked

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Render at the width there is."""
        width = options.max_width
        labels = max((text(row.label).cell_len for row in self.rows), default=0)
        stacked = self.stacked or (width < _NARROW and labels > width * _SHARE)
        for is_labelled, held in groupby(self.rows, key=lambda row: bool(row.label)):
            if is_labelled and not stacked:
                for row in held:
                    yield from _beside(row, min(labels, int(width * _SHARE)), console, width)
                continue
            for row in held:
                if row.label:
                    yield text(row.label, _style(row))
                yield indented(text(row.words), 2 if row.label else 0)


def _beside(row: Row, labels: int, console: Console, width: int) -> Iterator[Text]:
    """Yield the lines of a row; as a table of Rich would, which takes longer."""
    words_at = labels + _GAP
    left = text(row.label, _style(row)).wrap(console, labels, overflow="fold")
    right = text(row.words).wrap(console, max(width - words_at, 1), overflow="fold")
    for label, words in zip_longest(left, right, fillvalue=Text()):
        line = Text(no_wrap=True)  # it was wrapped
        line.append_text(label)
        line.pad_right(words_at - label.cell_len)
        yield line.append_text(words)


def _style(row: Row) -> str:
    return "" if row.own in ("label", "both") else DIM


def print_view(view: RenderableType, *, width: int, colour: bool) -> None:
    """Print `view` on standard output."""
    console = Console(
        width=width,
        height=1,  # of no use here; else Rich asks the environment for both
        no_color=not colour,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(view)
    # Rich fills its tables with spaces that nobody sees, and a copy would have.
    lines = captured.get().removesuffix("\n").split("\n")
    sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in lines))
    sys.stdout.flush()
