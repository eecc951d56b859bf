"""Civil dates as people write them: day first, month names in three languages, ISO, Excel serials."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from rakiza.kernel.imports.text import fold, western_digits
from rakiza.kernel.imports.workbook import CellValue

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "janvier janv jan january يناير جانفي",
        "fevrier fevr fev february feb فبراير",
        "mars march mar مارس",
        "avril avr april apr ابريل",
        "mai may ماي مايو",
        "juin june jun يونيو",
        "juillet juil july jul يوليوز يوليو",
        "aout august aug غشت اغسطس",
        "septembre sept september sep شتنبر سبتمبر",
        "octobre oct october اكتوبر",
        "novembre nov november نونبر نوفمبر",
        "decembre dec december دجنبر ديسمبر",
    ),
    start=1,
):
    for _name in _names.split():
        _MONTHS[_name] = _number

_EXCEL_EPOCH = date(1899, 12, 30)


def parse_date(value: CellValue) -> date | None:
    """Return a civil date, or None where the value isn't one; `03/04/2027` is the 3rd of April."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        serial = int(value)
        return _EXCEL_EPOCH + timedelta(days=serial) if value == serial and 20_000 < serial < 80_000 else None
    return _from_text(western_digits(value)) if isinstance(value, str) else None


def _from_text(text: str) -> date | None:
    words = fold(text).replace("1er", "1").split()
    if len(words) > 3 and re.fullmatch(r"\d{1,2}(\s\d{1,2})*", " ".join(words[3:])):
        words = words[:3]  # a time follows the date
    if len(words) == 1 and re.fullmatch(r"(19|20|21)\d{6}", words[0]):
        words = [words[0][:4], words[0][4:6], words[0][6:]]
    if len(words) != 3:
        return None
    if len(words[0]) == 4:
        year, month, day = words
    else:
        day, month, year = words
    if day in _MONTHS and month.isdigit():  # April 3, 2027
        day, month = month, day
    number = _MONTHS.get(month, int(month) if month.isdigit() else 0)
    if not (day.isdigit() and year.isdigit() and len(year) in {2, 4}):
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
