"""The shape of the rules and lists that people write, checked with pydantic.

Imported only when a file changed or is being checked. What the fields mean is in
docs/wording-rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pydantic

from artesupremo.i18n import N_
from artesupremo.shapes import Identifier, Text, WholeNumber, Written, refuse
from artesupremo.wording.model import ADDRESSES, LANGUAGES
from artesupremo.wording.patterns import PatternError, check_pattern, view_for

Place = tuple[str | int, ...]
Mistake = tuple[Place, str, dict[str, str | int]]  # where, message id, values

_MAX_TOKENS = 300
_REGION = re.compile(r"[A-Z]{2}")


def _in_languages(value: dict[str, Any], info: pydantic.ValidationInfo) -> dict[str, Any]:
    wanted = set(LANGUAGES) if info.context and info.context["shipped"] else set()
    if not value or set(value) - set(LANGUAGES) or wanted - set(value):
        raise refuse(N_("must be written in es and en (a rule of one's own: at least one)"))
    return value


def _a_wording(value: object) -> object:
    texts = list(value.values()) if isinstance(value, dict) else [value]
    complete = not isinstance(value, dict) or set(value) == set(ADDRESSES)
    if complete and all(isinstance(text, str) and text.strip() for text in texts):
        return value
    raise refuse(N_("must be a text, or hold one for each of tu, usted and vos"))


def _a_region(value: str) -> str:
    if not _REGION.fullmatch(value):
        raise refuse(N_("must be a country's two capital letters, such as MX"))
    return value


def _as_field(name: str) -> pydantic.BeforeValidator:
    """Let a plain text stand for an entry that has only the field `name`."""
    return pydantic.BeforeValidator(
        lambda value: {name: value} if isinstance(value, str) else value
    )


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Pattern = Annotated[str, pydantic.StringConstraints(strict=True, min_length=1)]
Long = Annotated[str, pydantic.StringConstraints(strict=True, min_length=1, max_length=4_000)]
HearsWords = Annotated[dict[str, Text], pydantic.AfterValidator(_in_languages)]
BetterWords = Annotated[Any, pydantic.BeforeValidator(_a_wording)]
Region = Annotated[Text, pydantic.AfterValidator(_a_region)]
Form = Literal["tu", "usted", "vos"]
Channel = Literal["mail", "chat", "note", "voice", "public"]
Scope = Literal["sentence", "opening", "closing", "message"]
Category = Literal[
    "automatic-greeting", "indifference", "servility", "blame", "no-without-alternative",
    "vague-promise", "passive-evasion", "empty-apology", "jargon", "shouting",
    "missing-greeting", "canned-closing", "missing-name", "missing-offer", "friction",
    "mixed-address",
]  # fmt: skip


class Sought(Written):
    """A pattern, or the id of a list."""

    re: Pattern | None = None
    list_: Annotated[Identifier | None, pydantic.Field(alias="list")] = None

    @pydantic.model_validator(mode="after")
    def _is_one_of_both(self) -> Sought:
        if (self.re is None) == (self.list_ is None):
            raise refuse(N_("needs a pattern in “re” or the id of a list in “list”"))
        return self


class TokenEntry(Sought):
    """One thing a rule looks for."""

    hears: HearsWords | None = None
    better: BetterWords | None = None
    region: list[Region] = []
    ordinary_in: list[Region] = []
    form: Annotated[list[Form], pydantic.BeforeValidator(_as_list)] = []


class ExampleEntry(Written):
    """A message, and how it was sent where that matters."""

    text: Long
    channel: Channel = "mail"
    first: bool = True
    region: Region | None = None


class Examples(Written):
    """What makes the rule speak up, and what does not."""

    bad: Annotated[list[Annotated[ExampleEntry, _as_field("text")]], pydantic.Field(min_length=1)]
    good: Annotated[list[Annotated[ExampleEntry, _as_field("text")]], pydantic.Field(min_length=1)]


class Why(Written):
    """Where a rule comes from."""

    ideas: list[Text] = []
    evidence: Text | None = None


ExcuseWords = dict[
    Literal["sentence", "near", "opening", "closing", "message"],
    list[Annotated[Sought, _as_field("list")]],
]


class RuleFile(Written):
    """A rule file."""

    id: Identifier
    category: Category
    kind: Literal["existence", "substitution", "absence", "occurrence", "consistency"]
    lang: Literal["es", "en"]
    level: Literal["error", "warning", "suggestion"]
    certainty: Annotated[WholeNumber, pydantic.Field(ge=1, le=3)]
    scope: Scope = "sentence"
    channels: Annotated[list[Channel], pydantic.Field(min_length=1)] = [
        "mail", "chat", "note", "voice", "public",
    ]  # fmt: skip
    fold: bool = True
    case: bool = False
    first: bool = False
    min_length: Annotated[WholeNumber, pydantic.Field(ge=0, le=10_000)] = 0
    max: Annotated[WholeNumber, pydantic.Field(ge=0, le=100)] = 1
    min: Annotated[WholeNumber, pydantic.Field(ge=1, le=100)] = 2
    tokens: Annotated[
        list[Annotated[TokenEntry, _as_field("re")]],
        pydantic.Field(min_length=1, max_length=_MAX_TOKENS),
    ]
    unless: ExcuseWords = {}
    soften: ExcuseWords = {}
    anti: Annotated[list[Pattern], pydantic.Field(max_length=_MAX_TOKENS)] = []
    message: HearsWords
    better: BetterWords | None = None
    why: Why = Why()
    examples: Examples


class ListExamples(Written):
    """What a list finds, and what it lets pass."""

    found: list[Long] = []
    passed: list[Long] = []


class ListFile(Written):
    """A file of patterns that rules share."""

    id: Identifier
    lang: Literal["es", "en"]
    why: Text | None = None
    good: Literal["name", "date", "step", "reason", "thanks", "offer", "alternative"] | None = None
    fold: bool = True
    case: bool = False
    tokens: Annotated[list[Pattern], pydantic.Field(min_length=1, max_length=_MAX_TOKENS)]
    examples: ListExamples = ListExamples()


def find_mistakes(written: RuleFile | ListFile, name: str, lang: str) -> Iterator[Mistake]:
    """Yield what is wrong with a file of the right shape, called `name` in the folder `lang`."""
    if written.id != name:
        yield ("id",), N_("must be the file's name: {name}"), {"name": name}
    if written.lang != lang:
        yield ("lang",), N_("must be the folder's language: {name}"), {"name": lang}
    if written.case and not written.fold:
        yield ("case",), N_("cannot go together with “fold: false”"), {}
        return
    view = view_for(fold=written.fold, case=written.case)
    for place, pattern in find_patterns(written):
        try:
            check_pattern(pattern, view)
        except PatternError as error:
            yield place, str(error), {}
    if isinstance(written, RuleFile):
        yield from _misfits(written)


def find_patterns(written: RuleFile | ListFile) -> Iterator[tuple[Place, str]]:
    """Yield every pattern of the file and its place."""
    if isinstance(written, ListFile):
        for at, pattern in enumerate(written.tokens):
            yield ("tokens", at), pattern
        return
    for place, sought in find_sought(written):
        if sought.re is not None:
            yield (*place, "re"), sought.re
    for at, pattern in enumerate(written.anti):
        yield ("anti", at), pattern


def find_sought(rule: RuleFile) -> Iterator[tuple[Place, Sought]]:
    """Yield everything the rule looks for, to speak up or to keep quiet, and its place."""
    for at, token in enumerate(rule.tokens):
        yield ("tokens", at), token
    for field, excuses in (("unless", rule.unless), ("soften", rule.soften)):
        for scope, entries in excuses.items():
            for at, entry in enumerate(entries):
                yield (field, scope, at), entry


def _misfits(rule: RuleFile) -> Iterator[Mistake]:
    """Yield what does not go together with the kind or the language of the rule."""
    for at, token in enumerate(rule.tokens):
        yield from _misfits_of_token(rule, token, ("tokens", at))
    if rule.lang == "en" and isinstance(rule.better, dict):
        yield ("better",), N_("must be one text: English has one form of address"), {}
    if rule.kind in ("absence", "consistency") and rule.scope == "sentence":
        yield ("scope",), N_("must be opening, closing or message for this kind"), {}


def _misfits_of_token(rule: RuleFile, token: TokenEntry, place: Place) -> Iterator[Mistake]:
    if rule.kind == "substitution" and token.better is None:
        yield place, N_("needs a replacement of its own in “better”"), {}
    elif rule.better is None and token.better is None:
        yield place, N_("needs a better wording, its own or that of the rule"), {}
    if rule.kind == "consistency" and not token.form:
        yield place, N_("needs the form of address it is a mark of, in “form”"), {}
    if rule.kind != "consistency" and token.form:
        yield place, N_("has a “form”, which only the kind consistency knows"), {}
    if rule.lang == "en" and isinstance(token.better, dict):
        yield (*place, "better"), N_("must be one text: English has one form of address"), {}
