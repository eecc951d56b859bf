"""Template tags of the industry pages: `{% load industry %}`."""

from __future__ import annotations

from django import template

from rakiza.engine.families import Labels
from rakiza.pillars.industry.tables import language

register = template.Library()


@register.filter
def in_reader_language(labels: Labels) -> str:
    """Write a name in the reader's language."""
    return labels.in_language(language())
