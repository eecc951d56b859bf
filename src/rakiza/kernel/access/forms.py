"""The form of a new key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import LONGEST
from rakiza.kernel.access.enums import Reach
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.language import base_language

_CONTROL = {"class": "input w-full"}
USUAL = timedelta(days=90)


class KeyForm(forms.Form):
    """For whom a program acts, how far, until when."""

    name = forms.CharField(
        label=_("Nom"),
        help_text=_("Le programme qui s'en servira, par exemple « Export ERP » : il paraît au journal."),
        max_length=40,
        widget=forms.TextInput(attrs=_CONTROL),
    )
    membership = forms.ModelChoiceField(
        label=_("Agit comme"),
        queryset=Membership.objects.none(),
        widget=forms.Select(attrs={"class": "select w-full"}),
    )
    reach = forms.TypedChoiceField(
        label=_("Portée"),
        help_text=_("La clé ne peut jamais plus que vous."),
        choices=Reach.choices,
        coerce=Reach,
        widget=forms.Select(attrs={"class": "select w-full"}),
    )
    expires_on = forms.DateField(
        label=_("Valable au"),
        help_text=_("Ce jour compris ; un an au plus."),
        widget=forms.DateInput(attrs={"type": "date", **_CONTROL}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, memberships: Iterable[Membership], **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **options)
        known = Membership.objects.select_related("user", "organisation", "delegated_by__user")
        self.fields["membership"].queryset = known.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in memberships]
        ).order_by(NameColumn("organisation__name").expression(), "role")
        self.fields["membership"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: one.label_in(base_language(None))
        )
        today = timezone.localdate()
        self.fields["expires_on"].initial = today + USUAL
        self.fields["expires_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + LONGEST).isoformat(),
        }
