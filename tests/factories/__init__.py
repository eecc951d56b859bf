"""Objects for tests: fictional organisations, their people, what they make and need."""

from tests.factories.industry import DeviceFactory, OfferFactory, a_supply
from tests.factories.needs import NeedImportFactory, NeedLineFactory, csv_of
from tests.factories.parties import OrganisationFactory, UserFactory, an_actor
from tests.factories.reading import a_reading

__all__ = [
    "DeviceFactory",
    "NeedImportFactory",
    "NeedLineFactory",
    "OfferFactory",
    "OrganisationFactory",
    "UserFactory",
    "a_reading",
    "a_supply",
    "an_actor",
    "csv_of",
]
