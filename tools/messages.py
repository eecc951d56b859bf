"""Gather, check and compile the interface's sentences, without the gettext programs.

French is the source: a French sentence is its own key. `extract` renews the Arabic and English
catalogues from the code and the templates, keeping what is translated; `check` fails where a
sentence is missing, untranslated, fuzzy, or has lost a placeholder; `compile` writes the binary
catalogues that Django reads, and one for French that sets its spaces (`rakiza.kernel.wording.typography`).
"""

from __future__ import annotations

import os
import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rakiza.kernel.wording.typography import typeset

SOURCE = Path(__file__).parent.parent / "src" / "rakiza"
LOCALE = SOURCE / "locale"
LANGUAGES = ("ar", "en")
# Apart from the translations: what quotes sentences as the sources write them leaves it out.
TYPESET = LOCALE / "typography" / "fr" / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|%[sd]")
HEADER = "# The sentences of Rakiza in {language}; French is the source."


def _sources() -> list[tuple[str, bytes]]:
    """Return every source as Python text: templates are turned into calls first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.utils.translation.template import templatize  # noqa: PLC0415

    found = []
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix == ".py" and "/migrations/" not in name:
            found.append((name, path.read_bytes()))
        elif path.suffix in {".html", ".txt"} and "/templates/" in f"/{name}":
            calls = templatize(path.read_text("utf-8"), origin=name)
            # Indentation means nothing here and would trouble Python's tokenizer.
            found.append((name, "\n".join(line.strip() for line in calls.splitlines()).encode()))
    return found


def gather() -> Catalog:
    """Return the catalogue of every sentence in the code and the templates."""
    catalog = Catalog(charset="utf-8")
    for name, text in _sources():
        for _line, message, _comments, context in extract("python", BytesIO(text), keywords=KEYWORDS):
            if message and (message if isinstance(message, str) else message[0]):
                catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _existing(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=language, charset="utf-8")


def extract_all() -> int:
    """Renew the catalogues; a sentence that is gone is dropped."""
    template = gather()
    for language in LANGUAGES:
        known = _existing(language)
        renewed = Catalog(
            locale=language,
            charset="utf-8",
            project="Rakiza",
            version="1",
            fuzzy=False,
            header_comment=HEADER.format(language=language),
        )
        for message in template:
            if not message.id:
                continue
            before = known.get(message.id, context=message.context)
            string = before.string if before else ("",) * renewed.num_plurals if message.pluralizable else ""
            renewed.add(
                message.id,
                string or "",
                locations=[(n, None) for n, _ in message.locations],
                context=message.context,
            )
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            write_po(handle, renewed, sort_output=True, omit_header=False, include_lineno=False, width=110)
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(
                r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To)[^\n]*\n',
                "",
                text,
                flags=re.M,
            ),
            "utf-8",
        )
        print(
            f"{language}: {sum(1 for m in renewed if m.id)} sentences, {len(list(untranslated(renewed)))} to translate"
        )
    return 0


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages without a whole translation."""

    def lacking(message: Message) -> bool:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        return message.fuzzy or not all(strings)

    return [message for message in catalog if message.id and lacking(message)]


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _faults(language: str, template: Catalog) -> list[str]:
    catalog = _existing(language)
    faults = [f"untranslated: {message.id!r}" for message in untranslated(catalog)]
    faults += [
        f"missing: {message.id!r}"
        for message in template
        if message.id and catalog.get(message.id, context=message.context) is None
    ]
    for message in catalog:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        allowed = set().union(*map(_placeholders, ids))
        for string in filter(None, strings):
            strange = _placeholders(string) - allowed
            lost = set() if message.pluralizable else allowed - _placeholders(string)
            if strange or lost:
                faults.append(f"placeholders differ ({sorted(strange | lost)}): {message.id!r}")
    return faults


def check() -> int:
    """Print what is missing; 1 where anything is."""
    template = gather()
    bad = 0
    for language in LANGUAGES:
        for fault in _faults(language, template):
            bad += 1
            print(f"{language}: {fault}")
    if not bad:
        print(f"{sum(1 for m in template if m.id)} sentences, complete in {', '.join(LANGUAGES)}")
    return 1 if bad else 0


def french(known: Catalog) -> Catalog:
    """Return the French catalogue: every sentence of `known` that French spaces change, and all plurals.

    Plurals are there so that French counts as it does: none and one alike are singular.
    """
    catalog = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    for message in known:
        if not message.id:
            continue
        if message.pluralizable:
            catalog.add(message.id, tuple(map(typeset, message.id)), context=message.context)
        elif (string := typeset(message.id)) != message.id:
            catalog.add(message.id, string, context=message.context)
    return catalog


def compile_all() -> int:
    """Write the binary catalogues."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as handle:
            catalog = read_po(handle, locale=path.parts[-3], charset="utf-8")
        with path.with_suffix(".mo").open("wb") as handle:
            write_mo(handle, catalog)
    TYPESET.parent.mkdir(parents=True, exist_ok=True)
    with TYPESET.open("wb") as handle:
        write_mo(handle, french(_existing(LANGUAGES[0])))
    return 0


COMMANDS = {"extract": extract_all, "check": check, "compile": compile_all}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: messages.py {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
