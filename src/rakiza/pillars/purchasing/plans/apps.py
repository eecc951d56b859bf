"""The plans room as a Django application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Annual plans."""

    name = "rakiza.pillars.purchasing.plans"
    label = "plans"
