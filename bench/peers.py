"""The peer that is measured beside arte: jrnl, in an environment of its own, on the same days."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

_TEXT = "coalesce(answer.text, answer.choices, answer.number)"
# An entry for each time somebody sat down to write …
BY_SITTING = (
    f"SELECT entry.day, substr(entry.at, 12, 5), group_concat({_TEXT}, '. ') FROM answer"  # noqa: S608  # words of our own
    " JOIN entry ON entry.id = answer.entry WHERE state = 'answered' GROUP BY entry.id"
    " UNION ALL SELECT day, substr(at, 12, 5), text FROM note ORDER BY 1, 2"
)
# … or for each thing that was written, as the journal of arte keeps it.
BY_ANSWER = (
    f"SELECT day, substr(at, 12, 5), {_TEXT} FROM answer WHERE state = 'answered'"  # noqa: S608  # words of our own
    " UNION ALL SELECT day, substr(at, 12, 5), text FROM note ORDER BY 1, 2"
)

_SETTINGS = """\
encrypt: false
highlight: false
timeformat: '%Y-%m-%d %H:%M'
version: v4.6
"""


def install_jrnl(folder: str) -> str | None:
    """Return the path of jrnl, installed under `folder`; None if that cannot be done."""
    place = os.path.join(folder, "jrnl")
    for command in (
        [sys.executable, "-m", "venv", place],
        [os.path.join(place, "bin", "python"), "-m", "pip", "install", "--quiet", "jrnl"],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"jrnl is left out, it cannot be installed here: {last}", file=sys.stderr)
            return None
    return os.path.join(place, "bin", "jrnl")


def write_journal(database: str, place: str, entries: str = BY_SITTING) -> tuple[str, int]:
    """Write the days of the journal `database` for jrnl, under the path `place`.

    `entries` is one of the two queries above; an empty `database` makes an empty journal.
    Returns the path of its settings and the number of entries.
    """
    count = 0
    with open(f"{place}.txt", "w", encoding="utf-8") as file:
        for day, hour, text in _rows(database, entries):
            file.write(f"[{day} {hour}] {text}\n\n")
            count += 1
    with open(f"{place}.yaml", "w", encoding="utf-8") as file:
        file.write(f"journals:\n  default: {place}.txt\n{_SETTINGS}")
    return f"{place}.yaml", count


def _rows(database: str, entries: str) -> Iterator[tuple[str, str, str]]:
    if not database:
        return
    connection = sqlite3.connect(database)
    yield from connection.execute(entries)
    connection.close()
