"""Numbers as people write them: `1 200,50`, `1.200,50`, `1,200.50`, `١٬٢٠٠٫٥٠`, `12 boîtes`, `2 x 50`.

One separator before exactly three digits (`1,200`) has two readings; the column's other cells
decide (its habit), and the caller is told so that it can warn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from rakiza.kernel.imports.text import western_digits


class Habit(StrEnum):
    """Which mark a column uses before decimals."""

    COMMA = ","
    POINT = "."
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number read from text: what stood around it, and whether it had two readings.

    `product` is true where it was written as a product (`2 x 50`), already multiplied.
    """

    value: Decimal
    before: str = ""
    after: str = ""
    ambiguous: bool = False
    product: bool = False
    percent: bool = False


_SPACES = "\u0020\u00a0\u202f\u2009\u2007\u2002\u2003\u205f'’ʼ`"
_MARKS = str.maketrans(
    {"٫": ",", "٬": "’", "،": ",", "−": "-", "–": "-", "﹣": "-", "×": "x", "⁄": "/", "٪": "%"}
)
_NUMBER = rf"\d[\d.,{_SPACES}]*"
_WHOLE = re.compile(
    rf"^(?P<before>[^\d+(-]*?)\s*(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<number>{_NUMBER}(?:[eE][+-]?\d{{1,2}})?)"
    r"\s*(?P<close>\))?(?P<after>.*)$",
    re.DOTALL,
)
_PRODUCT = re.compile(r"^\s*[xX*]\s*(?P<number>\d[\d.,]*)\s*(?P<after>\D*)$")
_GROUPED_BY_SPACE = re.compile(rf"^\d{{1,3}}(?:[{_SPACES}]\d{{3}})+$")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c]")
_FORMULA_GUARD = re.compile(r"^'(?=[\d=+@-])")


def parse_number(
    text: str, habit: Habit = Habit.UNKNOWN, *, lone_group_is_thousands: bool = True
) -> WrittenNumber | None:
    """Return the number written, or None where the text isn't one.

    `lone_group_is_thousands` settles `1,200` where the column shows no habit.
    """
    tidy = _FORMULA_GUARD.sub("", _INVISIBLE.sub("", western_digits(text).translate(_MARKS)).strip())
    match = _WHOLE.match(tidy)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    figure, exponent = _split_exponent(
        match["number"].rstrip(_SPACES + ".,") if match["after"] else match["number"].strip()
    )
    parsed = _figure(figure, habit, lone_group_is_thousands=lone_group_is_thousands)
    if parsed is None:
        return None
    value, ambiguous = parsed
    if match["sign"] == "-" or match["open"]:
        value = -value
    after, product = match["after"].strip(), False
    times = _PRODUCT.match(after)
    if times:
        second = _figure(times["number"], habit, lone_group_is_thousands=lone_group_is_thousands)
        if second is None:
            return None
        value, after, product = value * second[0], times["after"].strip(), True
    elif re.search(r"\d", after):
        return None
    percent = after.startswith("%")
    return WrittenNumber(
        value=value.scaleb(exponent),
        before=match["before"].strip(" :"),
        after=after.removeprefix("%").strip(),
        ambiguous=ambiguous,
        product=product,
        percent=percent,
    )


def _split_exponent(number: str) -> tuple[str, int]:
    figure, mark, exponent = number.lower().partition("e")
    return (figure, int(exponent)) if mark else (figure, 0)


def _figure(figure: str, habit: Habit, *, lone_group_is_thousands: bool) -> tuple[Decimal, bool] | None:
    """Return the unsigned value and whether it had two readings."""
    whole, fraction, ambiguous = figure, "", False
    marks = [char for char in figure if char in ",."]
    if marks:
        decimal = _decimal_mark(figure, marks, habit, lone_group_is_thousands=lone_group_is_thousands)
        ambiguous = _is_lone_group(figure, marks)
        if decimal:
            whole, _, fraction = figure.rpartition(decimal)
        for mark in {",", "."} & set(whole):
            if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", whole):
                return None
            whole = whole.replace(mark, "")
    if any(char in _SPACES for char in whole):
        if not _GROUPED_BY_SPACE.match(whole):
            return None
        whole = re.sub(f"[{_SPACES}]", "", whole)
    try:
        return Decimal(f"{whole or '0'}.{fraction or '0'}" if fraction else whole), ambiguous
    except InvalidOperation:
        return None


def _is_lone_group(figure: str, marks: list[str]) -> bool:
    """True for `1,200` or `12.500`: one mark before exactly three digits, no leading zero."""
    return len(marks) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", figure) is not None


def _decimal_mark(figure: str, marks: list[str], habit: Habit, *, lone_group_is_thousands: bool) -> str:
    """Return the mark before decimals, or '' where every mark groups thousands."""
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return ""
    if not _is_lone_group(figure, marks):
        return marks[0]
    if habit is Habit.UNKNOWN:
        return "" if lone_group_is_thousands else marks[0]
    return marks[0] if marks[0] == habit.value else ""


def habit_of(texts: Iterable[str]) -> Habit:
    """Return the decimal mark that a column's unambiguous cells use most."""
    votes = {",": 0, ".": 0}
    other = {",": ".", ".": ","}
    for text in texts:
        match = _WHOLE.match(western_digits(text).translate(_MARKS).strip())
        if match is None:
            continue
        figure = match["number"].strip(_SPACES + ".,")
        marks = [char for char in figure if char in ",."]
        if not marks or _is_lone_group(figure, marks):
            continue
        if len(set(marks)) == 2 or len(marks) == 1:
            votes[marks[-1]] += 1
        else:
            votes[other[marks[0]]] += 1
    if votes[","] == votes["."]:
        return Habit.UNKNOWN
    return Habit.COMMA if votes[","] > votes["."] else Habit.POINT


def exact_decimal(value: float) -> Decimal:
    """Return a spreadsheet's number without the noise of binary fractions (0.1 stays 0.1)."""
    return Decimal(repr(round(value, 10))).normalize() + 0 if value else Decimal(0)
