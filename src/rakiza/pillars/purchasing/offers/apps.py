"""The offers room as a Django application (its pages; what it changes belongs to industry)."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Offers by spreadsheet."""

    name = "rakiza.pillars.purchasing.offers"
    label = "offers"
