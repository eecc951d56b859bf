"""Why an engine decided as it did: a stable code and its parameters.

Engines never write sentences. `rakiza.kernel.wording` turns a reason into words in the reader's
language, and a test holds every code used against that catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Param = str | int | float | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `code` is dotted (`matching.below`), `params` fill the sentence."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, **params: Param) -> Reason:
        """Build a reason; parameters are kept sorted so that equal reasons compare equal."""
        return cls(code, tuple(sorted(params.items())))

    def as_mapping(self) -> Mapping[str, Param]:
        """Return the parameters as a mapping."""
        return dict(self.params)
