"""Rules and lists with their patterns, and what one message shows of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from artesupremo.wording.matcher import Found, Matcher
from artesupremo.wording.model import Excuses, Rule, Token, WordList
from artesupremo.wording.patterns import Prepared, prepare, view_for
from artesupremo.wording.reading import Reading

# View -> pattern as written -> the same, prepared for the letters of the view.
PreparedByView = Mapping[str, Mapping[str, Prepared]]

_NOTHING_PREPARED: PreparedByView = MappingProxyType({})
_AROUND: Final = {"sentence": (0, 0), "near": (1, 2)}  # how many sentences before and after


class Patterns:
    """The rules and lists of one language, for an advisor of one region."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        lists: Mapping[str, WordList],
        region: str | None,
        prepared: PreparedByView,
    ) -> None:
        self.rules = rules
        self.lists = lists
        self._prepared = prepared
        self._region = region
        self._matchers: dict[tuple[str, ...], Matcher] = {}

    def _kept(self, key: tuple[str, ...], make: Callable[[], Matcher]) -> Matcher:
        if key not in self._matchers:
            self._matchers[key] = make()
        return self._matchers[key]

    def words(self, name: str) -> Matcher:
        """Return what finds the list `name`."""
        return self._kept(
            ("list", name), lambda: self._matcher(self._listed(name, Token(list=name)))
        )

    def rule(self, rule: Rule, form: tuple[str, ...] = ()) -> Matcher:
        """Return what finds the tokens of `rule`; with `form`, those that mark these forms."""
        tokens = [token for token in rule.tokens if self._is_said(token) and token.form == form]
        return self._kept(("rule", rule.id, *form), lambda: self._of_tokens(rule, tokens))

    def anti(self, rule: Rule) -> Matcher:
        """Return what finds the innocent neighbours of `rule`."""
        tokens = [Token(re=pattern) for pattern in rule.anti]
        return self._kept(("anti", rule.id), lambda: self._of_tokens(rule, tokens))

    def excuse(self, rule: Rule, token: Token) -> Matcher:
        """Return what finds `token`, which excuses a finding of `rule`."""
        if token.list:
            return self.words(token.list)
        return self._kept(("excuse", rule.id, token.re), lambda: self._of_tokens(rule, [token]))

    def _of_tokens(self, rule: Rule, tokens: Sequence[Token]) -> Matcher:
        entries: list[tuple[str, str, Token]] = []
        view = view_for(fold=rule.fold, case=rule.case)
        for token in tokens:
            listed = self._listed(token.list, token) if token.list else [(token.re, view, token)]
            entries += listed
        return self._matcher(entries)

    def _matcher(self, entries: Iterable[tuple[str, str, Token]]) -> Matcher:
        return Matcher(
            (self._prepared.get(view, {}).get(written) or prepare(written, view), view, token)
            for written, view, token in entries
        )

    def _listed(self, name: str, token: Token) -> Sequence[tuple[str, str, Token]]:
        words = self.lists.get(name)
        if words is None:
            return ()
        view = view_for(fold=words.fold, case=words.case)
        return [(pattern, view, token) for pattern in words.tokens]

    def _is_said(self, token: Token) -> bool:
        if token.ordinary_in and (self._region is None or self._region in token.ordinary_in):
            return False
        return not token.region or self._region is None or self._region in token.region


class Rulebook:
    """All rules and lists, by language; patterns are compiled once for each region."""

    def __init__(
        self,
        rules: Iterable[Rule],
        lists: Iterable[WordList],
        prepared: PreparedByView = _NOTHING_PREPARED,
    ) -> None:
        """Take rules and lists, and those of their patterns that are prepared already."""
        self.rules = tuple(rules)
        self.lists = tuple(lists)
        self.prepared = prepared
        self._patterns: dict[tuple[str, str | None], Patterns] = {}

    def patterns(self, language: str, region: str | None) -> Patterns:
        """Return the patterns for messages in `language` of an advisor in `region`."""
        key = (language, region)
        if key not in self._patterns:
            self._patterns[key] = Patterns(
                tuple(rule for rule in self.rules if rule.lang == language),
                {words.id: words for words in self.lists if words.lang == language},
                region,
                self.prepared,
            )
        return self._patterns[key]


class Search:
    """One message and the patterns of its language: what is found is looked for once."""

    def __init__(self, reading: Reading, patterns: Patterns) -> None:
        self.reading = reading
        self.patterns = patterns
        self._sentences: dict[int, frozenset[int]] = {}

    def sentences_with(self, matcher: Matcher) -> frozenset[int]:
        """Return which sentences `matcher` finds something in."""
        key = id(matcher)  # the patterns keep it alive
        if key not in self._sentences:
            found = matcher.find(self.reading, once=True)
            self._sentences[key] = frozenset(self.reading.sentence_at(at) for at, _end in found)
        return self._sentences[key]

    def is_excused(self, rule: Rule, excuses: Excuses, sentence: int) -> bool:
        """Tell whether one of `excuses` is found where it counts for the sentence."""
        return any(
            share(self.sentences_with(self.patterns.excuse(rule, token)), where)
            for scope, tokens in excuses.items()
            for where in [self._where(scope, sentence)]
            for token in tokens
        )

    def _where(self, scope: str, sentence: int) -> range:
        if scope in _AROUND:
            before, after = _AROUND[scope]
            return range(max(0, sentence - before), sentence + after + 1)
        return self.reading.within(scope)


def overlaps(spans: Sequence[Found], found: Found) -> bool:
    """Tell whether one of `spans`, in order and apart, has a character of `found`."""
    place = bisect_right(spans, (found.end,))
    return place > 0 and spans[place - 1].end > found.start


def share(found: frozenset[int], where: range) -> bool:
    """Tell whether one of the sentences `found` is in `where`."""
    if len(found) < len(where):
        return any(sentence in where for sentence in found)
    return any(sentence in found for sentence in where)
