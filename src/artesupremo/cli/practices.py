"""The library from the command line: `arte practices list`, `show`, `check`, `schema`."""

from __future__ import annotations

import datetime as dt
import json as json_module
import os
import sys

from artesupremo import __version__
from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session
from artesupremo.compiled import Compiled
from artesupremo.errors import DONE, ContentError, Problem, UsageError
from artesupremo.i18n import N_, language, plural
from artesupremo.journal.queries import practised_before, recorded_days
from artesupremo.library.authoring import as_problems, check_catalogue, check_practice
from artesupremo.library.load import check_files, find_files, load_library, shipped_folder
from artesupremo.library.names import find_practice
from artesupremo.reports.catalogue import AreaRows, build_catalogue
from artesupremo.reports.figures.practices import Ladder, PracticeDay
from artesupremo.text import fold


def list_practices(session: Session, *, json: bool) -> int:
    """Print the practices by area, with how each of them stands."""
    areas = _catalogue(session)
    if json:
        from artesupremo.reports.faces.data import catalogue_data

        print_json("practices-list", catalogue_data(areas))
    elif session.plain:
        from artesupremo.reports.faces.plain import catalogue_sentences

        print_lines(catalogue_sentences(areas, session.today))
    else:
        from artesupremo.reports.faces.terminal import catalogue_view, print_view

        width = min(session.width, 100)
        print_view(catalogue_view(areas, session.today), width=width, colour=session.colour)
    return DONE


def _catalogue(session: Session) -> tuple[AreaRows, ...]:
    after = session.today + dt.timedelta(days=1)
    met = [
        PracticeDay(p.day, p.practice, p.title, p.rating)
        for p in practised_before(session.journal, after)
    ]
    ladder = Ladder(session.calendar, recorded_days(session.journal))
    return build_catalogue(session.library, met, ladder, session.lang)


def show_practice(session: Session, name: str, *, json: bool) -> int:
    """Print one practice whole, and how it stands."""
    practice = find_practice(session.library, name)
    row = next(r for area in _catalogue(session) for r in area.rows if r.practice == practice.id)
    if json:
        from artesupremo.reports.faces.data import practice_row_data

        print_json("practices-show", {**practice._asdict(), "standing": practice_row_data(row)})
        return DONE
    from artesupremo.reports.faces.plain import practice_lines

    lines = practice_lines(
        practice,
        session.library.areas[practice.area],
        row,
        session.settings.address,
        session.today,
    )
    if session.plain:
        print_lines(text for _indent, text in lines)
        return DONE
    from artesupremo.reports.faces.terminal import practice_view, print_view

    print_view(practice_view(lines), width=min(session.width, 80), colour=session.colour)
    return DONE


def check_practices(session: Session, path: str | None) -> int:
    """Check a file or a folder, or the whole library with the advisor's own folder.

    The whole includes the rules for messages, those of the program and the advisor's own.
    """
    own = session.places.own_practices
    if path is not None and not os.path.exists(path):
        raise UsageError(N_("There is no {path}."), path=path)
    files = list(find_files(path or own)) if path is None or os.path.isdir(path) else [path]
    problems = _check_own(files)
    count = len(files)
    if path is None:
        shipped = list(find_files(shipped_folder()))
        count += len(shipped)
        problems += _check_shipped(session)
        rules = _rule_files(session)
        count += len(rules)
        problems += _check_rules(session)
    if problems:
        raise ContentError(N_("The practices hold mistakes:"), problems)
    sentence = plural("{count} file, no mistakes.", "{count} files, no mistakes.", count)
    print_lines([sentence.format(count=count)])
    return DONE


def _check_own(files: list[str]) -> list[Problem]:
    checked = check_files(files)
    problems = checked.problems
    for key, home in checked.homes.items():
        problems += as_problems(home, check_practice(checked.practices[key]))
    return problems


def _check_shipped(session: Session) -> list[Problem]:
    """Check the library of the program, its habits and those of its catalogue."""
    nowhere = os.path.join(session.places.cache, "nothing")
    library, problems = load_library(nowhere, Compiled(None, __version__))
    for key, practice in library.practices.items():
        path = os.path.join(shipped_folder(), practice.area, f"{key}.yaml")
        problems += as_problems(path, check_practice(practice))
    problems += [
        Problem(shipped_folder(), 0, field, sentence, values)
        for field, sentence, values in check_catalogue(library)
    ]
    return problems


def _rule_files(session: Session) -> list[str]:
    from artesupremo.wording.rules import find_files as find_rules

    folders = (session.shipped_wording, session.places.own_wording)
    return [file.path for folder in folders for file in find_rules(folder)]


def _check_rules(session: Session) -> list[Problem]:
    from artesupremo.wording.rules import load_rules

    compiled = Compiled(None, __version__)  # read anew, whatever was compiled before
    return load_rules(session.shipped_wording, session.places.own_wording, compiled).problems


def print_schema() -> int:
    """Print the JSON Schema of a practice file."""
    from artesupremo.library.authored import practice_schema

    sys.stdout.write(json_module.dumps(practice_schema(), ensure_ascii=False, indent=2) + "\n")
    return DONE


def offers(incomplete: str) -> list[tuple[str, str]]:
    """Return (id, title) of the practices whose id or title begins with `incomplete`."""
    from artesupremo.library.model import pick
    from artesupremo.settings import find_places

    places = find_places(os.environ)
    compiled = Compiled(places.compiled_file, __version__)
    typed = fold(incomplete)
    return [
        (key, pick(practice.title, language()))
        for key, practice in load_library(places.own_practices, compiled).library.practices.items()
        if key.startswith(typed) or fold(pick(practice.title, language())).startswith(typed)
    ]
