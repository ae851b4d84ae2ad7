"""What the library holds, as the rest of the program sees it: plain named tuples."""

from typing import NamedTuple, TypeVar

T = TypeVar("T")

# Language -> text, or language -> form of address -> text where a verb addresses the reader.
Wording = dict[str, str | dict[str, str]]
# Language -> text.
Words = dict[str, str]
# Language -> "1" | "3" | "5" -> a behaviour one could observe.
Anchors = dict[str, dict[str, str]]

SITTINGS = ("morning", "closing")  # of a day
REVIEW = "week"  # the sitting of a week; its day is the Monday
ALL_SITTINGS = (*SITTINGS, REVIEW)
KINDS = ("scale", "choice", "text", "plan", "practice")
# The nine areas in the order they are shown in; an advisor's own come after them.
AREAS = (
    "posture", "greetings", "messages", "preparation", "responses", "promises", "details",
    "circles", "friction",
)  # fmt: skip
# Asked about every day; two of any five practices come from them.
DAILY_AREAS = ("posture", "greetings", "messages")


class Area(NamedTuple):
    """A field of practice."""

    id: str
    title: Words
    why: Words
    ideas: list[str]


class Practice(NamedTuple):
    """Something small to do in one shift, with its questions, its plan and its anchors."""

    id: str
    area: str
    ideas: list[str]
    circle: str
    dimension: str
    difficulty: int  # 1–3
    minutes: int
    rev: int  # raised when the anchors change meaning
    title: Words
    aim: Words
    steps: dict[str, list[str]]
    morning: Wording
    closing: Wording
    plan: dict[str, dict[str, str]]  # language -> "if" | "then" -> text
    anchors: Anchors


class Question(NamedTuple):
    """One question of a sitting."""

    id: str
    kind: str  # one of KINDS; "practice" is a scale on the anchors of the practice of the day
    ask: Wording
    why: Wording
    rev: int
    anchors: Anchors
    choices: dict[str, Words]  # language-neutral key -> label
    private: bool = False  # left out of what is shared
    when: str | None = None  # asked only in weeks with such a note: "promises", "friction"
    turns: tuple[Wording, ...] = ()  # one a week, in order, instead of `ask`


class Library(NamedTuple):
    """Everything there is to practise and to ask."""

    areas: dict[str, Area]
    practices: dict[str, Practice]
    morning: tuple[Question, ...]
    closing: tuple[Question, ...]
    week: tuple[Question, ...] = ()

    def questions(self, sitting: str) -> tuple[Question, ...]:
        """Return the questions of one of ALL_SITTINGS, in order."""
        return {"morning": self.morning, "closing": self.closing}.get(sitting, self.week)

    def every_question(self) -> dict[str, Question]:
        """Return the questions of all sittings by their id."""
        return {q.id: q for sitting in ALL_SITTINGS for q in self.questions(sitting)}


def say(wording: Wording, lang: str, address: str) -> str:
    """Return `wording` in `lang` and the form of address "tu", "usted" or "vos".

    Falls back to the other language: an advisor's own practice may have only one.
    """
    text = pick(wording, lang)
    return text if isinstance(text, str) else text[address]


def pick(by_language: dict[str, T], lang: str) -> T:
    """Return the entry of `by_language` for `lang`, or the other language's if it is missing."""
    return by_language[lang] if lang in by_language else next(iter(by_language.values()))
