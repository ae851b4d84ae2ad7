"""How long a check takes: 60 rules of 15 patterns, a mail of 300 words, and 100,000 characters.

    python bench/wording.py

Prints milliseconds of the processor; the first check of a process compiles what it needs.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time

from artesupremo.compiled import Compiled
from artesupremo.wording.checker import check
from artesupremo.wording.letters import FOLDED
from artesupremo.wording.matching import Rulebook
from artesupremo.wording.model import Rule, Token
from artesupremo.wording.patterns import Prepared, prepare
from artesupremo.wording.rules import load_rules

SHIPPED = os.path.join(os.path.dirname(__file__), "..", "practices", "wording")
WORDS = """
    hola señora pedido factura cliente problema servicio mañana revisar esperar posible llamar
    brevedad equipo plazo envío caja devolver dinero cuenta oficina correo número semana
    técnico garantía pronto hoy usted puede tiene para con por una los las del que no se le
    """.split()  # noqa: SIM905  # words, not quotation marks
SHAPES = (
    r"\b{0} ({1}|{2} )?{3}\b",
    r"\b{0}\b.{{0,30}}\b{1}\b",
    r"\b({0}|{1})( de)? {2}(s|es)?\b",
    r"\b{0} {1}\b",
)


def make_rule(at: int) -> Rule:
    """Return a rule of 15 patterns that resemble ours, quiet where a list is found."""
    patterns = [
        random.choice(SHAPES).format(*random.choices(WORDS, k=4))  # noqa: S311
        for _token in range(15)
    ]
    return Rule(
        f"rule-{at}", "jargon", "existence", "es", "warning", 2,
        tuple(Token(re=pattern) for pattern in patterns),
        {"es": "{0}"},
        "mejor",
        unless={"near": (Token(list="day-or-hour"),), "message": (Token(list="next-step"),)},
        anti=(f"hasta {WORDS[at % 40]}", f"{WORDS[at % 7]} que"),
    )  # fmt: skip


def prepared(rules: list[Rule], shipped: Rulebook) -> dict[str, dict[str, Prepared]]:
    """Return the patterns as the cache would hold them."""
    held = {view: dict(known) for view, known in shipped.prepared.items()}
    written = {pattern for rule in rules for pattern in (*(t.re for t in rule.tokens), *rule.anti)}
    return held | {FOLDED: held[FOLDED] | {text: prepare(text, FOLDED) for text in written}}


def milliseconds(text: str, rulebook: Rulebook) -> str:
    """Return how long the first check and a later one take."""
    times = []
    for _run in range(2):
        began = time.process_time()
        found = check(text, rulebook, language="es").findings
        times.append((time.process_time() - began) * 1000)
    return f"first {times[0]:6.1f}   later {times[1]:6.1f}   {len(found)} findings"


def main() -> None:
    """Measure and print."""
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        cache = os.path.join(folder, "compiled.json")
        load_rules(SHIPPED, "", Compiled(cache, "bench"))
        began = time.process_time()
        shipped = load_rules(SHIPPED, "", Compiled(cache, "bench")).rulebook
        print(f"rules from the cache  {(time.process_time() - began) * 1000:.1f}")
    rules = [*shipped.rules, *(make_rule(at) for at in range(60))]
    patterns = sum(len(rule.tokens) for rule in rules)
    print(f"{len(rules)} rules, {patterns} patterns, {sys.platform}")
    quiet = " ".join(["Buenos días, Inés: ya vi tu recibo y el jueves a las diez lo cambio."] * 22)
    mail = ". ".join(" ".join(random.choices(WORDS, k=12)) for _sentence in range(25))  # noqa: S311
    book = ". ".join(" ".join(random.choices(WORDS, k=12)) for _sentence in range(1_300))  # noqa: S311
    for name, text in (
        ("a mail", quiet),
        ("a worse mail", mail),
        ("100,000 chars", book[:100_000]),
        ("one word", "pedido " * 14_286),
    ):
        rulebook = Rulebook(rules, shipped.lists, prepared(rules, shipped))
        print(f"{name:14}{milliseconds(text, rulebook)}")


if __name__ == "__main__":
    main()
