"""Letter sizes: `M`, `XL`, `PM`, `GM`, `taille moyenne`, `large`."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.reading.quantities import weighs
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.unit_words import LABELS

_LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"})
_WORDS = {
    "XS": "xs tpm naissance",
    "S": "pm pte petit petite petits petites small صغير صغيره",
    "M": "moyen moyenne moyens moyennes medium وسط متوسط متوسطه",
    "L": "gm gde grand grande grands grandes large larg كبير كبيره",
    "XL": "tgm xlarge",
}
_SIZES: dict[str, str] = {word: size for size, words in _WORDS.items() for word in words.split()}
_SIZES |= {letters: letters.upper() for letters in _LETTERS}
_SIZES |= {
    f"t{letters}": letters.upper() for letters in _LETTERS - {"m"}
}  # TL: taille L; of TM the M may be a mark's
_SIZES |= {f"taille{letters}": letters.upper() for letters in _LETTERS}
# Letters that are something else after a number (5 m, 2 l) or before an apostrophe (l'eau).
_AMBIGUOUS = frozenset({"s", "m", "l"})
_SHORTENED = frozenset({"pte", "gde"})  # pte taille, but pte aiguille is a needle holder
_FRENCH_LETTERS = {"p": "S", "g": "L"}  # before `m`
_MEDIUM, _LARGE = frozenset({"medium", "moyen"}), frozenset({"large", "grand"})
# Said of any article: PM, GM, and a size beside the word for a model.
_MODELS = frozenset({"modele", "modeles", "model", "taille"})
_MODELLED = frozenset({"pm", "gm", "tgm"})
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
            size = "XL" if _SIZES[text] == "L" and _is_extra(texts, place) else _SIZES[text]
            found.append((size, place, place))
        elif text == "mm" and (place == 0 or tokens.numbers[place - 1] is None):
            found.append(("M", place, place))
    return found


def _is_extra(texts: Sequence[str], place: int) -> bool:
    """Tell whether a large size is an extra large one: `extra large`, `extra-large`."""
    before = [text for text in texts[max(0, place - 2) : place] if text != "-"]
    return bool(before) and before[-1] in {"extra", "tres"}


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
    if texts[place] == "gm" and place and numbers[place - 1] is not None:
        return weighs(numbers[place - 1]) or tokens.end(place - 1) == tokens.start(place)  # coton 500 gm
    if texts[place] in _SHORTENED:
        return _MODELS.isdisjoint(texts[place + 1 : place + 2])
    if texts[place] not in _AMBIGUOUS or (place and LABELS.get(texts[place - 1]) == "size"):
        return False  # taille S 200
    if (
        place
        and place - 1 not in taken
        and (numbers[place - 1] is not None or texts[place - 1] in {"'", "p", "g"})
    ):
        return True
    after = place + 1
    if after < len(texts) and texts[after] == "/" and texts[place] == "s":
        return True  # S/LATEX: sans
    return after < len(texts) and (
        texts[after] in {"'", "."} or (numbers[after] is not None and after not in taken)
    )


def model_sizes(tokens: Tokens, taken: frozenset[int]) -> list[tuple[str, int, int]]:
    """Return the sizes that are said of any article: `PM`, `grand modele`, `modele : petit`."""
    texts = tokens.texts
    if _MODELS.isdisjoint(texts) and _MODELLED.isdisjoint(texts):
        return []
    return [
        (size, first, last)
        for size, first, last in letter_sizes(tokens, taken)
        if texts[first] in _MODELLED
        or not _MODELS.isdisjoint((*texts[max(0, first - 2) : first], *texts[last + 1 : last + 2]))
    ]
