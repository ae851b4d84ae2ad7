"""One question on a terminal -> one valid answer, or back, skip, explain, editor."""

from collections.abc import Callable
from typing import NamedTuple

from artesupremo.i18n import N_, _
from artesupremo.journal.model import Asked, Value
from artesupremo.library.model import Question, pick
from artesupremo.sittings.terminal import BOLD, DIM, Editor, Terminal

SWAP_WORDS = ("otra", "another")
INDENT = 5


class Prompt(NamedTuple):
    """A question as it is put on the screen, and as it will be stored."""

    question: Question
    asked: Asked
    title: str  # what stands beside the number
    lines: tuple[str, ...] = ()  # beneath it
    hint: str = ""
    explanation: tuple[str, ...] = ()  # on "?"
    current: Value | None = None  # the answer it has, when it is being corrected
    answered: bool = False
    swappable: bool = False
    parse: Callable[[Question, str], Value] | None = None  # where the usual reading does not do


class Reply(NamedTuple):
    """What came back: a value, or "skip", "keep", "back" or "swap"."""

    act: str
    value: Value | None = None


def ask(terminal: Terminal, prompt: Prompt, number: str, editor: Editor) -> Reply:
    """Put `prompt` and return the reply; asks again until the answer fits.

    Raises EOFError or KeyboardInterrupt when the advisor leaves.
    """
    show(terminal, prompt, number)
    from artesupremo.sittings.values import WrongValueError  # while the question is being read

    while True:
        typed = terminal.ask().strip()
        if typed == "?":
            for line in prompt.explanation:
                terminal.say(line, DIM, indent=INDENT, hang=2 if line.startswith("·") else 0)
            continue
        if typed in ("e", "E") and prompt.question.kind in ("text", "plan"):
            typed = _edited(terminal, prompt, editor)
            if not typed:
                continue
        try:
            return _reply(prompt, typed)
        except WrongValueError as error:
            _object(terminal, _(error.sentence).format(**error.values))


def _edited(terminal: Terminal, prompt: Prompt, editor: Editor) -> str:
    """Return the text as the editor leaves it, "" if there is none."""
    try:
        return editor(_text_of(prompt)).strip()
    except (OSError, ValueError):
        _object(terminal, _("the editor could not be opened: see VISUAL and EDITOR"))
        return ""


def _object(terminal: Terminal, sentence: str) -> None:
    terminal.say(sentence[:1].upper() + sentence[1:].rstrip(".") + ".", indent=INDENT)


def show(terminal: Terminal, prompt: Prompt, number: str) -> None:
    """Write the question, its anchors or choices, and the answer it has."""
    lang = prompt.asked.language
    terminal.say()
    terminal.say(prompt.title, BOLD, indent=max(INDENT, len(number) + 1), lead=number)
    for line in prompt.lines:
        terminal.say(line, indent=INDENT)
    question = prompt.question
    if question.choices:
        labels = [pick(label, lang) for label in question.choices.values()]
        terminal.say_pieces((f"{n} {x}" for n, x in enumerate(labels, 1)), DIM, indent=INDENT)
    if question.anchors:
        anchors = pick(question.anchors, lang)
        zero = [_("0 the occasion did not come")] if question.kind == "practice" else []
        steps = [f"{number} {words}" for number, words in anchors.items()]
        terminal.say_anchors([*zero, *steps], DIM, indent=INDENT)
    if prompt.hint:
        terminal.say_pieces(prompt.hint.split(" · "), DIM, indent=INDENT)
    if prompt.answered:
        now = describe(question, prompt.current, lang)
        terminal.say(_("now: {answer} (Enter keeps it)").format(answer=now), DIM, indent=INDENT)


def _text_of(prompt: Prompt) -> str:
    return (prompt.current.text or "") if prompt.current else ""


def _reply(prompt: Prompt, typed: str) -> Reply:
    from artesupremo.sittings.values import WrongValueError, parse_typed

    if not typed:
        return Reply("keep") if prompt.answered else _empty(prompt.question)
    if typed == "<":
        return Reply("back")
    if prompt.question.kind == "plan" and typed.casefold() in SWAP_WORDS:
        if prompt.swappable:
            return Reply("swap")
        raise WrongValueError(N_("the practice was swapped already: once a day"))
    if typed in ("e", "E"):
        raise WrongValueError(N_("the editor opens for texts only"))
    return Reply("answer", (prompt.parse or parse_typed)(prompt.question, typed))


def _empty(question: Question) -> Reply:
    """Enter skips, except for the plan, which it keeps."""
    return Reply("answer", Value()) if question.kind == "plan" else Reply("skip")


def describe(question: Question, value: Value | None, lang: str) -> str:
    """Return `value` as one would say it."""
    if value is None:
        return _("skipped")
    labels = [
        pick(question.choices[key], lang) if key in question.choices else key
        for key in value.choices
    ]
    number = [] if value.number is None else [str(value.number)]
    parts = [*number, *labels, *(part for part in (value.text, value.note) if part)]
    return ", ".join(parts) or _("plan kept")


def stand_in(asked: Asked) -> Question:
    """Return a question in place of one that is asked no more."""
    return Question(asked.question, asked.kind, {}, {}, 1, {}, {})
