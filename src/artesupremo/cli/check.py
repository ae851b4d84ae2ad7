"""`arte check`: what a customer may hear in a message, and a better wording."""

from __future__ import annotations

import codecs
import sys
from typing import NamedTuple

from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session, is_terminal
from artesupremo.cli.talk import terminal_for
from artesupremo.errors import DONE, FINDINGS, InputNeededError, UsageError
from artesupremo.i18n import N_, _, language, plural
from artesupremo.text import fold, recover_bytes
from artesupremo.wording.checker import check
from artesupremo.wording.model import CHANNELS, LANGUAGES, LEVELS, Checked, Finding

_MAX_CHARACTERS = 200_000
_MAX_BYTES = 1_000_000
LIKELY = 2  # the certainty from which on a finding is shown unasked
ADDRESSES = ("tu", "usted", "vos")
# The Spanish names of channels and levels, beside the English ones.
SPANISH_CHANNELS = dict(zip(("correo", "chat", "nota", "voz", "publico"), CHANNELS, strict=True))
SPANISH_LEVELS = {"sugerencia": "suggestion", "aviso": "warning", "error": "error"}


class CheckOptions(NamedTuple):
    """The options of `arte check`."""

    channel: str | None = None
    level: str | None = None
    rule: str | None = None
    address: str | None = None
    text_lang: str | None = None
    reply: bool = False
    json: bool = False
    rewrite: bool = False
    all: bool = False  # what is less sure, too


def check_message(session: Session, source: str | None, options: CheckOptions) -> int:
    """Check a message: a file, a pipe ("-"), or what is pasted at a terminal."""
    level = _pick(options.level, LEVELS, SPANISH_LEVELS) or "warning"
    text = _read(session, source)
    checked = check_text(session, text, options)
    if options.json:
        from artesupremo.reports.faces.data import checked_data

        print_json("check", checked_data(checked))
    else:
        show_checked(session, text, checked)
        _tell_less_sure(session, count_less_sure(session, text, checked, options))
    if options.rewrite:
        from artesupremo.cli.rewrite import rewrite

        rewrite(session, text, checked, options)
    at_least = LEVELS[LEVELS.index(level) :]
    return FINDINGS if any(found.level in at_least for found in checked.findings) else DONE


def _tell_less_sure(session: Session, count: int) -> None:
    if count > 0:
        words = plural(
            "{count} more that is less sure: {command}",
            "{count} more that are less sure: {command}",
            count,
        )
        option = "--todo" if session.lang == "es" else "--all"
        session.tell(words.format(count=count, command=option))


def check_text(session: Session, text: str, options: CheckOptions) -> Checked:
    """Return what the rules say of `text`, without what is only perhaps so.

    A rule that was asked for, or switched on in the settings, speaks at any certainty.
    """
    settings = session.settings
    rulebook = session.rulebook
    wanted = known_rule(session, options.rule) if options.rule else None
    checked = check(
        text,
        rulebook,
        language=_pick(options.text_lang, LANGUAGES, {}),
        fallback=session.lang,
        channel=_pick(options.channel, CHANNELS, SPANISH_CHANNELS) or settings.channel,
        address=_pick(options.address, ADDRESSES, {}) or settings.address,
        region=settings.region,
        first=not options.reply,
        speak=session.lang,
        off=() if wanted else settings.rules_off,
        allowed=settings.allowed_words,
    )
    on = {wanted} if wanted else set(settings.rules_on)
    findings = tuple(
        found
        for found in checked.findings
        if ((found.certainty >= LIKELY or options.all) and not wanted)
        or on & {found.rule, found.category}
    )
    return checked._replace(findings=_one_a_sentence(checked, findings))


def count_less_sure(session: Session, text: str, checked: Checked, options: CheckOptions) -> int:
    """Return how many findings are left out because their rules are right less often."""
    if options.all or options.rule:
        return 0
    everything = check_text(session, text, options._replace(all=True))
    return len(everything.findings) - len(checked.findings)


def _one_a_sentence(checked: Checked, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave the weightiest finding of each category in each sentence: once is enough."""
    best: dict[tuple[str, int], Finding] = {}
    for found in findings:
        at = next((n for n, (first, last) in enumerate(checked.sentences)
                   if first <= found.start <= last), -1)  # fmt: skip
        key = found.category, at
        if key not in best or _weight(found) > _weight(best[key]):
            best[key] = found
    return tuple(found for found in findings if found in best.values())


def _weight(finding: Finding) -> tuple[int, int]:
    return LEVELS.index(finding.level), finding.certainty


def show_checked(session: Session, text: str, checked: Checked) -> None:
    """Print what was found: what was done well first, then what may be heard, by level."""
    if session.plain:
        from artesupremo.reports.faces.checked import checked_sentences

        print_lines(checked_sentences(checked))
        return
    from artesupremo.reports.faces.checked import checked_lines

    width = min(session.width, 100)
    for line, style in checked_lines(text, checked, width):
        shown = f"\x1b[{style}m{line}\x1b[0m" if style and session.colour else line
        sys.stdout.write(shown + "\n")
    sys.stdout.flush()


def known_rule(session: Session, word: str) -> str:
    """Return the id of the rule or category that `word` names; raises UsageError."""
    known = {rule.id for rule in session.rulebook.rules}
    known |= {rule.category for rule in session.rulebook.rules}
    if fold(word) in known:
        return fold(word)
    from difflib import get_close_matches

    near = get_close_matches(fold(word), sorted(known), n=1, cutoff=0)
    raise UsageError(N_("There is no rule “{word}”; the nearest is {near}."), word=word[:40],
                     near=near[0] if near else "—")  # fmt: skip


def _pick(word: str | None, known: tuple[str, ...], spanish: dict[str, str]) -> str | None:
    """Return the key that `word` names in either language; raises UsageError."""
    if word is None:
        return None
    key = spanish.get(fold(word), fold(word))
    if key not in known:
        offered = ", ".join(spanish if spanish and language() == "es" else known)
        raise UsageError(N_("“{word}” is not one of {known}."), word=word[:40], known=offered)
    return key


# Reading


def _read(session: Session, source: str | None) -> str:
    """Return the message; raises UsageError for what is no message."""
    if source is None and is_terminal(sys.stdin):
        terminal = terminal_for(session, aside=True)
        terminal.say(_("The message, and Ctrl-D at the end of it:"))
        text = recover_bytes(sys.stdin.read(_MAX_CHARACTERS + 1), sys.stdin.encoding or "utf-8")
        return _accepted(text, _("what was typed"))
    if source in (None, "-"):
        if sys.stdin is None:
            raise InputNeededError(N_("There is no message: give a file, or paste it."))
        return _accepted(
            _decoded(sys.stdin.buffer.read(_MAX_BYTES + 1), _("standard input")),
            _("standard input"),
        )
    try:
        with open(str(source), "rb") as file:
            return _accepted(_decoded(file.read(_MAX_BYTES + 1), str(source)), str(source))
    except OSError:
        raise UsageError(
            N_("The file {path} cannot be read: is it there, and may it be read?"), path=source
        ) from None


def _decoded(data: bytes, name: str) -> str:
    if len(data) > _MAX_BYTES:
        raise _too_long(name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(
            N_("{name} is not a text in UTF-8: save it as plain text and try again."), name=name
        )
    return text


def _accepted(text: str, name: str) -> str:
    if len(text) > _MAX_CHARACTERS:
        raise _too_long(name)
    if not text.strip():
        raise UsageError(N_("{name} is empty: there is no message to check."), name=name)
    return text


def _too_long(name: str) -> UsageError:
    return UsageError(
        N_("{name} is longer than {limit} characters: arte checks one message at a time."),
        name=name,
        limit=_MAX_CHARACTERS,
    )
