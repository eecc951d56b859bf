"""Several choices as boxes to tick: by keyboard, by finger, without a key held down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# From this many on, a box to type in narrows them down.
MANY = 12


class Checkboxes(forms.CheckboxSelectMultiple):
    """Boxes to tick; grouped choices fold by group, many can be narrowed down by typing."""

    template_name = "components/checkboxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 - Django's signature
        """Return the widget's context, with whether the choices are many."""
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["many"] = sum(len(options) for _group, options, _index in groups) >= MANY
        return context

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's signature
        attrs: dict[str, Any] | None = None,
        renderer: object = None,  # noqa: ARG002 - the house's templates, not the forms' own
    ) -> SafeString:
        """Render the house's own component."""
        return SafeString(render_to_string(self.template_name, self.get_context(name, value, attrs)))
