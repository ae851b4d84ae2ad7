"""Run a shell command that ends in `arte today` on a pseudo-terminal and answer its morning.

    python3 .ci/morning.py [--in FOLDER] [--lang es|en] COMMAND

Needs nothing but the standard library. Exit 1, with the screen, unless five questions were
asked, the card came, the answers are in the journal, and practices and translations were found.
"""

from __future__ import annotations

import argparse
import os
import pty
import sqlite3
import sys
import tempfile

PROMPT = "› "
ANSWERS = ("4", "2", "Buenos días, Inés: ya vi su pedido", "La respuesta a Leo", "")
CARDS = {"es": "Mañana guardada", "en": "Morning saved"}


def talk(command: str, folder: str, environ: dict[str, str]) -> tuple[int, str]:
    """Return the exit status of `command` and what stood on its screen."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve("/bin/sh", ["/bin/sh", "-c", command], environ)  # noqa: S606  # the README's own
    seen, asked = b"", 0
    while True:
        try:
            piece = os.read(screen, 4096)
        except OSError:  # the end, on Linux
            break
        if not piece:
            break
        seen += piece
        while seen.count(PROMPT.encode()) > asked:
            answer = ANSWERS[asked] if asked < len(ANSWERS) else ""
            os.write(screen, answer.encode() + b"\n")
            asked += 1
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), seen.decode(errors="replace")


def recorded(home: str) -> list[tuple[str, str]]:
    """Return the questions in the journal and the languages they were asked in."""
    connection = sqlite3.connect(os.path.join(home, "data", "journal.db"))
    rows = connection.execute("SELECT question, language FROM answer ORDER BY rowid").fetchall()
    connection.close()
    return rows


def main() -> int:
    """Answer one morning and judge it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--in", dest="folder", default=".")
    parser.add_argument("--lang", default="es", choices=sorted(CARDS))
    parser.add_argument("command")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environ = {
            **os.environ,
            "ARTE_HOME": home,
            "ARTE_LANG": given.lang,
            "TERM": "dumb",
            "COLUMNS": "80",
            "PYTHONIOENCODING": "utf-8",
        }
        status, screen = talk(given.command, given.folder, environ)
        ids = ["energy", "posture-now", "greeting", "message", "plan"]
        expected = [(question, given.lang) for question in ids]
        if status or CARDS[given.lang] not in screen or recorded(home) != expected:
            print(f"{given.command} ended with {status}; its screen:\n{screen}")
            return 1
    print(f"a morning in {given.lang}: five answers kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
