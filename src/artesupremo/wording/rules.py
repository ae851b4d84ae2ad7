"""Finding the rules of the checker, checking them, laying the advisor's own over them.

The result is one section of the compiled JSON: a check reads neither YAML nor imports pydantic
when no file changed. A broken file never stops a check: its last good version serves, or the
others alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from artesupremo.compiled import Compiled, Section, stamp
from artesupremo.errors import Problem
from artesupremo.i18n import N_
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.model import LANGUAGES, Excuses, Rule, Token, WordList
from artesupremo.wording.patterns import Prepared, prepare, view_for

if TYPE_CHECKING:
    from artesupremo.content import Document
    from artesupremo.wording.authored import ListFile, RuleFile

_LISTS = "lists"
_MAX_FILES = 500  # of one kind, in one folder
_FOR_AUTHORS = {"examples", "why"}  # what no check needs


class Loaded(NamedTuple):
    """Rules that serve, and what is wrong with the files behind them."""

    rulebook: Rulebook
    problems: list[Problem]


class RuleFilePath(NamedTuple):
    """A file of rules or lists, and what its place says of it."""

    path: str
    lang: str
    is_list: bool

    @property
    def key(self) -> str:
        """Return what a file of the advisor's own has in common with the one it replaces."""
        name = os.path.splitext(os.path.basename(self.path))[0]
        return f"{self.lang}/{name}"


def load_rules(shipped: str, own: str, compiled: Compiled) -> Loaded:
    """Return the rules of the folder `shipped` with the advisor's folder `own` laid over it.

    Both are folders like practices/wording; `own` need not exist. Nothing is raised.
    """
    return _to_loaded(_section(shipped, own, compiled))


def load_category(
    category: str, shipped: str, own: str, compiled: Compiled, whole: Callable[[], Compiled]
) -> Loaded:
    """Return the rules of one category, as `load_rules` would, and no others.

    They are kept in `compiled`, taken from the `whole` when a file changed: reading all of the
    rules takes as long as a report.
    """

    def take(_last: Section | None) -> Section:
        return part_of(_section(shipped, own, whole()), category)

    files = [*find_files(shipped), *find_files(own)]
    signature = stamp(file.path for file in files)
    return _to_loaded(compiled.section(category, signature, take))


def part_of(section: Section, category: str) -> Section:
    """Return what the rules of `category` need of the compiled `section`."""
    rules = {key: rule for key, rule in section["rules"].items() if rule["category"] == category}
    listed = {f"{rule['lang']}/{token['list']}" for rule in rules.values()
              for token in _sought(rule) if token.get("list")}  # fmt: skip
    lists = {key: words for key, words in section["lists"].items() if key in listed}
    patterns = {pattern for words in lists.values() for pattern in words["tokens"]}
    for rule in rules.values():
        patterns |= {token["re"] for token in _sought(rule) if token.get("re")}
        patterns |= {*rule.get("anti", ())}
    prepared = {
        view: {pattern: held[pattern] for pattern in patterns & {*held}}
        for view, held in section["prepared"].items()
    }
    problems = section["problems"]
    return {"rules": rules, "lists": lists, "prepared": prepared, "problems": problems}


def _sought(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield everything a compiled rule looks for, to speak up or to keep quiet."""
    yield from rule["tokens"]
    for excuses in (rule.get("unless", {}), rule.get("soften", {})):
        for tokens in excuses.values():
            yield from tokens


def _section(shipped: str, own: str, compiled: Compiled) -> Section:
    files, own_files = list(find_files(shipped)), list(find_files(own))

    def build(last: Section | None) -> Section:
        return _Bench(last or {}).build(files, own_files)

    paths = [file.path for file in (*files, *own_files)]
    return compiled.section("wording", stamp(paths), build)


def _to_loaded(section: Section) -> Loaded:
    return Loaded(to_rulebook(section), [Problem(*problem) for problem in section["problems"]])


def find_files(folder: str) -> Iterator[RuleFilePath]:
    """Yield the files of lists and rules under `folder`, in order, lists first."""
    for lang in LANGUAGES:
        for part in (os.path.join(folder, lang, _LISTS), os.path.join(folder, lang)):
            for name in _names(part):
                yield RuleFilePath(os.path.join(part, name), lang, part.endswith(_LISTS))


def _names(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    kept = [name for name in names if name.endswith((".yaml", ".yml")) and name[0] != "."]
    return kept[:_MAX_FILES]


def to_rulebook(section: Section) -> Rulebook:
    """Return the compiled `section` as a Rulebook."""
    return Rulebook(
        [_rule(dict(rule)) for rule in section["rules"].values()],
        [_list(dict(words)) for words in section["lists"].values()],
        section["prepared"],
    )


def _rule(fields: dict[str, Any]) -> Rule:
    fields["tokens"] = _tokens(fields["tokens"])
    for name in {"channels", "anti"} & set(fields):
        fields[name] = tuple(fields[name])
    for name in {"unless", "soften"} & set(fields):
        excuses: Excuses = {scope: _tokens(held) for scope, held in fields[name].items()}
        fields[name] = excuses
    return Rule(**fields)


def _tokens(held: list[dict[str, Any]]) -> tuple[Token, ...]:
    return tuple(_token(dict(fields)) for fields in held)


def _token(fields: dict[str, Any]) -> Token:
    for name in {"region", "ordinary_in", "form"} & set(fields):
        fields[name] = tuple(fields[name])
    return Token(**fields)


def _list(fields: dict[str, Any]) -> WordList:
    fields["tokens"] = tuple(fields["tokens"])
    return WordList(**fields)


class _Bench:
    """One compilation: files in, a section and its problems out."""

    def __init__(self, last: Section) -> None:
        self.last = last
        self.rules: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        self.prepared: dict[str, dict[str, Prepared]] = {}
        self.problems: list[Problem] = []
        self.broken: set[str] = set()  # lists whose file is there, but cannot serve

    def build(self, files: list[RuleFilePath], own_files: list[RuleFilePath]) -> Section:
        waiting: dict[str, tuple[Document, RuleFile]] = {}
        for file in (*files, *own_files):
            shipped = file in files
            if file.is_list:
                self.read_list(file, shipped=shipped)
            else:
                self.read_rule(file, waiting, shipped=shipped)
        for key, (document, rule) in waiting.items():
            self.place(key, document, rule)
        return {
            "rules": self.rules,
            "lists": self.lists,
            "prepared": self.prepared,
            "problems": [list(problem) for problem in self.problems],
        }

    def read_list(self, file: RuleFilePath, *, shipped: bool) -> None:
        written, problems = read_list(file, shipped=shipped)
        self.problems += problems
        if written:
            self.lists[file.key] = self.dump(written)
            self.broken.discard(file.key)
        elif file.key in self.last.get("lists", {}):
            self.lists[file.key] = self.last["lists"][file.key]
        elif file.key not in self.lists:
            self.broken.add(file.key)

    def read_rule(
        self,
        file: RuleFilePath,
        waiting: dict[str, tuple[Document, RuleFile]],
        *,
        shipped: bool,
    ) -> None:
        """Let a rule wait until every list is read, or have its last good version serve."""
        document, written, problems = read_rule(file, shipped=shipped)
        self.problems += problems
        if written:
            self.rules.pop(file.key, None)
            waiting[file.key] = (document, written)
        elif file.key in self.last.get("rules", {}):
            self.rules[file.key] = self.last["rules"][file.key]
            waiting.pop(file.key, None)

    def place(self, key: str, document: Document, rule: RuleFile) -> None:
        """Take in a rule whose lists are all there; say which are not."""
        from artesupremo.wording.authored import find_sought

        missing = []
        for place, sought in find_sought(rule):
            listed = f"{rule.lang}/{sought.list_}"
            if sought.list_ and listed not in self.lists:
                missing.append(listed)
                if listed not in self.broken:
                    sentence = N_("there is no list “{name}”")
                    values: dict[str, str | int] = {"name": sought.list_}
                    self.problems.append(document.problem((*place, "list"), sentence, **values))
        if not missing:
            self.rules[key] = self.dump(rule)
        elif key in self.last.get("rules", {}):
            self.rules[key] = self.last["rules"][key]

    def dump(self, written: RuleFile | ListFile) -> dict[str, Any]:
        """Return what a check needs of a file; its patterns are prepared here, once."""
        from artesupremo.wording.authored import find_patterns

        view = view_for(fold=written.fold, case=written.case)
        known = self.prepared.setdefault(view, {})
        known |= {pattern: prepare(pattern, view) for _place, pattern in find_patterns(written)}
        return written.model_dump(by_alias=True, exclude_defaults=True, exclude=_FOR_AUTHORS)


def read_list(
    file: RuleFilePath, *, shipped: bool = False
) -> tuple[ListFile | None, list[Problem]]:
    """Return the list that `file` holds, or None and everything that is wrong with it."""
    from artesupremo.content import read_yaml
    from artesupremo.shapes import check
    from artesupremo.wording.authored import ListFile

    document = read_yaml(file.path)
    written, problems = check(document, ListFile, shipped=shipped)
    problems += _mistakes(document, written, file)
    return (None if problems else written), problems


def read_rule(
    file: RuleFilePath, *, shipped: bool = False
) -> tuple[Document, RuleFile | None, list[Problem]]:
    """Return the rule that `file` holds, or None and everything that is wrong with it.

    Whether its lists are there is not looked at.
    """
    from artesupremo.content import read_yaml
    from artesupremo.shapes import check
    from artesupremo.wording.authored import RuleFile

    document = read_yaml(file.path)
    written, problems = check(document, RuleFile, shipped=shipped)
    problems += _mistakes(document, written, file)
    return document, (None if problems else written), problems


def _mistakes(
    document: Document, written: RuleFile | ListFile | None, file: RuleFilePath
) -> list[Problem]:
    from artesupremo.wording.authored import find_mistakes

    if written is None:
        return []
    name = os.path.splitext(os.path.basename(file.path))[0]
    return [
        document.problem(place, sentence, **values)
        for place, sentence, values in find_mistakes(written, name, file.lang)
    ]
