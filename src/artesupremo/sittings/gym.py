"""The greeting gym: three greetings for three situations, how new each is, the best ones kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from artesupremo.errors import InterruptedSittingError, typed
from artesupremo.i18n import N_, _, language, plural
from artesupremo.journal.act import uuid7
from artesupremo.journal.model import Asked, Note, Value
from artesupremo.journal.notes import CHANNELS
from artesupremo.library.model import Question
from artesupremo.sittings.ask import INDENT, Prompt, Reply, ask
from artesupremo.sittings.notes import Desk, in_order, masked_text, masked_words
from artesupremo.sittings.terminal import BOLD, DIM, Editor, Terminal
from artesupremo.sittings.values import WrongValueError, choose
from artesupremo.wording.greetings import novelty

GREETINGS = 3
_FRESH = 70  # so new that the nearest earlier greeting says nothing
COMPARED = 30  # the advisor's own last greetings
SITUATIONS = (
    N_("Somebody in a hurry, looking at the clock"),
    N_("Somebody upset: it is the third time they ask"),
    N_("Somebody who comes back after months"),
    N_("Somebody who is here for the first time and does not know how it works"),
    N_("Somebody who has waited longer than was said"),
    N_("Somebody older who speaks slowly"),
    N_("Somebody who writes at night, without a greeting"),
    N_("Somebody who comes to complain about a colleague"),
    N_("Somebody who thanks before asking"),
    N_("Somebody who brings a child"),
    N_("Somebody who knows more about it than one does"),
    N_("Somebody who was sent here from another desk"),
    N_("Somebody with bad news to tell"),
    N_("A colleague who needs something for a customer of theirs"),
)
# Says what there is to remark on a greeting, or None.
Judge = Callable[[str], str | None]


class Gym(NamedTuple):
    """What a round in the gym needs: where it is kept, who is asked, and against what."""

    desk: Desk
    terminal: Terminal
    editor: Editor
    judge: Judge
    earlier: list[str]  # greetings, the oldest first
    clock: Callable[[], float]  # seconds


def draw_situations(journal_id: str, day: str) -> list[str]:
    """Return the three situations of a day (message ids): always the same for one journal."""

    def draw(situation: str) -> bytes:
        return blake2b(f"{journal_id}/{day}/{situation}".encode(), digest_size=8).digest()

    return sorted(SITUATIONS, key=draw)[:GREETINGS]


def hold_round(gym: Gym, situations: Sequence[str]) -> list[Note]:
    """Ask for a greeting for each of `situations`, then which to keep; return what was saved."""
    terminal = gym.terminal
    terminal.say(_("Three greetings in a minute"), BOLD)
    keys = _("Enter skips · ? explains")
    terminal.say_pieces(keys.split(" · "), DIM)
    began, saved, act = gym.clock(), [], uuid7()
    for place, situation in enumerate(situations, start=1):
        reply = _reply(gym, _prompt(_(situation)), f"{place}/{len(situations)}")
        if reply.value and reply.value.text:
            saved.append(_save(gym, _(situation), reply.value, act))
    if not saved:
        return []
    seconds = round(gym.clock() - began)
    words = plural("{count} greeting in {seconds} s.", "{count} greetings in {seconds} s.",
                   len(saved))  # fmt: skip
    terminal.say()
    terminal.say(words.format(count=len(saved), seconds=seconds), DIM)
    return _keep_favourites(gym, saved, act)


def _save(gym: Gym, situation: str, value: Value, act: str) -> Note:
    text, kinds = masked_text(value.text or "")
    if kinds:
        gym.terminal.say(masked_words(kinds), DIM, indent=INDENT)
    measured = novelty(text, gym.earlier)
    note = Note("", 0, "greeting", text, {"situation": situation, "novelty": measured.score},
                gym.desk.lang, gym.desk.day, "", 0, "", private=value.private)  # fmt: skip
    with typed(text, situation):
        kept = gym.desk.journal.keep_note(gym.desk.clerk, note, kind="note", act=act)
    remark = gym.judge(text)
    if remark:
        gym.terminal.say(remark, indent=INDENT)
    gym.terminal.say(novelty_words(measured.score, measured.nearest), DIM, indent=INDENT)
    gym.earlier.append(text)
    return kept


def novelty_words(score: int, nearest: str | None) -> str:
    """Return how new a greeting is, and which earlier one it is most like."""
    if nearest is None:
        return _("New: nothing to compare it with yet.")
    if score >= _FRESH:
        return _("New {score} of 100").format(score=score)
    words = _("New {score} of 100; the nearest: “{nearest}”")
    return words.format(score=score, nearest=" ".join(nearest.split()))


def _prompt(title: str) -> Prompt:
    asked = Asked("greeting", "text", title, language(), 1)
    explanation = _(
        "100: nothing like the last {count} greetings; 0: one of them, word for word. Names and"
        " punctuation do not count."
    ).format(count=COMPARED)
    return Prompt(Question("greeting", "text", {}, {}, 1, {}, {}), asked, title,
                  explanation=(explanation,))  # fmt: skip


def _keep_favourites(gym: Gym, saved: list[Note], act: str) -> list[Note]:
    terminal = gym.terminal
    for place, note in enumerate(saved, start=1):
        terminal.say(f"{place}  {note.text}", indent=2, hang=3)
    texts = {str(place): note.text for place, note in enumerate(saved, start=1)}
    which = _choice(_("Which to keep in the gallery? Enter none"), texts)
    reply = _reply(gym, which._replace(question=which.question._replace(choices={})), "")
    if not reply.value:
        return saved
    channels = {key: _(label) for key, label in CHANNELS.items()}
    channel = _reply(gym, _choice(_("For which channel"), channels), "")
    if not channel.value:
        return saved
    for key in reply.value.choices:
        note = saved[int(key) - 1]
        details = in_order("greeting", {**note.details, "channel": channel.value.choices[0]})
        saved[int(key) - 1] = gym.desk.journal.keep_note(
            gym.desk.clerk, note._replace(details=details), kind="note", act=act
        )
    return saved


def _choice(title: str, labels: dict[str, str]) -> Prompt:
    choices = {key: {language(): label} for key, label in labels.items()}
    asked = Asked("gallery", "choices", title, language(), 1)
    question = Question("gallery", "choices", {}, {}, 1, {}, choices)

    def chosen(_shown: Question, typed: str) -> Value:
        value = choose(question, typed)
        if not value.choices or value.text:
            raise WrongValueError(N_("takes one of its choices: its number or its word"))
        return value

    return Prompt(question, asked, title, parse=chosen)


def _reply(gym: Gym, prompt: Prompt, number: str) -> Reply:
    try:
        return ask(gym.terminal, prompt, number, gym.editor)
    except (EOFError, KeyboardInterrupt):
        raise InterruptedSittingError(
            N_("Left here: the greetings given so far are saved.")
        ) from None
