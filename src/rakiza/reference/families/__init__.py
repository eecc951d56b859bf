"""The authored families of devices, and the lexicon of words that decide a kind without them."""

from rakiza.reference.families.load import load

__all__ = ["load"]
