"""The audit room as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only audit events."""

    name = "rakiza.kernel.audit"
    label = "audit"
