"""Several things chosen of many: those chosen and those sought, as boxes that a keyboard ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.pillars.purchasing.plans.rule_forms.names import Directory


class PickField(forms.MultipleChoiceField):
    """Identifiers out of a directory. `held`: those that the rule named before, kept though they be gone."""

    def __init__(self, directory: Directory, held: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(
            required=False,
            widget=Checkboxes(),
            **options,
        )
        self._directory, self._held = directory, tuple(held)

    def offer(self, chosen: Sequence[str], sought: str) -> None:
        """Show what is chosen, then what is sought; all there is where that is little."""
        known = self._directory.named(chosen)
        gone = {key: _("%(name)s (absent du plan)") % {"name": key} for key in chosen if key not in known}
        found = {key: name for key, name in self._directory.matching(sought).items() if key not in chosen}
        self.choices = [*known.items(), *gone.items(), *found.items()]

    def validate(self, value: Sequence[str]) -> None:
        """Refuse what the directory doesn't know and the rule didn't hold."""
        asked = [key for key in value if key not in self._held]
        known = self._directory.named(asked)
        for key in asked:
            if key not in known:
                raise ValidationError(_("« %(name)s » n'est pas dans ce plan.") % {"name": key})
