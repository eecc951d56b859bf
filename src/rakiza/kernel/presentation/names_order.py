"""The order of names: by the name that the reader sees, where it is written in several languages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from rakiza.kernel.wording.language import base_language


@dataclass(frozen=True, slots=True)
class NameColumn:
    """A column of names: French in `field`, other languages beside it (`field_ar`), empty where there is none."""

    field: str
    languages: tuple[str, ...] = ("ar",)

    def expression(self) -> F | Coalesce:
        """Return what to order by for the reader of this request; French alone is the plain column."""
        reader = base_language(None)
        if reader not in self.languages:
            return F(self.field)
        return Coalesce(NullIf(F(f"{self.field}_{reader}"), Value("")), F(self.field))
