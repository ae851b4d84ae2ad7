"""Spanish or English: by the small words that only one of them has, and its signs. Pure."""

from __future__ import annotations

import re
from typing import Final

from artesupremo.wording.letters import ACCENTED, to_letters
from artesupremo.wording.reading import Reading

_WORD: Final = re.compile(r"[a-z]+")
_SPANISH_SIGNS: Final = to_letters("¿¡ñáéíóú", ACCENTED).encode("ascii")
# Without accents; words that the other language writes the same (no, me, he, has, son) are out.
_SPANISH: Final = frozenset(
    """
    de la que el en y los se del las un por con una su para es al lo como mas pero sus le
    les ya este esta esto estos estas si porque entre cuando muy sobre tambien hasta hay
    donde quien desde nos todo todos ni contra otros ese eso ante ellos tu tus te usted
    ustedes vos mi mis yo nuestro nuestra hola gracias buenos buenas buen dia dias tarde
    tardes noches saludos senor senora puede puedes podemos tiene tienes tenemos estamos
    hemos hacer hoy manana ahora aqui favor disculpe disculpa lamentamos siento pedido
    cuenta cliente atentamente cordial
    """.split()  # noqa: SIM905  # words, not quotation marks
)
_ENGLISH: Final = frozenset(
    """
    the of and to in is you that it was for on are with as his they at be this have from or
    had by but not what all were we when your can said there use an each which she do how
    their if will up other about out many then them these so some her would make like him
    into has look more our my i m re ll ve please thanks thank hello hi dear good morning
    afternoon regards sorry today tomorrow soon us am been could should did does don t need
    order best team
    """.split()  # noqa: SIM905  # words, not quotation marks
)


def detect_language(reading: Reading, fallback: str) -> str:
    """Return "es" or "en": what the message is written in, or `fallback` if it does not tell."""
    words = _WORD.findall(reading.folded)
    signs = sum(reading.view(ACCENTED).count(sign) for sign in _SPANISH_SIGNS)
    spanish = sum(word in _SPANISH for word in words) + signs
    english = sum(word in _ENGLISH for word in words)
    if spanish == english:
        return fallback
    return "es" if spanish > english else "en"
