"""Time of `arte report`, as a ratio to `python -c pass`, on an empty journal and on big ones.

All are timed in the same run, in turns; milliseconds drift between machines and with what else
they do, so read the ratios of the minima. Targets: 11 for a week, 14 for a year and for all.

    python bench/report.py [rounds] [--jrnl PATH]

Journals: one morning; ten years of five days a week (28,710 answers); fifty years of seven days
(200,893 answers); 3,650 notes in the last ten years of each. With `--jrnl` the program jrnl reads
the same days, an entry a day with the same texts, as Markdown.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from make_journal import make_journal

ARTE = [sys.executable, "-m", "artesupremo"]
KINDS = ("week", "month", "year", "all")
TARGETS = {"week": 11, "month": 14, "year": 14, "all": 14}
SIZES = {"one morning": None, "10 years": (10, 5), "200,000 answers": (50, 7)}
Timed = tuple[float, float]  # wall and processor, milliseconds


def timed(command: list[str], environ: dict[str, str]) -> Timed:
    """Return how long `command` takes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    wall = (time.perf_counter() - began) * 1000
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    spent = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return wall, spent * 1000


def prepare(folder: str, name: str) -> dict[str, str]:
    """Make the journal called `name` and return the environment to read it in."""
    home = os.path.join(folder, name.replace(" ", "-"))
    environ = {**os.environ, "ARTE_HOME": home, "ARTE_LANG": "es", "COLUMNS": "80"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    size = SIZES[name]
    if size:
        make_journal(home, *size)
    else:
        answers = os.path.join(folder, "answers.json")
        with open(answers, "w", encoding="utf-8") as file:
            json.dump({"energy": 4, "greeting": "Buenos días"}, file)
        timed([*ARTE, "today", "--answers", answers], environ)
    timed([*ARTE, "report", "all"], environ)  # what is compiled once: bytecode, the library
    return environ


def write_for_jrnl(home: str, folder: str, name: str) -> str:
    """Write the days of a journal as a journal of jrnl; return its settings file."""
    place = os.path.join(folder, f"{name.replace(' ', '-')}.txt")
    connection = sqlite3.connect(os.path.join(home, "data", "journal.db"))
    with open(place, "w", encoding="utf-8") as file:
        rows = connection.execute(
            "SELECT day, group_concat(coalesce(text, number, choices), '. ') FROM answer"
            " WHERE state = 'answered' GROUP BY day ORDER BY day"
        )
        file.writelines(f"[{day} 17:00] {text}\n\n" for day, text in rows)
    connection.close()
    settings = place + ".yaml"
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"journals:\n  default: {place}\nencrypt: false\nhighlight: false\n"
                   "version: v4.6\n")  # fmt: skip
    return settings


def main() -> None:
    """Measure and print."""
    given = sys.argv[1:]
    jrnl = given[given.index("--jrnl") + 1] if "--jrnl" in given else None
    rounds = int(given[0]) if given and given[0].isdigit() else 15
    with tempfile.TemporaryDirectory() as folder:
        commands: dict[tuple[str, str], tuple[list[str], dict[str, str]]] = {
            ("", "python -c pass"): ([sys.executable, "-c", "pass"], dict(os.environ)),
        }
        for name, size in SIZES.items():
            environ = prepare(folder, name)
            for kind in KINDS:
                commands[name, f"report {kind}"] = ([*ARTE, "report", kind], environ)
            if jrnl and size:
                settings = write_for_jrnl(environ["ARTE_HOME"], folder, name)
                page = [jrnl, "--config-file", settings, "--format", "markdown"]
                commands[name, "jrnl, everything"] = (page, dict(os.environ))
        times: dict[tuple[str, str], list[Timed]] = {name: [] for name in commands}
        for _round in range(rounds):
            for name in random.sample(list(commands), len(commands)):
                times[name].append(timed(*commands[name]))
    tell(times, rounds)


def tell(times: dict[tuple[str, str], list[Timed]], rounds: int) -> None:
    """Print what was measured."""
    floor = times["", "python -c pass"]
    walls, processors = (min(one[place] for one in floor) for place in (0, 1))
    print(f"{rounds} rounds; ratios of minima to python -c pass (wall {walls:.1f} ms)")
    print(f"{'':36} {'wall ms':>9} {'median':>9} {'wall':>7} {'processor':>10} {'target':>7}")
    for (name, what), taken in times.items():
        wall, processor = min(one[0] for one in taken), min(one[1] for one in taken)
        middle = statistics.median(one[0] for one in taken)
        target = TARGETS.get(what.removeprefix("report "), "")
        print(f"{name:16} {what:19} {wall:9.1f} {middle:9.1f} {wall / walls:7.1f}"
              f" {processor / processors:10.1f} {target:>7}")  # fmt: skip


if __name__ == "__main__":
    main()
