"""The notifications room as a Django application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """In-application notifications."""

    name = "rakiza.kernel.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Declare the room's daily round."""
        from rakiza.kernel.notifications import rounds  # noqa: F401, PLC0415  # models must be ready
