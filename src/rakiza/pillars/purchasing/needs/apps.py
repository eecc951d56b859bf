"""The needs room as a Django application."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Need imports and lines."""

    name = "rakiza.pillars.purchasing.needs"
    label = "needs"
