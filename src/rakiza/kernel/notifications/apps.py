"""The notifications room as a Django application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """In-application notifications."""

    name = "rakiza.kernel.notifications"
    label = "notifications"
