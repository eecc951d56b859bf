"""Forms of a coordinator: a plan to open, publication, its withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.kernel.imports.text import clean
from rakiza.pillars.purchasing.plans.rule_forms.form import RulesForm

_CONTROL = {"class": "input input-sm w-full"}


def _name() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nom du plan"), max_length=120, widget=forms.TextInput(attrs=_CONTROL)
    )


def _name_ar() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nom en arabe"),
        help_text=gettext_lazy("Facultatif : les pages en arabe le montrent."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**_CONTROL, "dir": "rtl", "lang": "ar"}),
    )


def _name_en() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nom en anglais"),
        help_text=gettext_lazy("Facultatif : les pages en anglais le montrent."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**_CONTROL, "lang": "en"}),
    )


class PlanForm(RulesForm):
    """A plan to open: its year, its name, its rules."""

    year = forms.IntegerField(
        label=gettext_lazy("Année"), min_value=2000, max_value=2100, widget=forms.NumberInput(attrs=_CONTROL)
    )
    name = _name()
    name_ar = _name_ar()
    name_en = _name_en()


class RenameForm(forms.Form):
    """A plan's names."""

    name = _name()
    name_ar = _name_ar()
    name_en = _name_en()


class PublishForm(forms.Form):
    """The plan's name typed again, as its reader sees it: a publication is seen by everyone."""

    name = forms.CharField(
        label=gettext_lazy("Nom du plan"),
        help_text=gettext_lazy("Écrivez-le exactement pour confirmer."),
        widget=forms.TextInput(attrs={**_CONTROL, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, expected: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        self._expected = expected

    def clean_name(self) -> str:
        """Refuse any other name; what an Arabic page adds invisibly around a name may be copied with it."""
        typed = clean(str(self.cleaned_data["name"]))
        if typed != clean(self._expected):
            raise forms.ValidationError(
                _("Ce n'est pas le nom du plan : « %(name)s »."), params={"name": self._expected}
            )
        return typed


class UnpublishForm(forms.Form):
    """Why a publication is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Les membres et les fabricants le liront."),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3}),
    )
