"""A whole scene for plans: three members' confirmed needs, two makers' lawful offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.factories.industry import a_supply
from tests.factories.needs import NeedImportFactory, NeedLineFactory
from tests.factories.parties import OrganisationFactory, an_actor
from tests.factories.reading import a_reading

from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.actions import create_plan
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.registration.actions import declare_establishment, register_device

START, END = date(2026, 1, 1), date(2029, 12, 31)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there and what they brought. `lines[i]` is that of `buyers[i]`."""

    coordinator: Actor
    buyers: tuple[Actor, ...]
    makers: tuple[Actor, ...]
    lines: tuple[NeedLine, ...]
    offers: tuple[Offer, ...]
    plan: Plan


def make_lawful(offer: Offer) -> None:
    """Give an offer's maker and device every title for the plan's year."""
    number = f"{offer.pk:04}"
    health, body = an_actor(Role.REGISTRATION_OFFICER), an_actor(Role.CERTIFICATION_OFFICER)
    maker: Organisation = offer.device.maker
    declare_establishment(health, maker=maker, number=f"D-{number}", valid_from=START)
    register_device(health, device=offer.device, number=f"E-{number}", valid_from=START, valid_to=END)
    issue_certificate(
        body, maker=maker, standard="ISO 13485", number=f"C-{number}", valid_from=START, valid_to=END
    )


def a_need(
    buyer: Actor, *, text: str = "SERINGUE 10 ML", volume: float = 10.0, quantity: int = 400
) -> NeedLine:
    """Return a confirmed line, its reading confirmed by a person."""
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True, uploaded_by=buyer.user)
    quarter = Decimal(quantity) / 4
    return NeedLineFactory(
        need_import=found,
        designation=text,
        folded=text.lower(),
        quantity=quantity,
        q1=quarter,
        q2=quarter,
        q3=quarter,
        q4=quarter,
        reference_price=Decimal("2.00"),
        reading=dump(a_reading(text, volume=volume)),
        confirmed_by=buyer.user,
    )


def a_scene(*, buyers: int = 3) -> Scene:
    """Return members who need the same syringe, and two makers of which the second is dearer."""
    coordinator = an_actor(Role.COORDINATOR)
    members = tuple(an_actor(Role.BUYER) for _ in range(buyers))
    makers = tuple(an_actor(Role.MAKER) for _ in range(2))
    offers = tuple(
        a_supply(maker.organisation, price=price)
        for maker, price in zip(makers, ("1.00", "1.20"), strict=True)
    )
    for offer in offers:
        make_lawful(offer)
    return Scene(
        coordinator=coordinator,
        buyers=members,
        makers=makers,
        lines=tuple(a_need(member) for member in members),
        offers=offers,
        plan=create_plan(coordinator, year=2027, name="Plan 2027"),
    )


__all__ = ["OrganisationFactory", "Scene", "a_need", "a_scene", "make_lawful"]
