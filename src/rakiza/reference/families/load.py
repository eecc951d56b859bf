"""Loading every authored family into one knowledge base."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.reference.families.lexicon import lexicon_files, load_lexicon
from rakiza.reference.families.parse import parse
from rakiza.reference.vocabulary import AuthoredFileError, Vocabulary
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

    A family file that can't be used is left out, so that one slip never stops reading: `rakiza
    reference check` names it and refuses it. AuthoredFileError is raised where a shared vocabulary
    or lexicon can't be read. The version is a hash of every file, so that a plan can say which
    knowledge it was made with.
    """
    vocabulary = load_vocabulary()
    files = family_files(directory)
    families: dict[str, Family] = {}
    for path in files:
        family = _parse_or_skip(path, vocabulary)
        if family is not None:
            families.setdefault(family.id, family)
    version = digest([*files, *lexicon_files(), *toml_files(VOCABULARY)])
    ordered = tuple(families[identifier] for identifier in sorted(families))
    return KnowledgeBase(ordered, load_lexicon(vocabulary), version)


def _parse_or_skip(path: Path, vocabulary: Vocabulary) -> Family | None:
    try:
        return parse(path, vocabulary)
    except AuthoredFileError:
        return None
