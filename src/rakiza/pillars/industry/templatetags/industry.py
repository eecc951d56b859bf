"""Template tags of the industry pages: `{% load industry %}`."""

from __future__ import annotations

from datetime import date

from django import template

from rakiza.engine.families import Labels
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.industry.tables import language
from rakiza.pillars.registration.models import AnyTitle

register = template.Library()


@register.filter
def in_reader_language(labels: Labels) -> str:
    """Write a name in the reader's language."""
    return labels.in_language(language())


@register.filter
def site_closed(title: AnyTitle | Certificate, today: date) -> date | None:
    """Say since when a title covers no supply because its site closed."""
    return title.site_closed(today)
