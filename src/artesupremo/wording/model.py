"""What the message checker knows and what it says, as the rest of the program sees it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

LANGUAGES = ("es", "en")
ADDRESSES = ("tu", "usted", "vos")
CHANNELS = ("mail", "chat", "note", "voice", "public")
LEVELS = ("suggestion", "warning", "error")  # in rising order
CATEGORIES = (
    "automatic-greeting", "indifference", "servility", "blame", "no-without-alternative",
    "vague-promise", "passive-evasion", "empty-apology", "jargon", "shouting",
    "missing-greeting", "canned-closing", "missing-name", "missing-offer", "friction",
    "mixed-address",
)  # fmt: skip
GOOD = ("name", "date", "step", "reason", "thanks", "offer", "alternative")

# Language of the advisor -> what the customer may hear.
Hears = dict[str, str]
# A wording to send instead, or one for each form of address.
Better = str | dict[str, str]


class Token(NamedTuple):
    """One thing a rule looks for: a pattern, or every pattern of a list."""

    re: str = ""
    list: str = ""
    hears: Hears | None = None
    better: Better | None = None
    region: tuple[str, ...] = ()  # said there; () everywhere
    ordinary_in: tuple[str, ...] = ()  # no fault there
    form: tuple[str, ...] = ()  # the forms of address it is a mark of


class WordList(NamedTuple):
    """Patterns that several rules share."""

    id: str
    lang: str
    tokens: tuple[str, ...]
    fold: bool = True
    case: bool = False
    good: str = ""  # one of GOOD, or "" when finding it is nothing to praise


# Where to look ("sentence", "near", "opening", "closing", "message") -> for what.
Excuses = Mapping[str, tuple[Token, ...]]
_NONE: Excuses = MappingProxyType({})


class Rule(NamedTuple):
    """One rule of the checker; docs/wording-rules.md says what each field means."""

    id: str
    category: str
    kind: str
    lang: str
    level: str
    certainty: int
    tokens: tuple[Token, ...]
    message: Hears
    better: Better | None = None
    scope: str = "sentence"
    channels: tuple[str, ...] = CHANNELS
    fold: bool = True
    case: bool = False
    first: bool = False
    min_length: int = 0
    max: int = 1
    min: int = 2
    unless: Excuses = _NONE
    soften: Excuses = _NONE
    anti: tuple[str, ...] = ()


class Finding(NamedTuple):
    """What a customer may hear in a message, where, and a better wording for it.

    `start` and `end` are character offsets into the text as given; line and column count from 1.
    What is missing has no text: start and end are the same.
    """

    rule: str
    category: str
    level: str
    certainty: int
    line: int
    column: int
    start: int
    end: int
    text: str
    hears: str
    better: str


class Good(NamedTuple):
    """Something done well, and where: one of GOOD."""

    kind: str
    start: int
    end: int
    text: str


class Checked(NamedTuple):
    """What a check found."""

    language: str
    address: str  # the form the better wordings have
    findings: tuple[Finding, ...]  # by position
    good: tuple[Good, ...]  # by position; of each kind one a sentence
    sentences: tuple[tuple[int, int], ...]  # start and end in the text as given
