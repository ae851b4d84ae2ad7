"""The shape of the YAML that people write, checked with pydantic.

Imported only when a file changed or is being checked. Every mistake comes back at once as a
`Problem` with file, line, field and a sentence that says what to do.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import pydantic
from pydantic_core import ErrorDetails, PydanticCustomError

from artesupremo.content import Document
from artesupremo.errors import Problem
from artesupremo.i18n import N_

_ADDRESSES = ("tu", "usted", "vos")
_LANGUAGES = ("es", "en")
_ANCHOR_KEYS = ("1", "3", "5")
_TEXT_LIMIT = 240


def _refuse(sentence: str, **values: str | int) -> PydanticCustomError:
    return PydanticCustomError("arte", "{sentence}", {"sentence": sentence, "values": values})


def _no_question_mark(text: str, lang: str) -> bool:
    return not text.endswith("?") or (lang == "es" and "¿" not in text)


def _spoken(value: object) -> object:
    """Check one language of a wording: a text, or a text for each form of address."""
    by_address = isinstance(value, dict) and set(value) == set(_ADDRESSES)
    texts = value.values() if isinstance(value, dict) and by_address else [value]
    if all(isinstance(text, str) and text.strip() for text in texts):
        return value
    raise _refuse(N_("must be a text, or hold one for each of tu, usted and vos"))


def _asks(wording: dict[str, Any]) -> dict[str, Any]:
    for lang, value in wording.items():
        texts = [value] if isinstance(value, str) else value.values()
        if any(_no_question_mark(text, lang) for text in texts):
            raise _refuse(N_("must be a question: it ends with “?” and in Spanish opens with “¿”"))
    return wording


def _in_languages(value: dict[str, Any], info: pydantic.ValidationInfo) -> dict[str, Any]:
    wanted = set(_LANGUAGES) if info.context and info.context["shipped"] else set()
    if not value or set(value) - set(_LANGUAGES) or wanted - set(value):
        raise _refuse(N_("must be written in es and en (a practice of one's own: at least one)"))
    return value


def _three_anchors(value: dict[str, Any]) -> dict[str, Any]:
    for anchors in value.values():
        if tuple(sorted(anchors)) != _ANCHOR_KEYS or len(set(anchors.values())) != len(anchors):
            raise _refuse(N_("needs three different behaviours, at 1, 3 and 5"))
    return value


Text = Annotated[
    str, pydantic.StringConstraints(strict=True, min_length=1, max_length=_TEXT_LIMIT)
]
Identifier = Annotated[
    str, pydantic.StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
]
WholeNumber = Annotated[int, pydantic.Field(strict=True)]
ByLanguage = pydantic.AfterValidator(_in_languages)
Words = Annotated[dict[str, Text], ByLanguage]
Spoken = Annotated[dict[str, Annotated[Any, pydantic.BeforeValidator(_spoken)]], ByLanguage]
_SPOKEN_SCHEMA = pydantic.WithJsonSchema(
    {
        "type": "object",
        "properties": {
            lang: {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "object",
                        "properties": {form: {"type": "string"} for form in _ADDRESSES},
                        "required": list(_ADDRESSES),
                        "additionalProperties": False,
                    },
                ]
            }
            for lang in _LANGUAGES
        },
        "additionalProperties": False,
    }
)
SpokenQuestion = Annotated[Spoken, pydantic.AfterValidator(_asks), _SPOKEN_SCHEMA]
Anchors = Annotated[
    dict[str, dict[str, Text]], ByLanguage, pydantic.AfterValidator(_three_anchors)
]
Steps = Annotated[
    dict[str, Annotated[list[Text], pydantic.Field(min_length=2, max_length=4)]], ByLanguage
]


class _Written(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class IfThen(_Written):
    """An if-then plan in one language."""

    if_: Annotated[Text, pydantic.Field(alias="if")]
    then: Text


class AreaFile(_Written):
    """An area.yaml."""

    id: Identifier
    title: Words
    why: Words
    ideas: list[str] = []


class PracticeFile(_Written):
    """A practice file."""

    id: Identifier
    area: Identifier
    ideas: list[str] = []
    circle: Literal["external", "work", "self", "family", "all"]
    dimension: Literal["reliability", "assurance", "tangibles", "empathy", "responsiveness"]
    difficulty: Annotated[WholeNumber, pydantic.Field(ge=1, le=3)]
    minutes: Annotated[WholeNumber, pydantic.Field(ge=0, le=60)]
    rev: Annotated[WholeNumber, pydantic.Field(ge=1)]
    title: Words
    aim: Words
    steps: Steps
    morning: SpokenQuestion
    closing: SpokenQuestion
    plan: Annotated[dict[str, IfThen], ByLanguage]
    anchors: Anchors


class QuestionEntry(_Written):
    """A question in the daily.yaml that comes with the program."""

    id: Identifier
    kind: Literal["scale", "choice", "text", "plan", "practice"]
    ask: Spoken
    why: Spoken
    rev: Annotated[WholeNumber, pydantic.Field(ge=1)] = 1
    private: bool = False
    ideas: list[str] = []
    anchors: Anchors | None = None
    choices: dict[str, Words] | None = None

    @pydantic.model_validator(mode="after")
    def _fits_its_kind(self) -> QuestionEntry:
        if self.kind == "scale" and self.anchors is None:
            raise _refuse(N_("a scale needs anchors"))
        if self.kind == "choice" and not self.choices:
            raise _refuse(N_("a choice needs choices"))
        return self


class DailyFile(_Written):
    """The daily.yaml that comes with the program."""

    morning: list[QuestionEntry]
    closing: list[QuestionEntry]


class Turn(_Written):
    """One of the questions that take turns, a week each."""

    ideas: list[str]
    ask: Spoken


class WeeklyQuestionEntry(QuestionEntry):
    """A question of the weekly review; `when` asks it only in weeks that had such a note."""

    when: Literal["promises", "friction"] | None = None
    turns: list[Turn] | None = None


class WeeklyFile(_Written):
    """The weekly.yaml that comes with the program."""

    weekly: list[WeeklyQuestionEntry]


class OwnQuestionEntry(_Written):
    """A question in an advisor's own daily.yaml: reworded, switched off, or added."""

    id: Identifier
    kind: Literal["scale", "choice", "text", "plan", "practice"] | None = None
    ask: Spoken | None = None
    why: Spoken | None = None
    rev: Annotated[WholeNumber, pydantic.Field(ge=1)] | None = None
    private: bool | None = None
    anchors: Anchors | None = None
    choices: dict[str, Words] | None = None
    off: bool = False


class OwnDailyFile(_Written):
    """An advisor's own daily.yaml."""

    morning: list[OwnQuestionEntry] = []
    closing: list[OwnQuestionEntry] = []


Model = TypeVar("Model", bound=pydantic.BaseModel)


def check(
    document: Document, model: type[Model], *, shipped: bool
) -> tuple[Model | None, list[Problem]]:
    """Return `document` as a `model`, or None and everything that is wrong with it.

    Files that come with the program must be complete in both languages (`shipped`).
    """
    if document.problems:
        return None, document.problems
    try:
        return model.model_validate(document.tree, context={"shipped": shipped}), []
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [_problem(document, detail) for detail in details]


def practice_schema() -> dict[str, Any]:
    """Return the JSON Schema of a practice file, made from its model."""
    schema = PracticeFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_SENTENCES = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not a field of this file; is it misspelt?"),
    "string_type": N_("must be text; put it in quotes"),
    "string_too_short": N_("is empty"),
    "string_too_long": N_("is longer than {max_length} characters"),
    "string_pattern_mismatch": N_("takes lower-case letters a–z, digits and hyphens"),
    "int_type": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "list_type": N_("must be a list"),
    "dict_type": N_("must hold fields of its own"),
    "model_type": N_("must hold fields of its own"),
    "literal_error": N_("must be one of: {expected}"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than_equal": N_("must be at most {le}"),
    "too_short": N_("needs at least {min_length}"),
    "too_long": N_("takes at most {max_length}"),
}


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    context = detail.get("ctx", {})
    if detail["type"] == "arte":
        return document.problem(place, context["sentence"], **context["values"])
    sentence = _SENTENCES.get(detail["type"], N_("has a value that does not fit"))
    values = {key: value for key, value in context.items() if isinstance(value, str | int)}
    if "expected" in values:  # pydantic joins the last two with an English word
        values["expected"] = str(values["expected"]).replace(" or ", ", ").replace("'", "")
    return document.problem(place, sentence, **values)
