"""The shape of the YAML that people write, checked with pydantic.

Imported only when a file changed or is being checked. Every mistake comes back at once as a
`Problem` with file, line, field and a sentence that says what to do.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pydantic

from artesupremo.i18n import N_
from artesupremo.shapes import Identifier, Text, WholeNumber, Written, refuse

_ADDRESSES = ("tu", "usted", "vos")
_LANGUAGES = ("es", "en")
_ANCHOR_KEYS = ("1", "3", "5")


def _no_question_mark(text: str, lang: str) -> bool:
    return not text.endswith("?") or (lang == "es" and "¿" not in text)


def _spoken(value: object) -> object:
    """Check one language of a wording: a text, or a text for each form of address."""
    by_address = isinstance(value, dict) and set(value) == set(_ADDRESSES)
    texts = value.values() if isinstance(value, dict) and by_address else [value]
    if all(isinstance(text, str) and text.strip() for text in texts):
        return value
    raise refuse(N_("must be a text, or hold one for each of tu, usted and vos"))


def _asks(wording: dict[str, Any]) -> dict[str, Any]:
    for lang, value in wording.items():
        texts = [value] if isinstance(value, str) else value.values()
        if any(_no_question_mark(text, lang) for text in texts):
            raise refuse(N_("must be a question: it ends with “?” and in Spanish opens with “¿”"))
    return wording


def _in_languages(value: dict[str, Any], info: pydantic.ValidationInfo) -> dict[str, Any]:
    wanted = set(_LANGUAGES) if info.context and info.context["shipped"] else set()
    if not value or set(value) - set(_LANGUAGES) or wanted - set(value):
        raise refuse(N_("must be written in es and en (a practice of one's own: at least one)"))
    return value


def _three_anchors(value: dict[str, Any]) -> dict[str, Any]:
    for anchors in value.values():
        if tuple(sorted(anchors)) != _ANCHOR_KEYS or len(set(anchors.values())) != len(anchors):
            raise refuse(N_("needs three different behaviours, at 1, 3 and 5"))
    return value


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


class IfThen(Written):
    """An if-then plan in one language."""

    if_: Annotated[Text, pydantic.Field(alias="if")]
    then: Text


class AreaFile(Written):
    """An area.yaml."""

    id: Identifier
    title: Words
    why: Words
    ideas: list[str] = []


class PracticeFile(Written):
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


class QuestionEntry(Written):
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
            raise refuse(N_("a scale needs anchors"))
        if self.kind == "choice" and not self.choices:
            raise refuse(N_("a choice needs choices"))
        return self


class DailyFile(Written):
    """The daily.yaml that comes with the program."""

    morning: list[QuestionEntry]
    closing: list[QuestionEntry]


class Turn(Written):
    """One of the questions that take turns, a week each."""

    ideas: list[str]
    ask: Spoken


class WeeklyQuestionEntry(QuestionEntry):
    """A question of the weekly review; `when` asks it only in weeks that had such a note."""

    when: Literal["promises", "friction"] | None = None
    turns: list[Turn] | None = None


class WeeklyFile(Written):
    """The weekly.yaml that comes with the program."""

    weekly: list[WeeklyQuestionEntry]


class OwnQuestionEntry(Written):
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


class OwnDailyFile(Written):
    """An advisor's own daily.yaml."""

    morning: list[OwnQuestionEntry] = []
    closing: list[OwnQuestionEntry] = []


def practice_schema() -> dict[str, Any]:
    """Return the JSON Schema of a practice file, made from its model."""
    schema = PracticeFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
