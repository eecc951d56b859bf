"""Django application of the shared page parts."""

from django.apps import AppConfig


class PresentationConfig(AppConfig):
    """Template tags and components that every room's pages use."""

    name = "rakiza.kernel.presentation"
    label = "presentation"
