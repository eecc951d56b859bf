"""The industry room as a Django application."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Production lines, devices, offers."""

    name = "rakiza.pillars.industry"
    label = "industry"
