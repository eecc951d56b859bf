"""The jobs room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs."""

    name = "rakiza.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the job that does the daily rounds."""
        from rakiza.kernel.jobs import daily  # noqa: F401, PLC0415  # models must be ready
