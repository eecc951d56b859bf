"""What a message names, kept in every language: who reads it, and in which language, is known only then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from rakiza.kernel.audit.actions import plain
from rakiza.kernel.wording.language import LANGUAGES, base_language

NAMES = "names"


@runtime_checkable
class Named(Protocol):
    """What is called differently in each language: a party, a device, a dossier, a plan."""

    def name_in(self, language: str) -> str:
        """Return the name in `language`."""


def kept_params(params: Mapping[str, object] | None) -> dict[str, Any]:
    """Return parameters as a message keeps them: plain values, and names in every language."""
    return plain({name: _names(value) for name, value in (params or {}).items()})


def _names(value: object) -> object:
    if not isinstance(value, Named):
        return value
    return {NAMES: {language: value.name_in(language) for language in LANGUAGES}}


def name_of(kept: Mapping[str, Any]) -> str:
    """Return what a kept name is in the active language."""
    return str(kept[NAMES][base_language(None)])
