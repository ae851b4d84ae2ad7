"""Whether the rows whose words are about to be shown are what was saved.

Only those are looked at: every row is by the daily check.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from artesupremo.journal.rows import is_intact
from artesupremo.journal.store import Journal


def damaged_among(journal: Journal, place: str, key: str, values: Sequence[Any]) -> set[Any]:
    """Return for which of the `values` of the column `key` the table `place` has a damaged row."""
    if not values:
        return set()
    rows = journal.rows(
        f"SELECT * FROM {place} WHERE {key} IN (SELECT value FROM json_each(?))",  # noqa: S608  # names of our own
        (json.dumps(values),),
    )
    return {row[key] for row in rows if not is_intact(row)}
