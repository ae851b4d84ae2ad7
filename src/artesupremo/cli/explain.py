"""`arte check --explain RULE`: what a rule remarks on, what it suggests, and its examples."""

from __future__ import annotations

from collections.abc import Iterator

from artesupremo.cli.check import ADDRESSES, LIKELY, known_rule
from artesupremo.cli.output import print_wrapped
from artesupremo.cli.session import Session
from artesupremo.errors import DONE, UsageError
from artesupremo.i18n import N_, _, language
from artesupremo.reports.faces.checked import category_name, level_name
from artesupremo.wording.authored import RuleFile
from artesupremo.wording.rules import RuleFilePath, find_files, read_rule


def explain(session: Session, word: str, text_lang: str | None) -> int:
    """Print the rule, or the rules of the category, that `word` names."""
    wanted, lang = known_rule(session, word), text_lang or session.lang
    rules = [rule for rule in _read_rules(session, lang) if wanted in (rule.id, rule.category)]
    if not rules:
        raise UsageError(
            N_("There is no rule “{word}” for messages in that language."), word=word[:40]
        )
    for place, rule in enumerate(rules):
        print_wrapped(session, [*([""] if place else []), *_lines(session, rule)], hang=2)
    return DONE


def _read_rules(session: Session, lang: str) -> Iterator[RuleFile]:
    """Yield the rules for messages in `lang`, the advisor's own in place of those they replace."""
    files: dict[str, RuleFilePath] = {}
    for folder in (session.shipped_wording, session.places.own_wording):
        files |= {file.key: file for file in find_files(folder) if not file.is_list}
    for file in files.values():
        if file.lang == lang:
            _document, rule, _problems = read_rule(file)
            if rule:
                yield rule


def _lines(session: Session, rule: RuleFile) -> Iterator[str]:
    level = level_name(rule.level)
    yield f"{rule.id}: {category_name(rule.category)} ({level.lower()})"
    if rule.certainty < LIKELY:
        yield _("Off unless asked for: it is right less often than the others.")
    hears = rule.message
    yield hears.get(language(), next(iter(hears.values())))
    if rule.better:
        better = rule.better
        if not isinstance(better, str):
            better = better[session.settings.address if session.settings.address in better
                            else ADDRESSES[1]]  # fmt: skip
        yield _("Better: {words}").format(words=better)
    yield _("Remarked on:")
    yield from (f"  · {' '.join(example.text.split())}" for example in rule.examples.bad)
    yield _("Let pass:")
    yield from (f"  · {' '.join(example.text.split())}" for example in rule.examples.good)
