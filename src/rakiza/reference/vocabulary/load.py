"""Loading the shared vocabulary into typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rakiza.engine.attributes import AttributeScalar, AttributeType
from rakiza.engine.families import Labels
from rakiza.reference.vocabulary.files import AuthoredFileError, Table, read_toml, toml_files

DIRECTORY = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class AttributeName:
    """One shared attribute: its type, canonical unit and name."""

    name: str
    type: AttributeType
    unit: str | None
    labels: Labels


@dataclass(frozen=True, slots=True)
class ValueWord:
    """One value of a choice or flag, its name in three languages and the ways it is written."""

    attribute: str
    value: AttributeScalar
    labels: Labels
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that families share."""

    attributes: Mapping[str, AttributeName]
    values: tuple[ValueWord, ...]
    pack_names: Mapping[str, Labels]
    pack_written: Mapping[str, str]
    processes: Mapping[str, Labels]
    materials: Mapping[str, Labels]
    material_words: Mapping[str, str]
    standards: Mapping[str, Labels]

    def material(self, word: str) -> str:
        """Return the material that a word means: itself, unless it is another word for one."""
        return self.material_words.get(word, word)

    def value_label(self, attribute: str, value: AttributeScalar) -> Labels | None:
        """Return the name of a value in three languages, None where it has none."""
        return next(
            (word.labels for word in self.values if (word.attribute, word.value) == (attribute, value)), None
        )


@cache
def load(directory: Path | None = None) -> Vocabulary:
    """Return the vocabulary in `directory` (by default the one that ships with the package)."""
    folder = directory or DIRECTORY
    attributes = {
        name: _attribute(path, name, table)
        for path in toml_files(folder, "attributes*.toml")
        for name, table in read_toml(path).items()
    }
    names, written = _pack_units(folder)
    materials = _labelled(folder, "materials*.toml")
    return Vocabulary(
        attributes=attributes,
        values=tuple(_values(folder, attributes)),
        pack_names=names,
        pack_written=written,
        processes=_labelled(folder, "processes*.toml"),
        materials=materials,
        material_words=_other_words(folder, "materials*.toml", materials),
        standards=_labelled(folder, "standards*.toml"),
    )


def labels(path: Path, name: str, table: Table) -> Labels:
    """Return the three names in a table; AuthoredFileError where a language is missing."""
    missing = [language for language in ("fr", "ar", "en") if not str(table.get(language, "")).strip()]
    if missing:
        raise AuthoredFileError(path, f"{name}: no name in {', '.join(missing)}")
    return Labels(fr=str(table["fr"]), ar=str(table["ar"]), en=str(table["en"]))


def _attribute(path: Path, name: str, table: Table) -> AttributeName:
    try:
        kind = AttributeType(table.get("type", ""))
    except ValueError as error:
        raise AuthoredFileError(path, f"{name}: unknown type {table.get('type')!r}") from error
    return AttributeName(name, kind, table.get("unit"), labels(path, name, table))


def _labelled(folder: Path, pattern: str) -> dict[str, Labels]:
    found: dict[str, Labels] = {}
    for path in toml_files(folder, pattern):
        for name, table in read_toml(path).items():
            if isinstance(table, dict):
                found[name] = _labels_or_title(path, name, table)
    return found


def _other_words(folder: Path, pattern: str, known: Mapping[str, Labels]) -> dict[str, str]:
    """Return the other words for a thing (`also`), each of one thing only."""
    found: dict[str, str] = {}
    for path in toml_files(folder, pattern):
        for name, table in read_toml(path).items():
            for word in table.get("also", ()) if isinstance(table, dict) else ():
                if word in known or found.get(word, name) != name:
                    raise AuthoredFileError(path, f"{name}: {word!r} is another word already")
                found[word] = name
    return found


def _labels_or_title(path: Path, name: str, table: Table) -> Labels:
    """Return the names; a standard may carry one `title` in place of three names."""
    title = table.get("title") or table.get("fr")
    if isinstance(title, str) and not all(language in table for language in ("fr", "ar", "en")):
        return Labels(fr=title, ar=str(table.get("ar", title)), en=str(table.get("en", title)))
    return labels(path, name, table)


def _pack_units(folder: Path) -> tuple[dict[str, Labels], dict[str, str]]:
    names: dict[str, Labels] = {}
    written: dict[str, str] = {}
    for path in toml_files(folder, "units_of_pack*.toml"):
        table = read_toml(path)
        for name, entry in table.get("names", {}).items():
            names[name] = labels(path, name, entry)
        for form, name in table.get("written", {}).items():
            if name not in names:
                raise AuthoredFileError(path, f"{form!r} is written for {name!r}, which has no name")
            written[form] = name
    return names, written


def _values(folder: Path, attributes: Mapping[str, AttributeName]) -> list[ValueWord]:
    words: list[ValueWord] = []
    for path in toml_files(folder, "values*.toml"):
        for attribute, table in read_toml(path).items():
            if attribute not in attributes:
                raise AuthoredFileError(path, f"[{attribute}.*]: no such attribute in attributes.toml")
            words.extend(
                _value(path, attributes[attribute], token, entry)
                for token, entry in table.items()
                if isinstance(entry, dict)
            )
    return words


def _value(path: Path, attribute: AttributeName, token: str, entry: Table) -> ValueWord:
    where = f"{attribute.name}.{token}"
    written = entry.get("written", [])
    if not isinstance(written, list) or not all(isinstance(form, str) for form in written):
        raise AuthoredFileError(path, f"{where}: `written` must be a list of texts")
    return ValueWord(
        attribute.name, _scalar(path, attribute, token), labels(path, where, entry), tuple(written)
    )


def _scalar(path: Path, attribute: AttributeName, token: str) -> AttributeScalar:
    if attribute.type is AttributeType.FLAG:
        if token.lower() not in {"true", "false"}:
            raise AuthoredFileError(path, f"{attribute.name}.{token}: a flag is true or false")
        return token.lower() == "true"
    if attribute.type is AttributeType.NUMBER:
        try:
            return float(token.replace("_", "."))
        except ValueError as error:
            raise AuthoredFileError(path, f"{attribute.name}.{token}: not a number") from error
    return token
