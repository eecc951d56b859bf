"""What people give the pages of needs: a file and its year, filters, a corrected reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.families import Kind
from rakiza.kernel.imports.limits import DEFAULT_LIMITS
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.needs.actions import FIRST_YEAR, LAST_YEAR
from rakiza.pillars.purchasing.needs.enums import NeedKind
from rakiza.pillars.purchasing.needs.knowledge import knowledge
from rakiza.pillars.purchasing.needs.reread import read_as_family, read_as_kind
from rakiza.pillars.purchasing.needs.values import CorrectedReading
from rakiza.pillars.purchasing.spreadsheets.families import FamilyNames

ACCEPTED = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.txt"
STATES = {
    "confirmed": _("confirmées"),
    "to_confirm": _("à vérifier"),
    "pending": _("import à confirmer"),
    "excluded": _("exclues"),
    "remarks": _("remarques sur les exigences"),
    "narrow": _("un seul fabricant au plus"),
    "excessive": _("exigences à assouplir"),
}
SORTS = {
    "designation": ("folded", "pk"),
    "famille": ("family", "folded", "pk"),
    "quantite": ("quantity", "pk"),
    "prix": ("reference_price", "pk"),
    "valeur": ("value", "pk"),
    "confiance": ("confidence", "pk"),
    "ordre": ("need_import_id", "pk"),
}


def next_year() -> int:
    """Return the year that lists are usually for: the one after this."""
    return timezone.localdate().year + 1


class UploadForm(forms.Form):
    """A list of needs: the plan's year and the file as it is."""

    year = forms.IntegerField(
        label=_("Année du plan"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Les quantités de ce fichier sont celles de cette année."),
        widget=forms.NumberInput(attrs={"class": "input w-40"}),
    )
    file = forms.FileField(
        label=_("Fichier"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"class": "file-input w-full", "accept": ACCEPTED}),
        error_messages={"required": _("Choisissez un fichier.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        megabytes = settings.RAKIZA_UPLOAD_MAX_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "Excel (xlsx, xls, xlsb, xlsm), OpenDocument (ods) ou csv, sans mot de passe ; "
            "%(limit)s Mo et %(rows)s lignes par feuille au plus. "
            "Colonnes, titres et unités sont reconnus tels que vous les écrivez."
        ) % {"limit": megabytes, "rows": number(DEFAULT_LIMITS.rows)}
        for name in ("year", "file"):
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_helptext"


@dataclass(frozen=True, slots=True)
class NeedFilters:
    """What narrows the list of needs; everything stands in the address."""

    year: int | None = None
    state: str = ""
    family: str = ""
    kind: str = ""
    import_id: int | None = None
    organisation_id: int | None = None
    query: str = ""
    sort: str = "ordre"
    descending: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> NeedFilters:
        """Read the filters of an address; what isn't understood is left out."""
        sort = query.get("tri", "")
        state, kind = query.get("etat", ""), query.get("nature", "")
        return cls(
            year=_number(query.get("annee", "")),
            state=state if state in STATES else "",
            family=query.get("famille", "")[:80],
            kind=kind if kind in NeedKind.values else "",
            import_id=_number(query.get("import", "")),
            organisation_id=_number(query.get("membre", "")),
            query=query.get("q", "").strip()[:200],
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "ordre",
            descending=sort.startswith("-"),
        )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person said a text is: a correction, or the sentence that says why it isn't understood."""

    correction: CorrectedReading | None
    error: str = ""


def chosen_reading(designation: str, query: Mapping[str, str]) -> Chosen:
    """Read the fields of a correction: `family` (identifier or name) or `kind` (not a device)."""
    kind = query.get("kind", "")
    if kind in {Kind.MEDICINE.value, Kind.OTHER.value}:
        return Chosen(read_as_kind(designation, Kind(kind)))
    written = query.get("family", "").strip()
    if not written:
        return Chosen(
            None, str(_("Choisissez une famille dans la liste, ou dites que ce n'est pas un dispositif."))
        )
    names = FamilyNames.of(knowledge())
    family_id = names.find(written)
    if family_id is None:
        near = ", ".join(names.proposals(written)) or "—"
        unknown = _("Aucune famille ne s'appelle « %(name)s ». Les plus proches : %(near)s.")
        return Chosen(None, str(unknown) % {"name": written, "near": near})
    return Chosen(read_as_family(designation, family_id))
