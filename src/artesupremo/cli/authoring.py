"""`arte practices new`: a practice of one's own, asked for line by line."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import Any, NamedTuple

from artesupremo.cli.output import print_lines, problem_line
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_command, terminal_for
from artesupremo.content import write_yaml
from artesupremo.errors import DONE, InterruptedSittingError, UsageError
from artesupremo.files import write_atomically
from artesupremo.i18n import N_, _
from artesupremo.library.load import check_files
from artesupremo.library.model import Library, pick
from artesupremo.sittings.terminal import BOLD, DIM, Terminal, open_editor
from artesupremo.text import clean, fold


class Line(NamedTuple):
    """One thing to ask for: where it goes, its label, a hint, and whether it ends with "?"."""

    place: tuple[str, ...]
    label: str
    hint: str = ""
    question: bool = False


LINES = (
    Line(("title",), N_("Title"), N_("two to five words")),
    Line(("aim",), N_("Aim"), N_("what it is for, in one line")),
    Line(("steps", "0"), N_("First step"), N_("something one could see, in one shift")),
    Line(("steps", "1"), N_("Second step")),
    Line(("morning",), N_("Question in the morning"), question=True),
    Line(("plan", "if"), N_("Plan: if…"), N_("something that happens or is heard")),
    Line(("plan", "then"), N_("…then"), N_("one small act")),
    Line(("closing",), N_("Question at the closing"), question=True),
    Line(("anchors", "1"), N_("A 1 would be…"), N_("what was done instead")),
    Line(("anchors", "3"), N_("A 3 would be…"), N_("done in part")),
    Line(("anchors", "5"), N_("A 5 would be…"), N_("what a customer would notice")),
)


def write_practice(session: Session) -> int:
    """Ask for a practice, write it to the advisor's folder, open the editor, check it."""
    terminal = terminal_for(session)
    try:
        tree = _ask(terminal, session)
    except (EOFError, KeyboardInterrupt):
        raise InterruptedSittingError(N_("Left here: no practice was written.")) from None
    path = os.path.join(session.places.own_practices, tree["area"], f"{tree['id']}.yaml")
    write_atomically(path, write_yaml(tree).encode())
    print_lines([path])
    try:
        open_editor(editor_command(session), path)
    except (OSError, ValueError):
        session.tell(_("the editor could not be opened: see VISUAL and EDITOR"))
    for problem in check_files([path]).problems:
        session.tell(problem_line(problem))
    return DONE


def _ask(terminal: Terminal, session: Session) -> dict[str, Any]:
    library, lang = session.library, session.lang
    area = _ask_area(terminal, library, lang)
    given: dict[tuple[str, ...], str] = {}
    for line in LINES:
        given[line.place] = _ask_line(terminal, line, lang)
    tree: dict[str, Any] = {
        "id": new_id(given["title",], library),
        "area": area,
        "ideas": [],
        "circle": "external",
        "dimension": "empathy",
        "difficulty": 1,
        "minutes": 2,
        "rev": 1,
    }
    tree |= {key: {lang: given[key,]} for key in ("title", "aim")}
    tree["steps"] = {lang: [given["steps", "0"], given["steps", "1"]]}
    tree["morning"] = {lang: given["morning",]}
    tree["closing"] = {lang: given["closing",]}
    tree["plan"] = {lang: {part: given["plan", part] for part in ("if", "then")}}
    tree["anchors"] = {lang: {part: given["anchors", part] for part in ("1", "3", "5")}}
    return tree


def _ask_area(terminal: Terminal, library: Library, lang: str) -> str:
    titles = [pick(area.title, lang) for area in library.areas.values()]
    terminal.say(_("Area"), BOLD)
    terminal.say_pieces((f"{n} {title}" for n, title in enumerate(titles, 1)), DIM)
    while True:
        typed = fold(terminal.ask().strip())
        for number, (area, title) in enumerate(zip(library.areas, titles, strict=True), 1):
            if typed in (str(number), area) or (typed and fold(title).startswith(typed)):
                return area
        terminal.say(_("One of these numbers."))


def _ask_line(terminal: Terminal, line: Line, lang: str) -> str:
    terminal.say(_(line.label), BOLD)
    if line.hint:
        terminal.say(_(line.hint), DIM)
    while True:
        text = clean(terminal.ask()).strip()
        if text:
            return _as_question(text, lang) if line.question else text


def _as_question(text: str, lang: str) -> str:
    text = text if text.endswith("?") else f"{text}?"
    return f"¿{text}" if lang == "es" and "¿" not in text else text


def new_id(title: str, library: Library) -> str:
    """Return an id made from `title` that no practice has yet.

    Raises UsageError if the title has no letter to make one from.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if not stem or not stem[0].isalpha():
        stem = f"practice-{stem}".strip("-")
    if stem == "practice":
        raise UsageError(N_("The title needs letters: “{title}” has none."), title=title[:40])
    number, name = 1, stem
    while name in library.practices:
        number += 1
        name = f"{stem}-{number}"
    return name
