"""What was measured, as a Markdown table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from subjects import LARGE, THOUSAND, Subject

Rounds = Mapping[int, float]  # round -> milliseconds
HEADINGS = (
    "command", "answers", "ms", "× `pass`, min", "× `pass`, median", "jrnl", "jrnl ÷ arte",
    "by answer", "MB", "slope", "target", "",
)  # fmt: skip


class Measured(NamedTuple):
    """One command on one size of journal."""

    subject: Subject
    size: str
    times: Rounds
    megabytes: float
    peers: Mapping[str, Rounds]  # how entries are made -> times of jrnl


def table(measured: Sequence[Measured], unit: Rounds) -> str:
    """Return everything as a table; `unit` are the times of `python -c pass`, by round."""
    slopes = _slopes(measured)
    rows = [_row(one, unit, slopes.get(one.subject.name)) for one in measured]
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def ratios(times: Rounds, unit: Rounds) -> tuple[float, float]:
    """Return the ratio of the minima, and the median of the ratios within each round."""
    pairs = [taken / unit[number] for number, taken in times.items()]
    return min(times.values()) / min(unit.values()), statistics.median(pairs)


def _row(one: Measured, unit: Rounds, slope: float | None) -> tuple[str, ...]:
    least, median = ratios(one.times, unit)
    faster = {way: _ratio(times, one.times) for way, times in one.peers.items()}
    return (
        f"`{one.subject.name}`" if "," not in one.subject.name else one.subject.name,
        one.size,
        f"{min(one.times.values()):.1f}",
        f"**{least:.1f}**",
        f"{median:.1f}",
        f"`jrnl {' '.join(one.subject.peer)}`" if faster else "",
        _times(faster.get("sitting")),
        _times(faster.get("answer")),
        f"{one.megabytes:.0f}" if one.megabytes else "",
        f"{slope:.2f}" if slope is not None and one.size == LARGE else "",
        _target(one.subject, one.size),
        _verdict(one, least, max(faster.values(), default=None)),
    )


def _ratio(slower: Rounds, faster: Rounds) -> float:
    return min(slower.values()) / min(faster.values())


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"  # noqa: PLR2004  # two digits


def _target(subject: Subject, size: str) -> str:
    parts = [f"≤ {subject.target:g}"] if subject.target else []
    if subject.faster and size == LARGE:
        parts.append(f"jrnl ÷ {subject.faster:g}")
    return ", ".join(parts)


def _verdict(one: Measured, least: float, faster: float | None) -> str:
    wanted = one.subject.faster if one.size == LARGE and faster is not None else None
    held = [least <= one.subject.target] if one.subject.target else []
    held += [faster >= wanted] if wanted and faster else []
    return ("✓" if all(held) else "✗") if held else ""


def _slopes(measured: Sequence[Measured]) -> dict[str, float]:
    """Return how the time of a command grows with the journal: 0 not at all, 1 as it does."""
    least = {(one.subject.name, one.size): min(one.times.values()) for one in measured}
    sizes = [int(size.replace(",", "")) for size in (THOUSAND, LARGE)]
    return {
        name: math.log(least[name, LARGE] / taken) / math.log(sizes[1] / sizes[0])
        for (name, size), taken in least.items()
        if size == THOUSAND and (name, LARGE) in least
    }
