"""Cutting folded text into words, numbers and marks, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\d+(?:,\d+){2,}(?!\d)"  # a list of whole numbers: 38,45,60
    r"|\d+(?:[.,]\d+)?"
    r"|(?<=\d)(?:mm|cm|m|ml|g|fr|ch)(?=x ?\d)"  # 10cmx10cm, 32gx4mm
    r"|[^\W\d_]+"
    r"|[^\s\w]|_"
)


@dataclass(slots=True)
class Token:
    """One word, number or mark of the folded text; `number` where it is one number."""

    text: str
    start: int
    end: int
    number: float | None = None

    @property
    def is_word(self) -> bool:
        """Tell whether the token is made of letters."""
        return self.text[0].isalpha()


def tokenise(folded: str) -> list[Token]:
    """Return the tokens of folded text, in order."""
    tokens = []
    for match in _TOKEN.finditer(folded):
        text = match.group()
        if text:
            number = _number(text) if text[0].isdigit() else None
            tokens.append(Token(text, match.start(), match.end(), number))
    return tokens


def _number(text: str) -> float | None:
    if len(text) > 15 or text.count(",") > 1:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
