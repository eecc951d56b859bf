"""The files room as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "rakiza.kernel.files"
    label = "files"
