"""Devices and offers."""

from __future__ import annotations

from decimal import Decimal

import factory
from tests.factories.parties import OrganisationFactory

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Device, Offer, OfferTier

TEN_ML = [dump(AttributeValue("volume", Op.EQ, 10.0, "mL"))]


class DeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Device

    maker = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.MAKER)
    family = "syringe_hypodermic"
    reference = factory.Sequence(lambda n: f"REF-{n:06}")
    name = factory.Sequence(lambda n: f"Seringue fictive {n:06}")
    attributes = TEN_ML
    risk_class = "I"


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    device = factory.SubFactory(DeviceFactory)
    year = 2027
    monthly_capacity = Decimal(1000)


def a_supply(maker: Organisation | None = None, *, price: str = "1.20", **offer: object) -> Offer:
    """Return an offer of one price tier, of a new device."""
    device = DeviceFactory(maker=maker) if maker else DeviceFactory()
    created = OfferFactory(device=device, **offer)
    OfferTier.objects.create(offer=created, from_quantity=0, unit_price=Decimal(price))
    return created
