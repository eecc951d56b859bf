"""The form of a device: its description, its attributes by the family's schema, its packaging levels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.standards import RISK_CLASS
from rakiza.kernel.imports.numbers import exact_decimal
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.kernel.wording.attributes import say_unit
from rakiza.kernel.wording.vocabulary import vocabulary
from rakiza.pillars.industry.actions import DeviceTerms
from rakiza.pillars.industry.devices.packs import MOST_LEVELS, Pack, normal_gtin
from rakiza.pillars.industry.plants.forms import choices
from rakiza.pillars.industry.tables import language
from rakiza.reference.vocabulary import load as load_vocabulary

_TEXT = {"class": "input input-sm w-full"}
_CODE = {**_TEXT, "dir": "ltr"}
_SELECT = {"class": "select select-sm w-full"}
LEVELS = range(1, MOST_LEVELS + 1)


class GtinField(forms.CharField):
    """A GTIN (UDI-DI), spaces and dashes let pass; a wrong key is said at the field."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's options
        super().__init__(required=False, max_length=30, widget=forms.TextInput(attrs=_CODE), **options)

    def clean(self, value: object) -> str:
        """Return the digits."""
        try:
            return normal_gtin(super().clean(value))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DeviceForm(forms.Form):
    """One article of the catalogue."""

    reference = forms.CharField(
        label=gettext_lazy("Référence"), max_length=80, widget=forms.TextInput(attrs=_CODE)
    )
    name = forms.CharField(
        label=gettext_lazy("Désignation"), max_length=250, widget=forms.TextInput(attrs=_TEXT)
    )
    name_ar = forms.CharField(
        label=gettext_lazy("Désignation en arabe"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={**_TEXT, "dir": "rtl", "lang": "ar"}),
    )
    name_en = forms.CharField(
        label=gettext_lazy("Désignation en anglais"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={**_CODE, "lang": "en"}),
    )
    risk_class = forms.ChoiceField(
        label=gettext_lazy("Classe de risque"),
        choices=[("", "—"), *((name, name) for name in RISK_CLASS.choices)],
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    gtin = GtinField(
        label=gettext_lazy("GTIN de l'unité (UDI-DI)"),
        help_text=gettext_lazy("8, 12, 13 ou 14 chiffres ; la clé est vérifiée."),
    )
    pack_size = forms.IntegerField(
        label=gettext_lazy("Unités par conditionnement de vente"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs=_TEXT),
    )

    def __init__(self, *args: Any, family: Family, kept: DeviceTerms | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.family, self.kept = family, kept
        self._stated = _single(kept.attributes if kept else ())
        if kept is not None:
            self.fields["reference"].disabled = True
        for spec in family.attributes:
            self.fields[f"a_{spec.name}"] = _field(spec, self._stated.get(spec.name))
        units = [("", "—"), *choices(load_vocabulary().pack_names)]
        for level in LEVELS:
            self._level(level, units)

    def _level(self, level: int, units: list[tuple[str, str]]) -> None:
        said = {"level": level}
        self.fields[f"unit_{level}"] = forms.ChoiceField(
            label=_("Niveau %(level)s : emballage") % said,
            choices=units,
            required=False,
            widget=forms.Select(attrs=_SELECT),
        )
        self.fields[f"holds_{level}"] = forms.IntegerField(
            label=_("Niveau %(level)s : contient") % said,
            min_value=1,
            max_value=1_000_000,
            required=False,
            widget=forms.NumberInput(attrs=_TEXT),
        )
        self.fields[f"gtin_{level}"] = GtinField(label=_("Niveau %(level)s : GTIN") % said)

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields of the description."""
        return [self[name] for name in DeviceForm.base_fields]

    def attribute_fields(self) -> list[forms.BoundField]:
        """Return the fields of the family's attributes."""
        return [self[f"a_{spec.name}"] for spec in self.family.attributes]

    def levels(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each packaging level."""
        return [(self[f"unit_{level}"], self[f"holds_{level}"], self[f"gtin_{level}"]) for level in LEVELS]

    def clean(self) -> dict[str, Any]:
        """Check that levels are whole and follow each other."""
        cleaned = super().clean() or self.cleaned_data
        ended = False
        for level in LEVELS:
            unit, holds = cleaned.get(f"unit_{level}"), cleaned.get(f"holds_{level}")
            stated = bool(unit or holds or cleaned.get(f"gtin_{level}"))
            if stated and (ended or not unit or not holds) and f"holds_{level}" not in self.errors:
                self.add_error(
                    f"unit_{level}",
                    _("Un niveau d'emballage demande son emballage et sa quantité, sans niveau sauté."),
                )
            ended = ended or not stated
        return cleaned

    def terms(self) -> DeviceTerms:
        """Return the terms of a valid form; what the form doesn't show of the attributes is kept."""
        given = self.cleaned_data
        return DeviceTerms(
            family=self.family.id,
            reference=given["reference"].strip(),
            name=given["name"],
            attributes=(*self._attributes(), *self._beside()),
            name_ar=given["name_ar"],
            name_en=given["name_en"],
            gtin=given["gtin"],
            risk_class=given["risk_class"],
            pack_size=given["pack_size"],
            packs=tuple(
                Pack(given[f"unit_{level}"], given[f"holds_{level}"], given[f"gtin_{level}"])
                for level in LEVELS
                if given[f"unit_{level}"]
            ),
        )

    def _attributes(self) -> list[AttributeValue]:
        found = []
        for spec in self.family.attributes:
            value = self.cleaned_data[f"a_{spec.name}"]
            if value in {None, ""}:
                continue
            if spec.type is AttributeType.FLAG:
                found.append(AttributeValue(spec.name, Op.EQ, value == "oui"))
            elif spec.type is AttributeType.NUMBER:
                unit = _unit(spec, self._stated.get(spec.name))
                found.append(AttributeValue(spec.name, Op.EQ, float(value), unit))
            else:
                found.append(AttributeValue(spec.name, Op.EQ, value))
        return found

    def _beside(self) -> tuple[AttributeValue, ...]:
        """Return ranges and attributes outside the schema: the form doesn't show them, nor loses them."""
        if self.kept is None:
            return ()
        shown = {spec.name for spec in self.family.attributes} & set(self._stated)
        return tuple(one for one in self.kept.attributes if one.name not in shown and not self._replaced(one))

    def _replaced(self, one: AttributeValue) -> bool:
        spec = self.family.attribute(one.name)
        return spec is not None and self.cleaned_data[f"a_{one.name}"] not in {None, ""}


def initial_device(terms: DeviceTerms) -> dict[str, object]:
    """Return what the form starts from."""
    names = ("reference", "name", "name_ar", "name_en", "risk_class", "gtin", "pack_size")
    initial: dict[str, object] = {name: getattr(terms, name) for name in names}
    for name, one in _single(terms.attributes).items():
        initial[f"a_{name}"] = _shown(one.value)
    for level, pack in enumerate(terms.packs, start=1):
        initial |= {f"unit_{level}": pack.unit, f"holds_{level}": pack.quantity, f"gtin_{level}": pack.gtin}
    return initial


def _shown(value: AttributeScalar) -> object:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value if isinstance(value, str) else exact_decimal(value)


def _single(attributes: tuple[AttributeValue, ...]) -> dict[str, AttributeValue]:
    """Return the attributes stated once, as an exact value."""
    names = [one.name for one in attributes]
    return {one.name: one for one in attributes if one.op is Op.EQ and names.count(one.name) == 1}


def _unit(spec: AttributeSpec, stated: AttributeValue | None) -> str | None:
    return stated.unit if stated is not None else (spec.implied_unit or spec.unit)


def _field(spec: AttributeSpec, stated: AttributeValue | None) -> forms.Field:
    words, reader = vocabulary(), language()
    label = words.attribute(spec.name, reader)
    if spec.type is AttributeType.NUMBER:
        unit = say_unit(_unit(spec, stated))
        return QuantityField(label=f"{label} ({unit})" if unit else label, required=False)
    if spec.type is AttributeType.FLAG:
        named = [("", "—"), ("oui", _("oui")), ("non", _("non"))]
        return forms.ChoiceField(
            label=label, choices=named, required=False, widget=forms.Select(attrs=_SELECT)
        )
    if spec.type is AttributeType.CHOICE and spec.choices:
        tokens = list(dict.fromkeys((*spec.choices, *([str(stated.value)] if stated else []))))
        named = [("", "—"), *((token, words.value(spec.name, token, reader)) for token in tokens)]
        return forms.ChoiceField(
            label=label, choices=named, required=False, widget=forms.Select(attrs=_SELECT)
        )
    return forms.CharField(label=label, max_length=120, required=False, widget=forms.TextInput(attrs=_CODE))
