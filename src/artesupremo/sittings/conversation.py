"""Holding a sitting: question after question, each answer stored before the next is put."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from artesupremo.errors import InterruptedSittingError, typed
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Answer, Chosen, Value
from artesupremo.library.model import Question
from artesupremo.sittings.ask import Prompt, Reply, ask, describe
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.prompts import build_prompt, reason_sentences
from artesupremo.sittings.terminal import DIM, Editor, Terminal

JUDGED = ("greeting", "message", "week-sentence")
# Question and answer -> what there is to remark on it, or None.
Judge = Callable[[str, str], str | None]


class Conversation:
    """A sitting with somebody at a terminal; it can be left at any question and taken up again."""

    def __init__(
        self,
        occasion: Occasion,
        terminal: Terminal,
        editor: Editor,
        *,
        explain: bool = False,
        judge: Judge | None = None,
        beside: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.occasion, self.terminal, self.editor = occasion, terminal, editor
        self.explain = explain  # say at once why this practice
        self.judge = judge  # dropped after its first remark
        self.beside = beside or {}  # question -> what to show beneath it
        self.answers: dict[str, Answer] = occasion.answers()
        self.asked: set[str] = set()

    def hold(self, questions: Sequence[Question], *, correcting: bool = False) -> None:
        """Ask what is still open among `questions`, in order.

        `correcting` walks all of them with the answers they have; Enter keeps each.
        """
        place, forward = 0, True
        while place < len(questions):
            question = questions[place]
            if forward and not correcting and question.id in self.answers:
                place += 1
                continue
            reply = self._turn(question, f"{place + 1}/{len(questions)}")
            forward = reply.act != "back"
            if reply.act == "back":
                place = max(place - 1, 0)
            elif reply.act != "swap":
                place += 1

    def _turn(self, question: Question, number: str) -> Reply:
        chosen = self._chosen(question)
        prompt = build_prompt(self.occasion, question, self.answers.get(question.id), chosen)
        if prompt is None:  # a library without practices
            return Reply("keep")
        if self.explain and chosen:
            reasons = reason_sentences(self.occasion.library, chosen, self.occasion.lang)
            prompt = prompt._replace(lines=(*prompt.lines, *reasons))
        prompt = prompt._replace(lines=(*prompt.lines, *self.beside.get(question.id, ())))
        self.asked.add(question.id)
        reply = self._reply(prompt, number)
        if reply.act == "swap":
            from artesupremo.sittings.morning import swap_for

            swap_for(self.occasion, self._energy())
        elif reply.act in ("answer", "skip"):
            self._record(prompt, reply.value)
        return reply

    def _reply(self, prompt: Prompt, number: str) -> Reply:
        try:
            return ask(self.terminal, prompt, number, self.editor)
        except (EOFError, KeyboardInterrupt):
            raise InterruptedSittingError(
                N_("Left here: what was answered is saved, and the same command goes on from it.")
            ) from None

    def _record(self, prompt: Prompt, value: Value | None) -> None:
        from artesupremo.sittings.values import LABELS, masked

        kinds: tuple[str, ...] = ()
        if value is not None:
            labels = {kind: _(label) for kind, label in LABELS.items()}
            value, kinds = masked(value, labels)
        said = describe(prompt.question, value, self.occasion.lang) if value else None
        with typed(said, prompt.title):
            self.occasion.journal.record(
                self.occasion.clerk, self.occasion.sitting, [(prompt.asked, value)]
            )
        if kinds:
            names = ", ".join(_(LABELS[kind]) for kind in kinds)
            remark = _("Kept without the personal data: {kinds}.").format(kinds=names)
            self.terminal.say(remark, DIM, indent=5)
        self.answers = self.occasion.answers()
        if value is not None and value.text:
            self._remark(prompt.question, value.text)

    def _remark(self, question: Question, text: str) -> None:
        """Say what there is to remark on a greeting or a message: one remark a sitting."""
        if self.judge is None or question.id not in JUDGED:
            return
        remark = self.judge(question.id, text)
        if remark:
            self.terminal.say(remark, DIM, indent=5)
            self.judge = None

    def _chosen(self, question: Question) -> Chosen | None:
        if question.kind not in ("plan", "practice"):
            return None
        chosen = self.occasion.chosen()
        if chosen is None and question.kind == "plan":
            from artesupremo.sittings.morning import choose_for

            chosen = choose_for(self.occasion, self._energy())
        return chosen

    def _energy(self) -> int | None:
        answer = self.answers.get("energy")
        return answer.value.number if answer and answer.value else None
