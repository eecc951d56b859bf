"""Letter sizes: `M`, `XL`, `PM`, `GM`, `taille moyenne`, `large`."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.reading.tokens import Token

_LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"})
_WORDS = {
    "XS": "xs tpm naissance",
    "S": "pm petit petite petits petites small صغير صغيره",
    "M": "moyen moyenne moyens moyennes medium médium وسط متوسط متوسطه",
    "L": "gm grand grande grands grandes large larg كبير كبيره",
    "XL": "tgm xlarge",
}
_SIZES: dict[str, str] = {word: size for size, words in _WORDS.items() for word in words.split()}
_SIZES |= {letters: letters.upper() for letters in _LETTERS}
# Letters that are something else after a number (5 m, 2 l) or before an apostrophe (l'eau).
_AMBIGUOUS = frozenset({"s", "m", "l"})


def letter_sizes(tokens: Sequence[Token], taken: frozenset[int]) -> list[tuple[str, int, int]]:
    """Return the sizes written, each with its first and last token."""
    found = []
    for index, token in enumerate(tokens):
        if index in taken or not token.is_word:
            continue
        pair = _spelled_pair(tokens, index)
        if pair is not None:
            found.append((pair, index, index + 1))
        elif token.text in _SIZES and not _means_else(tokens, index):
            found.append((_SIZES[token.text], index, index))
        elif token.text == "mm" and _stands_alone(tokens, index):
            found.append(("M", index, index))
    return found


def _spelled_pair(tokens: Sequence[Token], index: int) -> str | None:
    """Read `P M` and `G M`, the French letters apart."""
    if index + 1 < len(tokens) and tokens[index + 1].text == "m":
        return {"p": "S", "g": "L"}.get(tokens[index].text)
    return None


def _means_else(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    if text not in _AMBIGUOUS:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (before.number is not None or before.text in {"'", "p", "g"}):
        return True
    return after is not None and (after.text in {"'", "."} or after.number is not None)


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].number is None
