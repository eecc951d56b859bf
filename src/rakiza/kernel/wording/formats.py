"""Numbers, money, dates and quarters as readers of each language write them.

Groups of three are parted by U+202F in every language, so that a figure never breaks at a line's end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date

from rakiza.kernel.wording.language import base_language, isolate
from rakiza.kernel.wording.language import translate as _

GROUP = "\u202f"
MINUS = "\u2212"
DIRHAM = "MAD"  # what prices are in where nothing else is said

Number = int | float | Decimal

_QUARTER = {
    "fr": ("T1", "T2", "T3", "T4"),
    "en": ("Q1", "Q2", "Q3", "Q4"),
    # In words: two numbers side by side would swap places in a right-to-left line.
    "ar": ("الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"),
}
_COMMA = {"fr": ",", "en": ",", "ar": "،"}
_LOCALE = {"fr": "fr", "en": "en_GB", "ar": "ar_MA"}


def decimal_mark(language: str | None = None) -> str:
    """Return the decimal mark: a comma, but a point in English."""
    return "." if base_language(language) == "en" else ","


def comma(language: str | None = None) -> str:
    """Return the comma of the language's script, with the space after it."""
    return f"{_COMMA[base_language(language)]} "


def listed(words: Iterable[str], language: str | None = None) -> str:
    """Write words one after the other, parted as the language parts them."""
    return comma(language).join(words)


def number(value: Number, language: str | None = None, *, places: int | None = None) -> str:
    """Write a number with grouped thousands.

    `places` fixes the decimals (rounded half up); None keeps those that are there, six at most.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        return "—"
    rounded = exact.quantize(Decimal(1).scaleb(-(6 if places is None else places)), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", GROUP).replace(".", decimal_mark(language))
    if rounded < 0:  # isolated in Arabic, else the sign would end up after the digits
        return isolate(text.replace("-", MINUS), language)
    return text.replace("-", "")


def percent(share: Number, language: str | None = None, *, places: int = 1) -> str:
    """Write a share (0.155) as a percentage (15,5 %)."""
    shown = number(Decimal(str(share)) * 100, language, places=places)
    if places and set(shown.rsplit(decimal_mark(language), 1)[-1]) == {"0"}:
        shown = shown.rsplit(decimal_mark(language), 1)[0]
    return f"{shown}\u202f%"


def money(
    amount: Number, currency: str, language: str | None = None, *, tax: bool | None = None, places: int = 2
) -> str:
    """Write an amount with its currency; `tax` says including (True), excluding (False), unsaid (None)."""
    shown = isolate(f"{number(amount, language, places=places)}\u00a0{currency}", language)
    if tax is None:
        return shown
    return f"{shown}\u00a0{tax_words(tax=tax, language=language)}"


def unit_price(value: Number, currency: str, language: str | None = None) -> str:
    """Write what one unit costs with two to four decimals; above a hundred, cents are enough."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    places = 2 if abs(exact) >= 100 or round(exact, 2) == round(exact, 4) else 4
    return money(exact, currency, language, places=places)


def tax_words(*, tax: bool, language: str | None = None) -> str:
    """Return `TTC` or `HT`, in the language's own words."""
    return _("TTC", language) if tax else _("HT", language)


def day(value: date, language: str | None = None) -> str:
    """Write a civil date in full words (3 mars 2027); French counts a month's first day (1er mars 2027)."""
    return _day(value.year, value.month, value.day, base_language(language))


@lru_cache(maxsize=8192)  # a list writes hundreds, of the same few years
def _day(year: int, month: int, number_of_day: int, language: str) -> str:
    shown = western_digits(
        format_date(date(year, month, number_of_day), format="long", locale=_LOCALE[language])
    )
    return f"1er{shown[1:]}" if number_of_day == 1 and language == "fr" else shown


def moment(value: datetime, language: str | None = None) -> str:
    """Write a day and an hour (3 mars 2027, 10:00); the hour is the one that `value` carries."""
    return f"{day(value.date(), language)}{_COMMA[base_language(language)]} {isolate(value.strftime('%H:%M'), language)}"


def month_name(month: int, language: str | None = None, *, short: bool = False) -> str:
    """Return the name of a month, 1 to 12."""
    pattern = "LLL" if short else "LLLL"
    return western_digits(format_date(date(2000, month, 1), pattern, locale=_LOCALE[base_language(language)]))


def month(value: date, language: str | None = None) -> str:
    """Write a month with its year (mars 2027)."""
    return f"{month_name(value.month, language)} {value.year}"


def quarter(number_of: int, year: int | None = None, language: str | None = None) -> str:
    """Write a quarter, with its year where given (T1 2027)."""
    shown = _QUARTER[base_language(language)][number_of - 1]
    return shown if year is None else f"{shown}\u00a0{year}"


def western_digits(text: str) -> str:
    """Return the text with Arabic-Indic digits turned into the ones that Morocco writes."""
    return text.translate({0x0660 + digit: str(digit) for digit in range(10)})
