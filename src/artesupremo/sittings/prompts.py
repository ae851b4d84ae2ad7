"""How each question is put: its wording in the advisor's words, and what is stored of it."""

from __future__ import annotations

from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import Answer, Asked, Chosen
from artesupremo.library.model import Library, Practice, Question, pick, say
from artesupremo.sittings.ask import Prompt
from artesupremo.sittings.occasion import Occasion, plan_sentence


def build_prompt(
    occasion: Occasion, question: Question, answer: Answer | None, chosen: Chosen | None
) -> Prompt | None:
    """Return the prompt for `question`; None if it is about a practice and there is none."""
    if question.kind in ("plan", "practice"):
        if chosen is None:
            return None
        prompt = _about_practice(occasion, question, chosen)
    else:
        wording = say(question.ask, occasion.lang, occasion.address)
        asked = Asked(question.id, question.kind, wording, occasion.lang, question.rev)
        prompt = Prompt(question, asked, wording, explanation=_why(occasion, question))
    return prompt._replace(current=answer.value if answer else None, answered=answer is not None)


def _why(occasion: Occasion, question: Question) -> tuple[str, ...]:
    why = say(question.why, occasion.lang, occasion.address)
    return (why,) if why else ()


def _about_practice(occasion: Occasion, question: Question, chosen: Chosen) -> Prompt:
    ask = say(question.ask, occasion.lang, occasion.address)
    practice = occasion.library.practices.get(chosen.practice)
    title = f"{ask}: {chosen.title}"
    if question.kind == "plan":
        swappable = chosen.swapped is None
        return Prompt(
            question,
            _asked(occasion, question, chosen, f"{title}. {chosen.question}", chosen.rev),
            title,
            (chosen.question, plan_sentence(chosen)),
            _("Enter keeps · text: new “then” · “another” swaps · ? why")
            if swappable
            else _("Enter keeps · text: new “then” · ? why"),
            (
                *reason_sentences(occasion.library, chosen, occasion.lang),
                *_steps(practice, occasion.lang),
                *_why(occasion, question),
            ),
            swappable=swappable,
        )
    closing = say(practice.closing, occasion.lang, occasion.address) if practice else ""
    rev = practice.rev if practice else chosen.rev
    return Prompt(
        question._replace(anchors=practice.anchors if practice else {}),
        _asked(occasion, question, chosen, f"{title}. {closing}".strip(), rev),
        title,
        (closing,) if closing else (),
        explanation=(plan_sentence(chosen), *_why(occasion, question)),
    )


def _asked(
    occasion: Occasion, question: Question, chosen: Chosen, wording: str, rev: int
) -> Asked:
    return Asked(question.id, question.kind, wording, occasion.lang, rev, chosen.practice)


def _steps(practice: Practice | None, lang: str) -> tuple[str, ...]:
    if practice is None:
        return ()
    return (pick(practice.aim, lang), *(f"· {step}" for step in pick(practice.steps, lang)))


_REASONS = {
    "focus": N_("{area} is the area of this week."),
    "few": N_("{area} is what came up least in the last 15 working days."),
    "low": N_("{area} has the lowest ratings of the last 15 working days."),
    "new": N_("It has not come up before."),
    "low_energy": N_("Energy is low: nothing of difficulty 3 today."),
    "trio": N_("Posture, greetings and messages make up two of any five practices."),
    "asked": N_("It was picked by hand."),
}


def reason_sentences(library: Library, chosen: Chosen, lang: str) -> tuple[str, ...]:
    """Return why `chosen` is the practice of the day, a sentence a reason."""
    sentences = []
    for code, value in chosen.reasons:
        if code == "due":
            days = int(value)
            sentences.append(
                plural(
                    "It comes back: the last time was {days} working day ago.",
                    "It comes back: the last time was {days} working days ago.",
                    days,
                ).format(days=days)
            )
        elif code in _REASONS:
            area = library.areas.get(str(value))
            name = pick(area.title, lang) if area else str(value)
            sentences.append(_(_REASONS[code]).format(area=name))
    return tuple(sentences) or (_("It is the one that has waited longest."),)
