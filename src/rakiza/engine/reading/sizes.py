"""Letter sizes: `M`, `XL`, `PM`, `GM`, `taille moyenne`, `large`."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.reading.tokens import Tokens

_LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"})
_WORDS = {
    "XS": "xs tpm naissance",
    "S": "pm petit petite petits petites small صغير صغيره",
    "M": "moyen moyenne moyens moyennes medium وسط متوسط متوسطه",
    "L": "gm grand grande grands grandes large larg كبير كبيره",
    "XL": "tgm xlarge",
}
_SIZES: dict[str, str] = {word: size for size, words in _WORDS.items() for word in words.split()}
_SIZES |= {letters: letters.upper() for letters in _LETTERS}
_SIZES |= {
    f"t{letters}": letters.upper() for letters in _LETTERS - {"m"}
}  # TL: taille L; of TM the M may be a mark's
# Letters that are something else after a number (5 m, 2 l) or before an apostrophe (l'eau).
_AMBIGUOUS = frozenset({"s", "m", "l"})
_FRENCH_LETTERS = {"p": "S", "g": "L"}  # before `m`
_MEDIUM, _LARGE = frozenset({"medium", "moyen"}), frozenset({"large", "grand"})
_TELLING = frozenset({*_SIZES, *_FRENCH_LETTERS, "mm"})


def letter_sizes(tokens: Tokens, taken: frozenset[int]) -> list[tuple[str, int, int]]:
    """Return the sizes written, each with its first and last token."""
    texts = tokens.texts
    if _TELLING.isdisjoint(texts):
        return []
    found = []
    after = 0
    for place, text in enumerate(texts):
        if text not in _TELLING or place in taken or place < after:
            continue
        large = _between(texts, place)
        if large is not None:
            found.append(("medium_large", place, large))
            after = large + 1
            continue
        pair = _spelled_pair(texts, place)
        if pair is not None:
            found.append((pair, place, place + 1))
        elif text in _SIZES and not _means_else(tokens, place, taken):
            found.append((_SIZES[text], place, place))
        elif text == "mm" and (place == 0 or tokens.numbers[place - 1] is None):
            found.append(("M", place, place))
    return found


def _spelled_pair(texts: Sequence[str], place: int) -> str | None:
    """Read `P M` and `G M`, the French letters apart."""
    follows = place + 1 < len(texts) and texts[place + 1] == "m"
    return _FRENCH_LETTERS.get(texts[place]) if follows else None


def _between(texts: Sequence[str], place: int) -> int | None:
    """Return the last token of `medium/large` and `medium large`, which clips are sold in."""
    if texts[place] not in _MEDIUM:
        return None
    last = place + 2 if place + 1 < len(texts) and texts[place + 1] in {"/", "-"} else place + 1
    return last if last < len(texts) and texts[last] in _LARGE else None


def _means_else(tokens: Tokens, place: int, taken: frozenset[int]) -> bool:
    texts, numbers = tokens.texts, tokens.numbers
    if texts[place] not in _AMBIGUOUS:
        return False
    if (
        place
        and place - 1 not in taken
        and (numbers[place - 1] is not None or texts[place - 1] in {"'", "p", "g"})
    ):
        return True
    after = place + 1
    if after < len(texts) and texts[after] == "/" and texts[place] == "s":
        return True  # S/LATEX: sans
    return after < len(texts) and (texts[after] in {"'", "."} or numbers[after] is not None)
