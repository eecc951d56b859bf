"""Forms of experts and of who asks them."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.kernel.wording.formats import moment
from rakiza.pillars.registration.expertise.asking import Question
from rakiza.pillars.registration.expertise.enums import Knowledge
from rakiza.pillars.registration.expertise.models import Expert, Slot
from rakiza.pillars.registration.expertise.offering import Hours
from rakiza.pillars.registration.expertise.queries import askable_devices, askable_dossiers
from rakiza.pillars.registration.forms import date_input
from rakiza.pillars.registration.moving import subject

_SELECT = {"class": "select select-sm w-full"}
_AREA = {"class": "textarea w-full", "rows": 4}
_NUMBER = {"class": "input input-sm w-full", "dir": "ltr"}


class ProfileForm(forms.Form):
    """What one may be asked about."""

    fields_known = forms.TypedMultipleChoiceField(
        label=_("Domaines"),
        choices=Knowledge.choices,
        coerce=Knowledge,
        widget=Checkboxes,
    )
    introduction = forms.CharField(
        label=_("Présentation"),
        help_text=_("Ce que les fabricants lisent."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs=_AREA),
    )
    active = forms.BooleanField(
        label=_("Je reçois des questions"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
    )

    @classmethod
    def of(cls, expert: Expert | None) -> ProfileForm:
        """Return the form filled with a profile."""
        if expert is None:
            return cls()
        return cls(
            initial={
                "fields_known": expert.fields,
                "introduction": expert.introduction,
                "active": expert.active,
            }
        )


class HoursForm(forms.Form):
    """Slots to open."""

    on = forms.DateField(label=_("Premier jour"), widget=date_input())
    at = forms.TimeField(
        label=_("Heure de début"),
        widget=forms.TimeInput(attrs={"type": "time", **_NUMBER}, format="%H:%M"),
    )
    minutes = forms.TypedChoiceField(
        label=_("Durée d'un créneau (minutes)"),
        choices=[(30, "30"), (45, "45"), (60, "60")],
        coerce=int,
        widget=forms.Select(attrs=_SELECT),
    )
    count = forms.IntegerField(
        label=_("Créneaux de suite"),
        min_value=1,
        max_value=8,
        initial=1,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    weeks = forms.IntegerField(
        label=_("Semaines"),
        help_text=_("Les mêmes heures, tant de semaines de suite."),
        min_value=1,
        max_value=12,
        initial=1,
        widget=forms.NumberInput(attrs=_NUMBER),
    )

    def hours(self) -> Hours:
        """Return what was asked."""
        return Hours(**self.cleaned_data)


class AskForm(forms.Form):
    """A question for one slot: on a dossier with the expert's authority, or on a device."""

    def __init__(self, *args: Any, actor: Actor, slot: Slot, **options: Any) -> None:
        super().__init__(*args, **options)
        language = (get_language() or "fr")[:2]
        self._dossiers = {
            f"d{one.pk}": one for one in askable_dossiers(actor, slot.expert.authority_id)[:200]
        }
        self._devices = {f"a{one.pk}": one for one in askable_devices(actor)}
        dossiers = [
            (key, f"{subject(one)} · {one.get_process_display()}") for key, one in self._dossiers.items()
        ]
        devices = [(key, f"{one.name_in(language)} · {one.reference}") for key, one in self._devices.items()]
        self.fields["about"] = forms.ChoiceField(
            label=_("Sur"),
            help_text=_("Un de vos dossiers, ou un dispositif qui n'en a pas encore."),
            choices=[("", "—"), (_("Dossiers"), dossiers), (_("Dispositifs"), devices)],
            widget=forms.Select(attrs=_SELECT),
        )
        self.fields["field"] = forms.TypedChoiceField(
            label=_("Domaine"),
            choices=[(one, Knowledge(one).label) for one in slot.expert.fields],
            coerce=Knowledge,
            widget=forms.Select(attrs=_SELECT),
        )
        self.fields["question"] = forms.CharField(
            label=_("Votre question"),
            help_text=_("L'expert et son autorité la lisent ; elle reste au dossier avec la réponse."),
            max_length=2000,
            widget=forms.Textarea(attrs={**_AREA, "rows": 6}),
        )

    def question(self) -> Question:
        """Return what was asked."""
        given = self.cleaned_data
        return Question(
            given["field"],
            given["question"],
            self._dossiers.get(given["about"]),
            self._devices.get(given["about"]),
        )


class WhyForm(forms.Form):
    """A reason that the other side reads."""

    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("L'autre partie le lit ; il reste dans l'historique."),
        max_length=1000,
        widget=forms.Textarea(attrs=_AREA),
    )


class MoveForm(WhyForm):
    """Another slot of the same expert, and why."""

    field_order = ("slot", "reason")

    def __init__(self, *args: Any, expert: Expert, **options: Any) -> None:
        super().__init__(*args, **options)
        free = Slot.objects.free().filter(expert=expert, starts_at__gt=timezone.now()).order_by("starts_at")
        self.fields["slot"] = forms.ModelChoiceField(
            label=_("Créneau"),
            queryset=free,
            help_text=_("Parmi vos créneaux libres."),
            widget=forms.Select(attrs=_SELECT),
        )
        self.fields["slot"].label_from_instance = lambda one: moment(timezone.localtime(one.starts_at))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class AnswerForm(forms.Form):
    """The record of an appointment."""

    text = forms.CharField(
        label=_("Réponse"),
        help_text=_("Le fabricant et l'autorité la lisent ; elle rejoint le dossier et ne change plus."),
        max_length=6000,
        widget=forms.Textarea(attrs={**_AREA, "rows": 8}),
    )
    internal_note = forms.CharField(
        label=_("Note interne"),
        help_text=_("Lue par les seuls chargés d'homologation."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_AREA),
    )
