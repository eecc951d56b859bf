"""Loading every authored family into one knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
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


class FamilyFilesError(AuthoredFileError):
    """Family files are unusable: which ones, why, and what to do."""

    def __init__(self, faults: Sequence[AuthoredFileError]) -> None:
        """Tell all `faults` at once, each with the folder and name of its file."""
        told = "; ".join(f"{fault.path.parent.name}/{fault.path.name}: {fault.problem}" for fault in faults)
        advice = "mend these files or take them away, then run `rakiza reference check`"
        super().__init__(faults[0].path, f"{told}. What to do: {advice}.")
        self.args = (f"family files that can't be used ({len(faults)}): {self.problem}",)


@cache
def load(directory: Path | None = None) -> KnowledgeBase:
    """Return the knowledge base of `directory` (by default the one that ships with the package).

    FamilyFilesError tells every family file that can't be used: without one of its families, the engines
    would read the same lines as another article, and nobody would know. AuthoredFileError is raised where a
    shared vocabulary or lexicon can't be read. The version is a hash of every file, so that a plan can say
    which knowledge it was made with.
    """
    vocabulary = load_vocabulary()
    files = family_files(directory)
    families = _parsed(files, vocabulary)
    version = digest([*files, *lexicon_files(), *toml_files(VOCABULARY)])
    ordered = tuple(families[identifier] for identifier in sorted(families))
    return KnowledgeBase(ordered, load_lexicon(vocabulary), version)


def _parsed(files: Sequence[Path], vocabulary: Vocabulary) -> dict[str, Family]:
    """Return the families by their name; FamilyFilesError where some file gives none of its own."""
    families: dict[str, Family] = {}
    faults: list[AuthoredFileError] = []
    for path in files:
        try:
            family = parse(path, vocabulary)
        except AuthoredFileError as error:
            faults.append(error)
            continue
        if family.id in families:
            faults.append(AuthoredFileError(path, f"family {family.id!r} is described by another file too"))
        families.setdefault(family.id, family)
    if faults:
        raise FamilyFilesError(faults)
    return families
