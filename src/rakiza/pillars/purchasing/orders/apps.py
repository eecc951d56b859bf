"""The orders room as a Django application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Call-off orders and their receipts."""

    name = "rakiza.pillars.purchasing.orders"
    label = "orders"

    def ready(self) -> None:
        """Register the room's job, what sets it off, and its daily rounds."""
        from rakiza.pillars.purchasing.orders import jobs, reminders  # noqa: F401, PLC0415  # models must be ready
