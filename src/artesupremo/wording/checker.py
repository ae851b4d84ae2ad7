"""What a customer may hear in a message: rules in, findings out.

Pure: no clock, no file, no environment. A finding names; nobody's text is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from artesupremo.wording.address import count_forms, detect_address
from artesupremo.wording.language import detect_language
from artesupremo.wording.letters import FOLDED, to_letters
from artesupremo.wording.matcher import Found, Matcher
from artesupremo.wording.matching import Rulebook, Search, overlaps, share
from artesupremo.wording.model import Checked, Finding, Good, Rule, Token
from artesupremo.wording.reading import Reading

_WORD: Final = re.compile(r"\w+")


class _Raw(NamedTuple):
    """A finding before it has words."""

    start: int
    end: int
    token: Token | None = None  # None: the rule's own words will do
    softened: bool = False


def check(  # noqa: PLR0913  # what is known of a message are its options
    text: str,
    rulebook: Rulebook,
    *,
    language: str | None = None,
    fallback: str = "es",
    channel: str = "mail",
    address: str | None = None,
    region: str | None = None,
    first: bool = True,
    speak: str | None = None,
    off: Collection[str] = (),
    allowed: Collection[str] = (),
) -> Checked:
    """Return what a customer may hear in `text`, what was done well, and its sentences.

    `language` is that of the message ("es" or "en"), found out if None; `fallback` serves when
    the message does not tell. `address` is the writer's own form ("tu", "usted", "vos"), used for
    the better wordings when the message shows none; "usted" without it. `region` is a code such
    as "MX", `first` tells the first message of a conversation, `speak` is the advisor's language
    for what is heard (that of the message if None). `off` holds ids of rules and categories that
    are switched off, `allowed` words that no rule may find.
    """
    reading = Reading(text)
    language = language or detect_language(reading, fallback)
    search = Search(reading, rulebook.patterns(language, region))
    form = detect_address(search) or address or "usted"
    reader = _Reader(search, form, speak or language, _find_allowed(reading, allowed))
    rules = [
        rule
        for rule in search.patterns.rules
        if not {rule.id, rule.category} & set(off)
        and channel in rule.channels
        and (first or not rule.first)
        and len(reading.text.strip()) >= rule.min_length
    ]
    return Checked(
        language,
        form,
        tuple(reader.run(rules)) if reading.sentences else (),
        tuple(_find_good(search)),
        tuple(reading.places.span(start, end) for start, end in reading.sentences),
    )


class _Reader:
    """One message on its way through the rules, as its customer may hear it."""

    def __init__(self, search: Search, address: str, speak: str, allowed: list[Found]) -> None:
        self.search = search
        self.reading = search.reading
        self.address = address
        self.speak = speak
        self.allowed = allowed

    def run(self, rules: list[Rule]) -> list[Finding]:
        findings = []
        for rule in rules:
            for raw in _KINDS[rule.kind](self, rule):
                finding = self.worded(rule, raw)
                if not self.is_silenced(finding):
                    findings.append(finding)
        return sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule))

    def hits(self, rule: Rule, matcher: Matcher, *, once: bool = False) -> list[Found]:
        """Return what `matcher` finds in the scope of the rule and is not innocent there.

        With `once`, the first of each sentence is enough.
        """
        scope = self.reading.within(rule.scope)
        hits = [
            found
            for found in matcher.find(
                self.reading, once=once and not rule.anti and not self.allowed
            )
            if self.reading.sentence_at(found.start) in scope and not self.is_allowed(found)
        ]
        if not hits or not rule.anti:
            return hits
        innocent = self.search.patterns.anti(rule).find(self.reading)
        return [found for found in hits if not overlaps(innocent, found)]

    def is_allowed(self, found: Found) -> bool:
        """Tell whether every word of what was found is one that is always allowed."""
        if not self.allowed:
            return False
        words = _WORD.finditer(self.reading.folded, found.start, found.end)
        spans = [Found(*word.span()) for word in words]
        return bool(spans) and all(overlaps(self.allowed, span) for span in spans)

    def existence(self, rule: Rule) -> Iterator[_Raw]:
        """Yield the first find of each sentence, or of the message if that is the scope."""
        done: set[int] = set()
        matcher = self.search.patterns.rule(rule)
        for found in self.hits(rule, matcher, once=True):
            sentence = self.reading.sentence_at(found.start)
            if sentence in done:
                continue
            done.add(sentence)
            if not self.search.is_excused(rule, rule.unless, sentence):
                yield self.raw(rule, found, self.token(rule, matcher, found))
                if rule.scope == "message":
                    return

    def absence(self, rule: Rule) -> Iterator[_Raw]:
        """Yield one finding if nothing of what the rule looks for is there."""
        sentences = self.reading.sentences
        at = sentences[-1][1] if rule.scope == "closing" else sentences[0][0]
        sentence = len(sentences) - 1 if rule.scope == "closing" else 0
        found = self.search.sentences_with(self.search.patterns.rule(rule))
        missing = not share(found, self.reading.within(rule.scope))
        if missing and not self.search.is_excused(rule, rule.unless, sentence):
            yield self.raw(rule, Found(at, at), None)

    def occurrence(self, rule: Rule) -> Iterator[_Raw]:
        """Yield the first find that is one too many, in each sentence or in the whole scope."""
        matcher = self.search.patterns.rule(rule)
        counts: dict[int, int] = {}
        for found in self.hits(rule, matcher):
            sentence = self.reading.sentence_at(found.start)
            key = sentence if rule.scope == "sentence" else -1
            counts[key] = counts.get(key, 0) + 1
            if counts[key] == rule.max + 1 and not self.search.is_excused(
                rule, rule.unless, sentence
            ):
                yield self.raw(rule, found, self.token(rule, matcher, found))

    def consistency(self, rule: Rule) -> Iterator[_Raw]:
        """Yield the first mark of the form with fewer marks, if two forms have enough."""
        patterns = self.search.patterns
        forms = {token.form for token in rule.tokens}
        found = {form: self.hits(rule, patterns.rule(rule, form)) for form in forms}
        counts = count_forms({form: len(marks) for form, marks in found.items()})
        enough = sorted((-count, form) for form, count in counts.items() if count >= rule.min)
        if len(enough) > 1:
            mark = _first_mark(found, enough[-1][1])
            sentence = self.reading.sentence_at(mark.start)
            if not self.search.is_excused(rule, rule.unless, sentence):
                yield self.raw(rule, mark, None)

    def token(self, rule: Rule, matcher: Matcher, found: Found) -> Token | None:
        """Return the token that made the find, if a token of the rule has words of its own."""
        if any(token.hears or token.better for token in rule.tokens):
            return matcher.token(self.reading, found)
        return None

    def raw(self, rule: Rule, found: Found, token: Token | None) -> _Raw:
        sentence = self.reading.sentence_at(found.start)
        softened = bool(rule.soften) and self.search.is_excused(rule, rule.soften, sentence)
        return _Raw(found.start, found.end, token, softened)

    def worded(self, rule: Rule, raw: _Raw) -> Finding:
        start, end = self.reading.places.span(raw.start, raw.end)
        text = self.reading.places.given[start:end]
        token = raw.token or Token()
        hears = token.hears or rule.message
        return Finding(
            rule.id,
            rule.category,
            "suggestion" if raw.softened else rule.level,
            rule.certainty,
            self.reading.places.line(start),
            self.reading.places.column(start),
            start,
            end,
            text,
            (hears.get(self.speak) or next(iter(hears.values()))).replace("{0}", text),
            self.better(rule, token),
        )

    def better(self, rule: Rule, token: Token) -> str:
        better = token.better or rule.better or ""
        return better if isinstance(better, str) else better[self.address]

    def is_silenced(self, finding: Finding) -> bool:
        if not self.reading.notes:
            return False
        last = self.reading.places.line(max(finding.start, finding.end - 1))
        lines = range(finding.line, last + 1) if finding.text else None
        return self.reading.is_silenced(finding.rule, finding.category, lines)


_KINDS: Final = {
    "existence": _Reader.existence,
    "substitution": _Reader.existence,
    "absence": _Reader.absence,
    "occurrence": _Reader.occurrence,
    "consistency": _Reader.consistency,
}


def _first_mark(found: dict[tuple[str, ...], list[Found]], form: str) -> Found:
    """Return the first mark of `form` alone, or of those it shares if it has no other."""
    shared = [mark for forms, marks in found.items() if form in forms for mark in marks]
    return min(found.get((form,)) or shared)


def _find_allowed(reading: Reading, allowed: Collection[str]) -> list[Found]:
    """Return where the always allowed words and phrases stand."""
    words = {to_letters(word.strip(), FOLDED) for word in allowed if word.strip()}
    if not words:
        return []
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word) for word in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return [Found(*match.span()) for match in pattern.finditer(reading.folded)]


def _find_good(search: Search) -> list[Good]:
    """Return what was done well: of each kind the first in a sentence, by position."""
    found: dict[tuple[str, int], Found] = {}
    for name, words in search.patterns.lists.items():
        if not words.good:
            continue
        for hit in search.patterns.words(name).find(search.reading):
            key = (words.good, search.reading.sentence_at(hit.start))
            found[key] = min(found.get(key, hit), hit)
    places = search.reading.places
    good = []
    for (kind, _sentence), hit in found.items():
        start, end = places.span(*hit)
        good.append(Good(kind, start, end, places.given[start:end]))
    return sorted(good, key=lambda one: (one.start, one.end, one.kind))
