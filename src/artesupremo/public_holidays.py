"""Public holidays of a country or one of its regions.

The package `holidays` knows them; it is slow to load, so it is asked once a year and whenever the
setting changes. Every function here raises ImportError in an environment without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from artesupremo.text import fold

_SHOWN = 6


def known_code(words: str) -> str | None:
    """Return the code that `words` name ("co", "ES-Madrid" → "CO", "ES-MD"), None if none."""
    import holidays

    country, dash, region = words.strip().partition("-")
    regions = holidays.list_supported_countries().get(country.upper())
    if regions is None:
        return None
    if not dash:
        return country.upper()
    code = _region_codes(country.upper(), regions).get(fold(region.strip()))
    return f"{country.upper()}-{code}" if code else None


def near_codes(words: str) -> list[str]:
    """Return known codes that `words`, which name none, may have meant; the nearest first."""
    import holidays

    supported = holidays.list_supported_countries(include_aliases=False)
    country, _dash, region = words.strip().partition("-")
    if country.upper() in supported:
        codes = _region_codes(country.upper(), supported[country.upper()])
        near = [codes[name] for name in get_close_matches(fold(region.strip()), codes, _SHOWN)]
        first = [f"{country.upper()}-{code}" for code in near or sorted(codes.values())]
        return [*dict.fromkeys(first)][:_SHOWN] or [country.upper()]
    names = {fold(code): code for code in supported} | _country_names()
    near = [names[name] for name in get_close_matches(fold(words), names, _SHOWN)]
    alike = [code for code in supported if fold(code)[:1] == fold(words)[:1]]
    return [*dict.fromkeys(near or alike)][:_SHOWN]


def holiday_dates(code: str, years: Iterable[int]) -> list[str]:
    """Return the public holidays of `code` in `years` as ISO dates, in order.

    Raises NotImplementedError for a code that the package does not know.
    """
    import holidays

    country, _dash, region = (known_code(code) or code).partition("-")
    found = holidays.country_holidays(country, subdiv=region or None, years=years)
    return sorted(day.isoformat() for day in found)


def all_codes() -> list[str]:
    """Return every code there is: countries, each followed by its regions."""
    import holidays

    return [
        code
        for country, regions in holidays.list_supported_countries(include_aliases=False).items()
        for code in (country, *(f"{country}-{region}" for region in regions))
    ]


def _region_codes(country: str, regions: Iterable[str]) -> dict[str, str]:
    """Return the code of each region of `country` by its folded code and other names."""
    import holidays

    codes = {fold(region): region for region in regions}
    for code, names in holidays.country_holidays(country).get_subdivision_aliases().items():
        codes |= {fold(name): code for name in names}
    return codes


def _country_names() -> dict[str, str]:
    """Return the code of each country by its English name, folded."""
    from holidays.registry import COUNTRIES

    return {fold(name.replace("_", " ")): names[1] for name, names in COUNTRIES.items()}
