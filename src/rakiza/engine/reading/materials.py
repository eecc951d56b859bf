"""When a word for a material states what the article is made of, and when it only names the article."""

from __future__ import annotations

from rakiza.engine.attributes import AttributeScalar

# Materials that are as often the name of the thing (coton, papier): where the schema asks, or where
# they stand beside the name (URINAL 1L PLASTIQUE).
_NAMES = frozenset({"paper", "cotton", "plastic", "latex", "metal", "glass"})
# Of these, what is no name where another word comes first: SPECULUM PLASTIQUE, but not PLASTIQUE.
_COMPLEMENTS = frozenset({"plastic", "latex"})
_OFTEN_OTHERWISE = frozenset({"resorbable", "fabric", "steel"})  # a thread's quality, tissue forceps, inox
_OF_THREADS = "resorbable"  # says of a thread what becomes of it, not what it is made of
_ONLY_WHERE_ASKED = frozenset({"carbon_steel"})  # LAME CARBONE, but FIXATEUR CARBONE is of fibre


def beyond_choices(name: str, value: str) -> bool:
    """Tell whether a value is stated that the schema doesn't offer: SURCHAUSSURES PLASTIQUE."""
    return name == "material" and value not in _OFTEN_OTHERWISE


def is_said(
    value: AttributeScalar, first: int, named: tuple[int, int] | None, *, of_device: bool, of_thread: bool
) -> bool:
    """Tell whether a word at `first` states a quality, not the name of the thing (`named`: its tokens).

    For words that the schema doesn't ask for; `of_device` is false of reagents, whose latex is a method.
    """
    if value in _ONLY_WHERE_ASKED or (of_thread and value == _OF_THREADS):
        return False
    beside = named is not None and not named[0] <= first <= named[1]
    if beside or value not in _NAMES:
        return True
    return of_device and value in _COMPLEMENTS and named is not None and first > named[0]
