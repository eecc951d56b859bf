"""The words that families share: attributes, their values, pack units, processes, materials, standards."""

from rakiza.reference.vocabulary.files import AuthoredFileError
from rakiza.reference.vocabulary.load import (
    AttributeName,
    ValueWord,
    Vocabulary,
    load,
)

__all__ = ["AttributeName", "AuthoredFileError", "ValueWord", "Vocabulary", "load"]
