"""Put what the real program prints into README.md, between its capture marks.

    python docs/capture.py            write
    python docs/capture.py --check    exit 1 if README.md is not what the program prints

Each capture runs `arte` on a pseudo-terminal of 72 columns, at a fixed hour, on a journal with a
fixed id (the choice of a practice depends on it). A test runs the check.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
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


def make_journal(home: str) -> None:
    """Make a journal whose id is known, with the earlier days in it."""
    os.makedirs(os.path.join(home, "data"))
    connection = sqlite3.connect(os.path.join(home, "data", "journal.db"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    migrate(connection, JOURNAL_ID, "2026-11-20T12:00:00.000Z")
    connection.execute("COMMIT")
    connection.close()
    for now, command, given in EARLIER:
        answers = os.path.join(home, "answers.json")
        with open(answers, "w", encoding="utf-8") as file:
            json.dump(given, file)
        program = (
            "import datetime, sys; from artesupremo.__main__ import main;"
            f" main([{command!r}, '--answers', {answers!r}],"
            f" now=datetime.datetime.fromisoformat({now!r}))"
        )
        environ = {**os.environ, "ARTE_HOME": home, "ARTE_LANG": "es"}
        command_line = [sys.executable, "-c", program]
        subprocess.run(command_line, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # the program itself


def captured() -> dict[str, str]:
    """Return the text of every capture by its name, such as "es-1"."""
    texts = {}
    for lang, scenes in SCENES.items():
        with tempfile.TemporaryDirectory() as home:
            make_journal(home)
            for number, scene in enumerate(scenes, start=1):
                texts[f"{lang}-{number}"] = play(scene, home, lang)
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
