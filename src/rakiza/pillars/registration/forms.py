"""Forms of a registration officer, one a kind of title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import AuthorisationPurpose

_CONTROL = {"class": "input input-sm w-full"}
_CHOICE = {"class": "select select-sm w-full"}


def date_input() -> forms.DateInput:
    """Return the browser's own date control."""
    return forms.DateInput(attrs={"type": "date", **_CONTROL}, format="%Y-%m-%d")


class TitleForm(forms.Form):
    """What every title needs."""

    number = forms.CharField(
        label=_("Numéro"), max_length=60, widget=forms.TextInput(attrs={**_CONTROL, "dir": "ltr"})
    )
    decided_on = forms.DateField(
        label=_("Décidé le"),
        help_text=_("Le jour de la décision écrite : le titre ne vaut pas avant elle."),
        widget=date_input(),
    )
    valid_from = forms.DateField(label=_("Valable du"), widget=date_input())
    valid_to = forms.DateField(label=_("Valable au"), help_text=_("Ce jour compris."), widget=date_input())


class DeclarationForm(TitleForm):
    """An establishment to declare."""

    field_order = ("maker", "number", "decided_on", "valid_from", "valid_to")
    maker = forms.ModelChoiceField(
        label=_("Établissement"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=_CHOICE)
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        self.fields["maker"].queryset = Organisation.objects.active().suppliers()  # type: ignore[attr-defined]
        self.fields["valid_to"].required = False
        self.fields["valid_to"].help_text = _("Vide : sans terme.")


class DeviceTitleForm(TitleForm):
    """A title of one device."""

    device = forms.ModelChoiceField(
        label=_("Dispositif"), queryset=Device.objects.none(), widget=forms.Select(attrs=_CHOICE)
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        devices = (
            Device.objects.active()
            .select_related("maker")
            .order_by(NameColumn("maker__name").expression(), NameColumn("name", ("ar", "en")).expression())
        )
        field = self.fields["device"]
        field.queryset = devices  # type: ignore[attr-defined]
        field.label_from_instance = lambda device: f"{device.maker} · {device} · {device.reference}"  # type: ignore[attr-defined]


class RegistrationForm(DeviceTitleForm):
    """A registration to grant."""

    field_order = ("device", "number", "risk_class", "decided_on", "valid_from", "valid_to")
    risk_class = forms.CharField(
        label=_("Classe de risque"),
        help_text=_("Vide : celle du dispositif."),
        max_length=6,
        required=False,
        widget=forms.TextInput(attrs={**_CONTROL, "dir": "ltr"}),
    )


class AuthorisationForm(DeviceTitleForm):
    """A specific authorisation to grant."""

    field_order = ("device", "purpose", "number", "decided_on", "valid_from", "valid_to")
    purpose = forms.TypedChoiceField(
        label=_("Objet"),
        choices=AuthorisationPurpose.choices,
        coerce=AuthorisationPurpose,
        widget=forms.Select(attrs=_CHOICE),
    )


class EndForm(forms.Form):
    """A day and a typed reason: to suspend or withdraw."""

    on = forms.DateField(label=_("À partir du"), widget=date_input())
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Le fabricant le lira ; il reste dans l'historique."),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3}),
    )
