"""Loading every authored family into one knowledge base."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.reference.families.lexicon import lexicon_files, load_lexicon
from rakiza.reference.families.parse import parse
from rakiza.reference.vocabulary import AuthoredFileError
from rakiza.reference.vocabulary import load as load_vocabulary
from rakiza.reference.vocabulary.files import digest, toml_files
from rakiza.reference.vocabulary.load import DIRECTORY as VOCABULARY

DIRECTORY = Path(__file__).parent / "data"


def family_files(directory: Path | None = None) -> list[Path]:
    """Return the files of all families, one folder a group."""
    return toml_files(directory or DIRECTORY, "**/*.toml")


@cache
def load(directory: Path | None = None) -> KnowledgeBase:
    """Return the knowledge base of `directory` (by default the one that ships with the package).

    Raises AuthoredFileError naming the first file that can't be used. The version is a hash of
    every file read, so that a plan can say which knowledge it was made with.
    """
    vocabulary = load_vocabulary()
    files = family_files(directory)
    families: dict[str, Family] = {}
    for path in files:
        family = parse(path, vocabulary)
        if family.id in families:
            raise AuthoredFileError(path, f"family {family.id!r} is described by another file too")
        families[family.id] = family
    version = digest([*files, *lexicon_files(), *toml_files(VOCABULARY)])
    ordered = tuple(families[identifier] for identifier in sorted(families))
    return KnowledgeBase(ordered, load_lexicon(vocabulary), version)
