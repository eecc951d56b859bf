"""Forms of a certification officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.kernel.wording.formats import day
from rakiza.kernel.wording.groups import say_group
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.certification.products import by_word, named_in
from rakiza.reference.families import load

_CONTROL = {"class": "input input-sm w-full"}


def date_input() -> forms.DateInput:
    """Return the browser's own date control."""
    return forms.DateInput(attrs={"type": "date", **_CONTROL}, format="%Y-%m-%d")


def family_choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every family by the name of its group, both in the order of their names."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for family in load():
        groups.setdefault(say_group(family.group, language), []).append(
            (family.id, family.labels.in_language(language))
        )
    return [
        (name, sorted(groups[name], key=lambda pair: name_key(pair[1])))
        for name in sorted(groups, key=name_key)
    ]


def site_label(site: Site) -> str:
    """Return a maker's site as it is chosen: what began before it closed may still be written down."""
    shown = f"{site.organisation} · {site}"
    if site.closed_on is None:
        return shown
    return _("%(site)s (fermé le %(date)s)") % {"site": shown, "date": day(site.closed_on)}


class CertificateForm(forms.Form):
    """A certificate to propose."""

    maker = forms.ModelChoiceField(
        label=_("Fabricant"),
        queryset=Organisation.objects.none(),
        widget=forms.Select(attrs={"class": "select select-sm w-full"}),
    )
    scheme = forms.ChoiceField(
        label=_("Objet"),
        choices=Scheme.choices,
        widget=forms.Select(attrs={"class": "select select-sm w-full"}),
    )
    standard = forms.CharField(
        label=_("Norme"),
        help_text=_("Avec son année, comme au registre : ISO 13485:2016."),
        max_length=60,
        widget=forms.TextInput(attrs={**_CONTROL, "list": "editions"}),
    )
    number = forms.CharField(
        label=_("Numéro"), max_length=60, widget=forms.TextInput(attrs={**_CONTROL, "dir": "ltr"})
    )
    decided_on = forms.DateField(
        label=_("Décidé le"),
        help_text=_("Le jour de la décision écrite : le certificat ne vaut pas avant elle."),
        widget=date_input(),
    )
    valid_from = forms.DateField(label=_("Valable du"), widget=date_input())
    valid_to = forms.DateField(label=_("Valable au"), help_text=_("Ce jour compris."), widget=date_input())
    site = forms.ModelChoiceField(
        label=_("Site"),
        help_text=_(
            "Vide : toute l'entreprise. Un site fermé depuis convient si le certificat a commencé avant."
        ),
        queryset=Site.objects.none(),
        required=False,
        widget=forms.Select(attrs={"class": "select select-sm w-full"}),
    )
    scope_families = forms.MultipleChoiceField(
        label=_("Familles couvertes"),
        help_text=_("Aucune choisie : toute l'entreprise."),
        required=False,
        widget=Checkboxes,
    )
    devices = forms.CharField(
        label=_("Produits"),
        help_text=_(
            "Pour une marque NM : les références du catalogue du fabricant, un point-virgule entre deux."
        ),
        max_length=4000,
        required=False,
        widget=forms.TextInput(attrs={**_CONTROL, "dir": "ltr"}),
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        self.fields["maker"].queryset = Organisation.objects.active().suppliers()  # type: ignore[attr-defined]
        sites = Site.objects.filter(organisation__in=Organisation.objects.suppliers())
        field = self.fields["site"]
        field.queryset = sites.select_related("organisation").order_by("organisation__name", "name", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = site_label  # type: ignore[attr-defined]
        self.fields["scope_families"].choices = family_choices(language)  # type: ignore[attr-defined]

    def clean_scheme(self) -> Scheme:
        """Return the scheme itself."""
        return Scheme(self.cleaned_data["scheme"])

    def clean(self) -> dict[str, Any]:
        """Return what was given, the products as devices of the maker."""
        given: dict[str, Any] = super().clean() or {}
        text, maker = given.get("devices", ""), given.get("maker")
        given["devices"] = ()
        if text and maker is not None:
            given["devices"], unknown = named_in(text, by_word(maker))
            if unknown:
                said = _("« %(value)s » n'est pas un dispositif de ce fabricant : sa référence ou son GTIN.")
                self.add_error("devices", said % {"value": unknown})
        return given


class EndForm(forms.Form):
    """A day and a typed reason: to suspend or withdraw."""

    on = forms.DateField(label=_("À partir du"), widget=date_input())
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Le fabricant le lira ; il reste dans l'historique."),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3}),
    )


class ReinstateForm(forms.Form):
    """The day from which a suspended certificate holds again."""

    on = forms.DateField(label=_("Valable de nouveau à partir du"), widget=date_input())
