"""Put what the real program prints into README.md, between its capture marks.

    python docs/capture.py            write
    python docs/capture.py --check    exit 1 if README.md is not what the program prints

Each capture runs `arte` on a pseudo-terminal of 72 columns, at a fixed hour, on a journal with a
fixed id (the choice of a practice depends on it). A test runs the check.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

import pexpect

from artesupremo.journal.schema import migrate

README = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "README.md")
JOURNAL_ID = "019aa2b4-7c00-7000-8000-000000000001"
PROMPT = "› "
MORNING_ES = (
    "4",
    "espalda, hombros",
    "Buenos días, Inés: ya vi su pedido",
    "La respuesta a Leo",
    "",
)
MORNING_EN = (
    "4",
    "back, shoulders",
    "Good morning, Inés: I've seen your order",
    "The reply to Leo",
    "",
)


class Scene(NamedTuple):
    """One run of the program: when, what is typed, and what is answered."""

    now: str  # local time, ISO 8601 with offset
    typed: str
    answers: tuple[str, ...] = ()
    status: int = 0


# The days before the captures: what was answered on each, morning and closing in turn.
EARLIER = (
    ("2026-11-16T07:52:00-05:00", "today", {"energy": 3, "plan": True}),
    (
        "2026-11-16T17:01:00-05:00",
        "close",
        {"good-moment": "Una señora esperó tranquila", "posture": 2, "greetings": 3, "messages": 4,
         "practice": 3},
    ),
    ("2026-11-17T07:58:00-05:00", "today", {"energy": 4, "plan": True}),
    ("2026-11-17T17:03:00-05:00", "close", {"posture": 3, "greetings": 3, "messages": 4,
                                            "practice": 5}),
    ("2026-11-19T07:49:00-05:00", "today", {"energy": 2, "plan": True}),
    ("2026-11-19T17:00:00-05:00", "close", {"posture": 3, "greetings": 4, "messages": 3,
                                            "practice": 0}),
)  # fmt: skip

# The months before the captures of a month and a year: the same every time, a few days left out.
AUTUMN = dt.date(2026, 9, 1), dt.date(2026, 11, 20)
LEFT_OUT = 9  # one working day in so many
GREETINGS = ("Buenos días, ya vi su nota", "Hola, ¿qué tal va el pedido?", "Buenas, soy Ana")
MOMENTS = ("Una señora esperó tranquila", "Leo dio las gracias", "Avisé del retraso y nadie llamó")
NOTED = {
    4: ("applause", "Gracias por esperar conmigo"),
    7: ("friction", "Sellar la hoja a mano"),
    11: ("applause", "Así da gusto"),
    16: ("repair", "El envío que no llegó"),
}  # every twenty working days


def autumn() -> Iterator[tuple[str, list[str], dict[str, object]]]:
    """Yield hour, command and answers of those months."""
    first, last = AUTUMN
    days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    for place, day in enumerate(day for day in days if day.weekday() < 5):  # noqa: PLR2004  # Friday
        if place % LEFT_OUT == LEFT_OUT - 2:
            continue
        settled = place > 40  # noqa: PLR2004  # by then a habit
        morning = {"energy": (3, 4, 2, 4)[place % 4], "greeting": GREETINGS[place // 2 % 3],
                   "plan": True}  # fmt: skip
        closing: dict[str, object] = {
            "posture": (2, 3, 3)[place % 3] + settled,
            "greetings": (3, 4, 4, 5)[place % 4],
            "messages": (3, 4, 3)[place % 3],
            "practice": (4, 3, 0, 5)[place % 4],
        }
        if place % 5 == 1:
            closing["good-moment"] = MOMENTS[place // 5 % 3]
        yield f"{day}T07:55:00-05:00", ["today"], morning
        if place % 20 in NOTED:
            yield f"{day}T12:00:00-05:00", ["log", *NOTED[place % 20]], {}
        yield f"{day}T17:00:00-05:00", ["close"], closing


# A message before it was checked and after; README shows both.
MESSAGES = {
    "antes.txt": (
        "Estimado cliente:\n\nLamentamos las molestias ocasionadas. Su caso fue derivado al "
        "área\n"
        "correspondiente y le responderemos a la brevedad.\n\nAtentamente,\nAtención al cliente\n"
    ),
    "despues.txt": (
        "Buenos días, doña Inés:\n\nSu pedido 4821 salió con la dirección equivocada; el error "
        "fue mío.\nYa lo corregí y mañana antes de las 12 le escribo con el seguimiento.\nSi el "
        "jueves no lo tiene, respóndame aquí.\n\nSaludos,\nAna\n"
    ),
}

SCENES = {
    "es": (
        Scene(
            "2026-11-20T07:55:00-05:00",
            "arte hoy",
            MORNING_ES,
        ),
        Scene(
            "2026-11-20T16:58:00-05:00",
            "arte cierre",
            (
                "Leo dio las gracias: le avisé antes de que llamara",
                "4 tras el descanso",
                "4",
                "3",
                "3",
                "Leer la nota antes de saludar",
            ),
        ),
        Scene("2026-11-20T17:05:00-05:00", "arte informe"),
        Scene("2026-11-23T07:50:00-05:00", "arte"),
        Scene(
            "2026-11-23T10:41:00-05:00",
            "arte anotar promesa",
            ("Averiguar qué pasó con la factura", "la señora del tercero", "mañana 10:00"),
        ),
        Scene("2026-11-24T07:50:00-05:00", "arte"),
        Scene("2026-11-24T10:20:00-05:00", "arte promesas cumplida 1"),
        Scene("2026-11-24T10:30:00-05:00", "arte revisar --todo antes.txt", status=1),
        Scene("2026-11-24T10:40:00-05:00", "arte revisar despues.txt"),
    ),
    "autumn": (
        Scene("2026-11-20T18:00:00-05:00", "arte informe mes"),
        Scene("2026-11-20T18:01:00-05:00", "arte informe año"),
    ),
    "en": (
        Scene(
            "2026-11-20T07:55:00-05:00",
            "arte today",
            MORNING_EN,
        ),
    ),
}


def play(scene: Scene, home: str, lang: str) -> str:
    """Return what a person sees during `scene`."""
    program = (
        "import datetime, sys; from artesupremo.__main__ import main;"
        f" sys.exit(main({scene.typed.split()[1:]!r},"
        f" now=datetime.datetime.fromisoformat({scene.now!r})))"
    )
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "ARTE_HOME": home,
        "ARTE_LANG": lang,
        "TERM": "dumb",
        "COLUMNS": "72",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }
    for name, text in MESSAGES.items():
        with open(os.path.join(home, name), "w", encoding="utf-8") as file:
            file.write(text)
    child = pexpect.spawn(
        sys.executable, ["-c", program], env=environ, encoding="utf-8", dimensions=(60, 200),
        cwd=home,
    )  # fmt: skip
    seen = ""
    for answer in scene.answers:
        child.expect_exact(PROMPT)
        seen += child.before + PROMPT
        child.sendline(answer)
    child.expect(pexpect.EOF)
    seen += child.before
    child.close()
    if child.exitstatus != scene.status:
        raise SystemExit(f"{scene.typed} ended with {child.exitstatus}:\n{seen}")
    return f"$ {scene.typed}\n" + "\n".join(line.rstrip() for line in seen.splitlines())


def make_journal(home: str, name: str) -> None:
    """Make a journal whose id is known, with the earlier days that the scenes `name` need."""
    os.makedirs(os.path.join(home, "data"))
    connection = sqlite3.connect(os.path.join(home, "data", "journal.db"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    migrate(connection, JOURNAL_ID, "2026-11-20T12:00:00.000Z")
    connection.execute("COMMIT")
    connection.close()
    earlier = [(now, [command], given) for now, command, given in EARLIER]
    run_all(list(autumn()) if name == "autumn" else earlier, home)


def run_all(runs: list[tuple[str, list[str], dict[str, object]]], home: str) -> None:
    """Run commands with their answers at their hours, one after the other."""
    plan = os.path.join(home, "runs.json")
    with open(plan, "w", encoding="utf-8") as file:
        json.dump(runs, file)
    program = f"""if True:
        import datetime, io, json, sys
        from artesupremo.__main__ import main
        for now, command, given in json.load(open({plan!r}, encoding="utf-8")):
            sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(given).encode()), "utf-8")
            if main([*command, *(["--answers", "-"] if given else [])],
                    now=datetime.datetime.fromisoformat(now)):
                sys.exit(str(command))
        """
    environ = {**os.environ, "ARTE_HOME": home, "ARTE_LANG": "es"}
    command_line = [sys.executable, "-c", program]
    subprocess.run(command_line, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # the program itself


def captured() -> dict[str, str]:
    """Return the text of every capture by its name, such as "es-1"."""
    texts = {}
    for name, scenes in SCENES.items():
        with tempfile.TemporaryDirectory() as home:
            make_journal(home, name)
            for number, scene in enumerate(scenes, start=1):
                texts[f"{name}-{number}"] = play(scene, home, "en" if name == "en" else "es")
    return texts


def filled(text: str) -> str:
    """Return the README `text` with every capture as the program prints it now."""
    texts = captured()

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}```text\n{texts.pop(match[2])}\n```\n<!-- /capture -->"

    pattern = r"(<!-- capture: (\S+) -->\n)(?:.*?\n)??<!-- /capture -->"
    text = re.sub(pattern, fill, text, flags=re.DOTALL)
    if texts:
        raise SystemExit(f"README.md has no place for: {', '.join(texts)}")
    return text


def main() -> int:
    """Write the README anew, or check it."""
    with open(README, encoding="utf-8") as file:
        before = file.read()
    after = filled(before)
    if "--check" in sys.argv:
        return int(before != after)
    with open(README, "w", encoding="utf-8") as file:
        file.write(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
