"""Forms of plants and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rakiza.engine.families import Labels
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.enums import CleanRoom, Sector
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.plants.actions import MOST_PEOPLE, LineTerms, PlantTerms
from rakiza.pillars.industry.plants.models import PlantQuerySet
from rakiza.pillars.industry.tables import language
from rakiza.reference.vocabulary import load as load_vocabulary

_TEXT = {"class": "input input-sm w-full"}
_SELECT = {"class": "select select-sm w-full"}


def choices(words: Mapping[str, Labels]) -> list[tuple[str, str]]:
    """Return a vocabulary as choices, by name in the reader's language."""
    named = ((token, labels.in_language(language())) for token, labels in words.items())
    return sorted(named, key=lambda pair: name_key(pair[1]))


class PlantForm(forms.Form):
    """What a plant masters."""

    sector = forms.ChoiceField(
        label=_("Industrie"), choices=Sector.choices, widget=forms.Select(attrs=_SELECT)
    )
    processes = forms.MultipleChoiceField(
        label=_("Savoir-faire : procédés maîtrisés"),
        help_text=_(
            "Ceux de vos lignes comptent d'eux-mêmes ; ajoutez ceux que vous maîtrisez sans ligne déclarée."
        ),
        required=False,
        widget=Checkboxes,
    )
    materials = forms.MultipleChoiceField(
        label=_("Matériaux travaillés"),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        vocabulary = load_vocabulary()
        self.fields["processes"].choices = choices(vocabulary.processes)  # type: ignore[attr-defined]
        self.fields["materials"].choices = choices(vocabulary.materials)  # type: ignore[attr-defined]

    def terms(self) -> PlantTerms:
        """Return the terms of a valid form."""
        given = self.cleaned_data
        return PlantTerms(Sector(given["sector"]), tuple(given["processes"]), tuple(given["materials"]))


class DeclarePlantForm(PlantForm):
    """A plant to declare on one of the organisation's own sites."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), widget=forms.Select(attrs=_SELECT)
    )
    field_order = ("site", "sector", "processes", "materials")

    def __init__(self, *args: Any, sites: Sequence[Site], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        ids = [site.pk for site in sites]
        self.fields["site"].queryset = Site.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """A production line."""

    name = forms.CharField(label=_("Nom de la ligne"), max_length=120, widget=forms.TextInput(attrs=_TEXT))
    plant = forms.ModelChoiceField(
        label=_("Usine"),
        queryset=Plant.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    process = forms.ChoiceField(label=_("Procédé"), widget=forms.Select(attrs=_SELECT))
    machines = forms.IntegerField(
        label=_("Nombre de machines"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs=_TEXT),
    )
    monthly_capacity = QuantityField(
        label=_("Capacité par mois"),
        help_text=_("En unités de base. Elle n'est lue que par vous et le cluster."),
        least=Decimal("0.01"),
        most=Decimal("99999999999999"),
    )
    shifts = forms.IntegerField(
        label=_("Équipes par jour"), min_value=1, max_value=4, widget=forms.NumberInput(attrs=_TEXT)
    )
    people = forms.IntegerField(
        label=_("Personnes sur la ligne"),
        help_text=_(
            "À pleine capacité, toutes équipes comprises. Facultatif : les scénarios en tirent les emplois d'un plan."
        ),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs=_TEXT),
    )
    clean_room = forms.TypedChoiceField(
        label=_("Salle propre (ISO 14644-1)"),
        choices=[("", _("aucune")), *CleanRoom.choices],
        coerce=lambda value: CleanRoom(int(value)),
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, *args: Any, plants: PlantQuerySet, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["plant"].queryset = plants  # type: ignore[attr-defined]
        named = choices(load_vocabulary().processes)
        self.fields["process"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def terms(self) -> LineTerms:
        """Return the terms of a valid form."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "plant"}
        return LineTerms(**given)


def initial_line(line: ProductionLine) -> dict[str, object]:
    """Return what the form starts from."""
    names = ("name", "plant", "process", "machines", "monthly_capacity", "shifts", "people", "clean_room")
    return {name: getattr(line, name) for name in names}
