"""Loading the words that decide a kind outside the families, and those that name values and packs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.families import Lexicon
from rakiza.engine.reading.fold import fold
from rakiza.reference.vocabulary import AuthoredFileError, Vocabulary
from rakiza.reference.vocabulary.files import Table, read_toml, toml_files

DIRECTORY = Path(__file__).parent.parent / "lexicon"
SHORTEST_PLURAL = 3  # letters of an abbreviation that is written with a plural
OWN_WORDS = frozenset({"access", "dents", "rachis", "steris", "thermos"})  # that only look like such plurals


def load_lexicon(vocabulary: Vocabulary, directory: Path | None = None) -> Lexicon:
    """Return the lexicon of `directory` with the value words and pack units of the vocabulary."""
    folder = directory or DIRECTORY
    medicine: dict[str, float] = {}
    forms: set[str] = set()
    stems: set[str] = set()
    exact: set[str] = set()
    for path in toml_files(folder, "medicine*.toml"):
        table = read_toml(path)
        forms |= {fold(form) for form in _texts(path, table.pop("forms", []))}
        stems |= {fold(ending).strip("-") for ending in _texts(path, table.pop("stems", []))}
        found, as_written = _weights_and_exact(path, table)
        medicine |= found
        exact |= as_written
    other: dict[str, float] = {}
    for path in toml_files(folder, "other*.toml"):
        found, as_written = _weights_and_exact(path, read_toml(path))
        other |= found
        exact |= as_written
    abbreviations: dict[str, str] = {}
    for path in toml_files(folder, "abbreviation*.toml"):
        abbreviations |= {short: str(full) for short, full in _leaves(path, read_toml(path), str)}
    brands: dict[str, frozenset[str]] = {}
    for path in toml_files(folder, "brands*.toml"):
        for part, names in read_toml(path).items():
            brands[part] = brands.get(part, frozenset()) | _sourced(path, part, names)
    return Lexicon(
        medicine=medicine,
        medicine_forms=frozenset(forms - {""}),
        medicine_stems=tuple(sorted(stems - {""}, key=lambda ending: (-len(ending), ending))),
        other=other,
        exact=frozenset(exact),
        abbreviations=_with_plurals(
            {fold(short): fold(full) for short, full in sorted(abbreviations.items())}
        ),
        values=_value_words(vocabulary),
        pack_units=_pack_units(vocabulary),
        brands=brands.get("makers", frozenset()),
        short_brands=brands.get("said", frozenset()),
    )


def lexicon_files(directory: Path | None = None) -> list[Path]:
    """Return every file that the lexicon is read from."""
    return toml_files(directory or DIRECTORY)


def _with_plurals(abbreviations: dict[str, str]) -> dict[str, str]:
    """Add the plurals of abbreviations that are none themselves (`caths`), by their first word (`sondes it`)."""
    plain = {short: full for short, full in abbreviations.items() if short}
    plurals: dict[str, str] = {}
    for short, full in plain.items():
        first, *rest = short.split()
        if len(first) < SHORTEST_PLURAL or not (first.isascii() and first.isalpha()) or first[-1] in "sxz":
            continue
        if f"{first}s" not in OWN_WORDS:
            plurals[" ".join([f"{first}s", *rest])] = full
    return plurals | plain


def _sourced(path: Path, part: str, names: Any) -> frozenset[str]:  # noqa: ANN401 raw TOML
    """Return names that are each given with where they may be checked."""
    if part not in {"makers", "said"} or not isinstance(names, dict):
        raise AuthoredFileError(path, f"[{part}]: expected [makers] or [said], of names and their sources")
    for name, source in names.items():
        if not str(source).startswith("https://"):
            raise AuthoredFileError(path, f"{name!r}: no public source")
    return frozenset(fold(name) for name in names)


def _weights_and_exact(path: Path, table: Table) -> tuple[dict[str, float], set[str]]:
    """Return the weights of all phrases of a file, and those under `exact`."""
    exact = _weights(path, table.pop("exact", {}))
    return exact | _weights(path, table), set(exact)


def _weights(path: Path, table: Table) -> dict[str, float]:
    return {fold(text): float(weight) for text, weight in _leaves(path, table, float) if fold(text)}


def _leaves(path: Path, table: Table, wanted: type) -> list[tuple[str, Any]]:
    """Return the entries of all tables, however nested; a list of texts weighs 1."""
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found.extend(_leaves(path, value, wanted))
        elif isinstance(value, list):
            found.extend((text, 1.0) for text in _texts(path, value))
        elif isinstance(value, bool) or not isinstance(value, wanted | int if wanted is float else wanted):
            raise AuthoredFileError(path, f"{key!r}: {value!r} isn't a {wanted.__name__}")
        else:
            found.append((key, value))
    return found


def _texts(path: Path, entries: Any) -> list[str]:  # noqa: ANN401 raw TOML
    if isinstance(entries, dict):
        nested = [entries[key] if isinstance(entries[key], list) else [key] for key in entries]
        return [str(text) for texts in nested for text in texts]
    if not isinstance(entries, list):
        raise AuthoredFileError(path, f"expected a list of texts, found {entries!r}")
    return [str(entry) for entry in entries]


def _value_words(vocabulary: Vocabulary) -> dict[str, tuple[tuple[str, AttributeScalar], ...]]:
    found: dict[str, dict[str, AttributeScalar]] = defaultdict(dict)
    for word in vocabulary.values:
        for text in (*word.written, word.labels.fr, word.labels.ar, word.labels.en):
            phrase = fold(text)
            if phrase:
                found[phrase].setdefault(word.attribute, word.value)
    return {phrase: tuple(sorted(values.items())) for phrase, values in sorted(found.items())}


def _pack_units(vocabulary: Vocabulary) -> dict[str, str]:
    units: dict[str, str] = {}
    for name, names in vocabulary.pack_names.items():
        for text in (name, names.fr, names.ar, names.en):
            units.setdefault(fold(text), name)
    units |= {fold(form): name for form, name in vocabulary.pack_written.items()}
    return units
