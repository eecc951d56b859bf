"""Forms of scenarios: a name, and every rule of the plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from rakiza.pillars.purchasing.plans.rule_forms.form import RulesForm

_CONTROL = {"class": "input input-sm w-full"}


def _name() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nom du scénario"),
        help_text=gettext_lazy("Ce qu'il essaie, en peu de mots : « deux sources partout »."),
        max_length=120,
        widget=forms.TextInput(attrs=_CONTROL),
    )


class ScenarioForm(RulesForm):
    """A scenario to open or change: its name and its rules."""

    name = _name()


class NameForm(forms.Form):
    """A scenario's name alone."""

    name = _name()
