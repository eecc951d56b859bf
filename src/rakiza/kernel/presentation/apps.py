"""Django application of the shared page parts."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PresentationConfig(AppConfig):
    """Template tags and components that every room's pages use."""

    name = "rakiza.kernel.presentation"
    label = "presentation"

    def ready(self) -> None:
        """Have every connection know the order of names."""
        from rakiza.kernel.presentation.names_order import teach_names  # noqa: PLC0415 - once the rooms are there

        connection_created.connect(teach_names, dispatch_uid="names_order")
