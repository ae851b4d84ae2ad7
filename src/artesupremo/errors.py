"""What can go wrong, as data: a code, an exit status and a sentence that can be translated.

The sentence is an English message id marked with `N_`; the edge of the program (`__main__`)
translates it and fills in the values. Nothing here prints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

DONE = 0
FINDINGS = 1
USAGE = 2
NOTHING = 3
CONTENT = 4
JOURNAL = 5
BUG = 70
INTERRUPTED = 130


class Problem(NamedTuple):
    """One mistake in something a person wrote: where it is and what to do about it."""

    file: str
    line: int  # 1-based; 0 when the whole file is meant
    field: str  # "plan.es.if", or "" when the file as a whole is meant
    sentence: str  # message id
    values: dict[str, str | int]


class ArteError(Exception):
    """Anything the advisor has to be told in one sentence.

    `code` is stable and language-neutral, `status` the exit status of the contract,
    `sentence` a message id and `values` what its `{names}` stand for.
    """

    status = BUG
    code = "bug"

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class UsageError(ArteError):
    """The command line, an answers file or a date cannot be used as given."""

    status = USAGE
    code = "usage"


class NothingToShowError(ArteError):
    """There is nothing to show yet, or input is missing."""

    status = NOTHING
    code = "nothing"


class InputNeededError(ArteError):
    """Somebody has to answer, and nobody is at the keyboard."""

    status = NOTHING
    code = "input"


class ContentError(ArteError):
    """Practice, rule or settings files are wrong; `problems` holds every mistake at once."""

    status = CONTENT
    code = "content"

    def __init__(self, sentence: str, problems: list[Problem], **values: object) -> None:
        super().__init__(sentence, **values)
        self.problems = problems


class JournalError(ArteError):
    """The journal cannot be read or written; `unsaved` is what was typed and is not in it."""

    status = JOURNAL
    code = "journal"
    unsaved: str | None = None
    about = ""  # what was asked


@contextmanager
def typed(words: str | None, about: str) -> Iterator[None]:
    """Let a JournalError say which `words` were given to what was asked, and are not saved."""
    try:
        yield
    except JournalError as error:
        error.unsaved, error.about = words, about
        raise


class InterruptedSittingError(ArteError):
    """The advisor left with Ctrl-C or Ctrl-D; everything answered is saved."""

    status = INTERRUPTED
    code = "interrupted"
