"""Fill the last column of docs/ideas.md: the ids of what carries each idea.

    python docs/trace.py            write
    python docs/trace.py --check    exit 1 if the page is stale or a row lacks a carrier

A practice carries the rows that its `ideas` name, a daily or weekly question its own, and
`week-turn` those of its turns. The other columns are written by hand. A test runs the check.
"""

from __future__ import annotations

import glob
import os
import re
import sys

from artesupremo.content import read_yaml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs", "ideas.md")
PRACTICES = os.path.join(ROOT, "practices")
ROW = re.compile(r"^\| (S\d-\d\d) \| ([^|]*) \| ([^|]*) \|[^|]*\|$", re.MULTILINE)
# What a row asks for, and what may carry it; each practice asks two questions.
ACCEPTED = {
    "practice": {"practice"},
    "question": {"practice", "daily", "weekly"},
    "weekly": {"weekly"},
}

Carriers = dict[str, dict[str, str]]  # row -> id of what carries it -> its kind


def find_carriers(folder: str = PRACTICES) -> Carriers:
    """Return what the files under `folder` carry."""
    carriers: Carriers = {}

    def note(kind: str, carrier: str, rows: list[str]) -> None:
        for row in rows:
            carriers.setdefault(row, {})[carrier] = kind

    for path in sorted(glob.glob(os.path.join(folder, "*", "*.yaml"))):
        if os.path.basename(path) != "area.yaml":
            practice = read_yaml(path).tree
            note("practice", practice["id"], practice["ideas"])
    for kind in ("daily", "weekly"):
        sittings = read_yaml(os.path.join(folder, f"{kind}.yaml")).tree
        for question in (entry for entries in sittings.values() for entry in entries):
            for source in (question, *question.get("turns", [])):
                note(kind, question["id"], source["ideas"])
    return carriers


def fill(page: str, carriers: Carriers) -> str:
    """Return the text of the `page` with the last column as the files have it now."""

    def row(match: re.Match[str]) -> str:
        ids = ", ".join(f"`{carrier}`" for carrier in carriers.get(match[1], {}))
        return f"| {match[1]} | {match[2]} | {match[3]} | {ids} |"

    return ROW.sub(row, page)


def find_gaps(page: str, carriers: Carriers) -> list[str]:
    """Return a sentence for each thing that a row of the `page` asks for and does not get."""
    gaps = []
    for row, _short, wants in ROW.findall(page):
        found = set(carriers.get(row, {}).values())
        gaps += [
            f"{row} asks for a {want} and none carries it"
            for want in wants.split(", ")
            if not found & ACCEPTED[want]
        ]
    return gaps


def main() -> int:
    """Write the page anew, or check it."""
    with open(PAGE, encoding="utf-8") as file:
        before = file.read()
    carriers = find_carriers()
    after = fill(before, carriers)
    gaps = find_gaps(after, carriers)
    if "--check" in sys.argv[1:]:
        stale = ["docs/ideas.md is stale: run python docs/trace.py"] if before != after else []
    else:
        stale = []
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(after)
    sys.stderr.writelines(f"{line}\n" for line in [*gaps, *stale])
    return int(bool(gaps or stale))


if __name__ == "__main__":
    sys.exit(main())
