"""The jobs room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs."""

    name = "rakiza.kernel.jobs"
    label = "jobs"
