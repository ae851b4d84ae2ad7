"""The library from the command line: `arte practices check`."""

from __future__ import annotations

import os

from artesupremo.cli.output import print_lines
from artesupremo.cli.session import Session
from artesupremo.errors import DONE, ContentError, UsageError
from artesupremo.i18n import N_, plural
from artesupremo.library.load import check_files, find_files, load_library, shipped_folder


def check_practices(session: Session, path: str | None) -> int:
    """Check a file or a folder, or the whole library with the advisor's own folder."""
    if path is None:
        count = len([*find_files(shipped_folder()), *find_files(session.places.own_practices)])
        problems = load_library(session.places.own_practices, session.compiled).problems
    else:
        if not os.path.exists(path):
            raise UsageError(N_("There is no {path}."), path=path)
        files = list(find_files(path)) if os.path.isdir(path) else [path]
        count, problems = len(files), check_files(files, shipped=False)
    if problems:
        raise ContentError(N_("The practices hold mistakes:"), problems)
    sentence = plural("{count} file, no mistakes.", "{count} files, no mistakes.", count)
    print_lines([sentence.format(count=count)])
    return DONE
