"""Making one journal of an earlier whole one and of what can be read of the present one.

What the present one holds whole stays. Of the rest, its history of changes says what a row was,
or that it was deleted; where the history is silent, the earlier journal's row comes back.
Where both hold a row and differ, the later one stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from artesupremo.journal.checksums import PLACES
from artesupremo.journal.rows import UNSEALED, Row, is_intact, sealed
from artesupremo.journal.sittings import sitting_row

WRITTEN = ("entry", "answer", "note", "rest")
_KEYS = {"answer": "line", "note": "number"}  # what a row may share with another's by damage


class ForeignError(Exception):
    """The two have different histories: they are not one journal at two times."""


class Merged(NamedTuple):
    """Where the rows of a merged journal are from, by table, and what is lost."""

    present: Counter[str]  # from the journal as it was
    history: Counter[str]  # from its history of changes
    lost: tuple[tuple[str, Row], ...]  # damaged rows of which no whole version was found


class Merging:
    """One merge, inside a transaction of the earlier journal `target`."""

    def __init__(self, target: sqlite3.Connection) -> None:
        self.target = target
        self.columns = {place: self._columns(place) for place in PLACES}
        self.present: dict[str, set[str]] = {place: set() for place in WRITTEN}
        self.damaged: dict[str, list[Row]] = {place: [] for place in WRITTEN}
        self.taken: dict[str, dict[str, Row]] = {place: {} for place in WRITTEN}
        self.counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())

    def _columns(self, place: str) -> list[str]:
        rows = self.target.execute("SELECT name FROM pragma_table_info(?)", (place,))
        return [row[0] for row in rows]

    # The history

    def take_history(self, rows: Iterable[Row]) -> None:
        """Add the present journal's changes; raises ForeignError if they are of another one."""
        known = dict(map(tuple, self.target.execute("SELECT seq, id FROM change")))
        for row in rows:
            if not self._is_whole("change", row):
                continue
            if known.get(row["seq"], row["id"]) != row["id"]:
                raise ForeignError
            self._insert("change", row, "REPLACE")

    # The rows

    def take_row(self, place: str, row: Row) -> None:
        """Note a row of the present journal: whole, or damaged."""
        if not self._is_whole(place, row):
            self.damaged[place].append(row)
            return
        row = self._up_to_date(place, row)
        self.present[place].add(row["id"])
        earlier = self._earlier(place, row["id"])
        if earlier is None or not _same(earlier, row):
            self.taken[place][row["id"]] = row

    def _is_whole(self, place: str, row: Row) -> bool:
        return {*row} <= {*self.columns[place]} and "checksum" in row and is_intact(row)

    def _up_to_date(self, place: str, row: Row) -> Row:
        """Return a whole row with the columns that came after it was written, if any did."""
        later = {*self.columns[place]} - {*row, *UNSEALED}
        return sealed({**row, **dict.fromkeys(later)}) if later else row

    def _earlier(self, place: str, row_id: str) -> Row | None:
        found = self.target.execute(f"SELECT * FROM {place} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608  # one of four names
        return dict(found) if found else None

    def finish(self) -> Merged:
        """Put together what was taken; the search index is the caller's."""
        states = self._states()
        for place in WRITTEN:
            self._take_what_history_says(place, states)
        for place in WRITTEN:
            for row in self.taken[place].values():
                self._put_present(place, row, states)
        self._give_homes()
        self._settle_numbers()
        lost = [
            (place, row)
            for place in WRITTEN
            for row in self.damaged[place]
            if not self._is_back(place, row)
        ]
        return Merged(*self.counts, tuple(lost))

    def _is_back(self, place: str, row: Row) -> bool:
        """Tell whether a damaged row has a whole version now: under its id, or in its place."""
        names = {"entry": ("day", "sitting"), "rest": ("day",)}.get(place, (_KEYS.get(place, ""),))
        where = " AND ".join(f"{name} = ?" for name in names)
        found = self.target.execute(
            f"SELECT 1 FROM {place} WHERE id = ? OR ({where})",  # noqa: S608  # names of our own
            (row.get("id"), *(row.get(name) for name in names)),
        )
        return found.fetchone() is not None

    def _states(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Return by row where in the history its present state stands: change and column.

        That is what the last change that was not taken back made of it, or what it was before
        the first one.
        """
        states: dict[tuple[str, str], tuple[int, str]] = {}
        for seq, place, row_id, undone in map(
            tuple, self.target.execute("SELECT seq, place, row, undone FROM change ORDER BY seq")
        ):
            if not undone:
                states[place, row_id] = (seq, "after")
            else:
                states.setdefault((place, row_id), (seq, "before"))
        return states

    def _state(self, where: tuple[int, str]) -> Row | None:
        seq, column = where
        held = self.target.execute(
            f"SELECT {column} FROM change WHERE seq = ?",  # noqa: S608  # one of two names
            (seq,),
        ).fetchone()[0]
        return json.loads(held) if held else None

    def _take_what_history_says(
        self, place: str, states: Mapping[tuple[str, str], tuple[int, str]]
    ) -> None:
        """Bring what the present journal does not hold whole to where its history left it."""
        for (where, row_id), change in states.items():
            if where != place or row_id in self.present[place]:
                continue
            earlier, state = self._earlier(place, row_id), self._state(change)
            if state is None:
                self._delete(place, row_id)
            elif self._is_whole(place, state):
                state = self._in_its_place(place, self._up_to_date(place, state))
                if not (earlier and _same(earlier, state)):
                    self._put(place, state)
                    self.counts[1][place] += 1

    def _in_its_place(self, place: str, row: Row) -> Row:
        """Return `row` on the line of its damaged version, so that answers keep their order."""
        if place != "answer" or "line" in row:
            return row
        for damaged in self.damaged[place]:
            if damaged.get("id") == row["id"] and "line" in damaged:
                return {**row, "line": damaged["line"]}
        return row

    def _put_present(
        self, place: str, row: Row, states: Mapping[tuple[str, str], tuple[int, str]]
    ) -> None:
        """Put a row of the present journal, unless the earlier one holds it later."""
        earlier = self._earlier(place, row["id"])
        if earlier and earlier["at"] > row["at"]:
            change = states.get((place, row["id"]))
            state = self._state(change) if change else None
            if state is None or not _same(state, row):  # it was no undo that made it older
                return
        self._put(place, row)
        self.counts[0][place] += 1

    def _put(self, place: str, row: Row) -> None:
        try:
            self._insert(place, row, "ABORT")
        except sqlite3.IntegrityError:
            self._make_way(place, row)
            self._insert(place, self._with_free_key(place, row), "ABORT")

    def _make_way(self, place: str, row: Row) -> None:
        """Remove what stands in the place of `row` and is not in the present journal."""
        same = {
            "entry": ("day", "sitting"),
            "answer": ("entry", "question"),
            "rest": ("day",),
        }.get(place, ("id",))
        where = " AND ".join(f"{name} = ?" for name in same)
        for (row_id,) in map(
            tuple,
            self.target.execute(
                f"SELECT id FROM {place} WHERE ({where}) AND id <> ?",  # noqa: S608  # names of our own
                (*(row[name] for name in same), row["id"]),
            ).fetchall(),
        ):
            self._delete(place, row_id)

    def _with_free_key(self, place: str, row: Row) -> Row:
        """Return `row` under a key of its own, if another row has it."""
        key = _KEYS.get(place)
        if key is None or key not in row:
            return row
        taken = self.target.execute(
            f"SELECT 1 FROM {place} WHERE {key} = ? AND id <> ?",  # noqa: S608  # names of our own
            (row[key], row["id"]),
        ).fetchone()
        if not taken:
            return row
        free = self.target.execute(f"SELECT max({key}) + 1 FROM {place}").fetchone()[0]  # noqa: S608  # as above
        return sealed({**row, key: free})

    def _insert(self, place: str, row: Row, otherwise: str) -> None:
        names = [name for name in self.columns[place] if name in row]
        marks = ", ".join("?" for _name in names)
        renewed = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
        quoted = ", ".join(f'"{name}"' for name in names)
        self.target.execute(
            f"INSERT OR {otherwise} INTO {place} ({quoted}) VALUES ({marks})"  # noqa: S608  # names of our own
            + (f' ON CONFLICT ("id") DO UPDATE SET {renewed}' if otherwise == "ABORT" else ""),
            [row[name] for name in names],
        )

    def _delete(self, place: str, row_id: str) -> None:
        self.target.execute(f"DELETE FROM {place} WHERE id = ?", (row_id,))  # noqa: S608  # one of four names

    # What holds it together

    def _give_homes(self) -> None:
        """Give answers whose sitting is lost their sitting back, made from what they say."""
        orphans = self.target.execute(
            "SELECT * FROM answer WHERE entry NOT IN (SELECT id FROM entry) ORDER BY line"
        ).fetchall()
        homes: dict[str, list[Row]] = {}
        for answer in map(dict, orphans):
            homes.setdefault(answer["entry"], []).append(answer)
        for answers in homes.values():
            made = sitting_row(answers)
            there = self.target.execute(
                "SELECT id FROM entry WHERE day = ? AND sitting = ?",
                (made["day"], made["sitting"]),
            ).fetchone()
            if there is None:
                self._insert("entry", made, "ABORT")
                self.counts[0]["entry"] += 1
            else:
                self._move(answers, there[0])

    def _move(self, answers: Iterable[Row], entry: str) -> None:
        """Move `answers` to the sitting `entry`, but for questions that have an answer there."""
        for answer in answers:
            there = self.target.execute(
                "SELECT 1 FROM answer WHERE entry = ? AND question = ?",
                (entry, answer["question"]),
            ).fetchone()
            if there:
                self._delete("answer", answer["id"])
            else:
                self._put("answer", sealed({**answer, "entry": entry}))

    def _settle_numbers(self) -> None:
        """Let no number of a note be given twice, those of deleted notes included."""
        highest = self.target.execute(
            "SELECT max(number) FROM ("
            " SELECT max(seq) AS number FROM sqlite_sequence WHERE name = 'note'"
            " UNION ALL SELECT max(number) FROM note"
            " UNION ALL SELECT max(json_extract(coalesce(after, before), '$.number'))"
            " FROM change WHERE place = 'note')"
        ).fetchone()[0]
        self.target.execute("DELETE FROM sqlite_sequence WHERE name = 'note'")
        if highest:
            self.target.execute("INSERT INTO sqlite_sequence VALUES ('note', ?)", (highest,))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two whole rows are the same version."""
    return bool(one["checksum"] == other["checksum"])
