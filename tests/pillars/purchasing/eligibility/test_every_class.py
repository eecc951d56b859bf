"""Each class of device by its pages, from the draft to the numbered certificate that a published plan reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.plans import Scene
from tests.pillars.purchasing.eligibility.conftest import Publish

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.models import Device, Offer
from rakiza.pillars.purchasing.eligibility.opening_queries import OpeningFilters, openings
from rakiza.pillars.purchasing.plans.maker_queries import months_today
from rakiza.pillars.purchasing.plans.upgrade_queries import upgrade_plans
from rakiza.pillars.registration.models import AgendaItem, Dossier, RegistrationCertificate

ALL = {"1.04", "1.12", "2.04", "2.05", "3.03", "5.02", "5.03"}
IN_VITRO = ALL | {"1.06", "3.02", "3.05", "4.02"}
FIVE_YEARS, TWELVE_MONTHS = "2031-11-21", "2027-11-21"
NEEDED = {  # by the class that a device states: what its dossier asks for, its sections, its certificate's last day
    "I": ("I", ALL, FIVE_YEARS),
    "Ir": ("I", ALL, FIVE_YEARS),
    "Im": ("Im", ALL | {"1.06"}, FIVE_YEARS),
    "Is": ("Is", ALL | {"1.06", "3.05"}, FIVE_YEARS),
    "IIa": ("IIa", ALL | {"1.06", "3.02", "3.05"}, FIVE_YEARS),
    "IIb": ("IIb", ALL | {"1.06", "3.02", "3.05", "4.02"}, FIVE_YEARS),
    "III": ("III", ALL | {"1.06", "3.02", "3.04", "3.05", "4.02"}, FIVE_YEARS),
    "A": ("IVD", IN_VITRO, TWELVE_MONTHS),
    "B": ("IVD", IN_VITRO, TWELVE_MONTHS),
    "C": ("IVD", IN_VITRO, TWELVE_MONTHS),
    "D": ("IVD", IN_VITRO, TWELVE_MONTHS),
}
CODE = re.compile(r"/sections/([\w.]+)/")


@dataclass(frozen=True)
class Desk:
    """Somebody at the pages of the authority's room."""

    client: Client

    @classmethod
    def of(cls, actor: Actor) -> Desk:
        client = Client()
        client.force_login(actor.user)
        return cls(client)

    def reads(self, page: str, *args: object) -> str:
        answer = self.client.get(reverse(f"registration:{page}", args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    def sends(self, page: str, *args: object, **fields: object) -> None:
        """Send a form that is accepted: a page that shows it again answers 422."""
        answer = self.client.post(reverse(f"registration:{page}", args=args), fields)
        assert (answer.status_code, page, args) == (302, page, args)


def _lacking(maker: Desk, dossier: Dossier) -> set[str]:
    """Return the sections that the check before filing says are missing."""
    page = maker.reads("check", dossier.pk)
    notice = re.search(r'notice-attention">.*?</ul>', page, re.DOTALL)
    return set(CODE.findall(notice[0])) if notice else set()


def _decided(dossier: Dossier, officer: Desk, decider: Desk) -> None:
    """Two officers and the commission lead a filed dossier to its certificate."""
    today = timezone.localdate().isoformat()
    officer.sends("dossier-step", dossier.pk, "recevoir")
    concluded = {"conclure-opinion": "favourable", "conclure-internal_note": "Rapport fictif."}
    officer.sends("dossier-step", dossier.pk, "conclure", **concluded)
    officer.sends("sessions", held_on=today)
    item = AgendaItem.objects.get(dossier=dossier)
    heard = {f"i{item.pk}-opinion": "favourable", f"i{item.pk}-grounds": "Avis fictif."}
    officer.sends("opine", item.pk, **heard)
    officer.sends("close-session", item.session_id, present="5")
    decider.sends("dossier-step", dossier.pk, "accorder", **{"accorder-valid_from": today})


def _unregistered(scene: Scene) -> None:
    """Leave the first maker without registration, the second unable to serve more than a half."""
    RegistrationCertificate.objects.filter(device=scene.offers[0].device).delete()
    Offer.objects.filter(pk=scene.offers[1].pk).update(monthly_capacity=50)


@pytest.mark.parametrize("stated", list(NEEDED))
def test_a_class_is_walked_to_the_certificate_that_opens_the_plan(
    db: None, publish: Publish, stated: str
) -> None:
    scene = publish(before=_unregistered)
    offer, actor = scene.offers[0], scene.makers[0]
    Device.objects.filter(pk=offer.device_id).update(risk_class=stated)
    asked, needed, last = NEEDED[stated]
    maker, evaluator = Desk.of(actor), an_actor(Role.REGISTRATION_OFFICER)
    officer = Desk.of(evaluator)
    decider = Desk.of(an_actor(Role.REGISTRATION_OFFICER, evaluator.organisation))
    plans = upgrade_plans(actor)
    before = openings(actor, plans, OpeningFilters(1), language="fr")
    assert len(before) == 1
    assert not any(month.eligible for month in months_today(scene.plan, [offer.pk])[offer.pk])

    given = {"request": "initial", "device": offer.device_id, "risk_class": asked}
    maker.sends("open-dossier", "registration", **given, authority=evaluator.organisation.pk)
    dossier = Dossier.objects.get()
    assert _lacking(maker, dossier) == needed
    for count, section in enumerate(sorted(needed)):
        assert len(_lacking(maker, dossier)) == len(needed) - count
        file = SimpleUploadedFile("piece.txt", f"Piece fictive {section}.".encode())
        maker.sends("add-document", dossier.pk, section, language="fr", file=file)
    maker.sends("dossier-step", dossier.pk, "deposer")
    _decided(dossier, officer, decider)

    made = RegistrationCertificate.objects.get(dossier=dossier)
    assert (made.number, made.risk_class, str(made.valid_to)) == ("EN-2026-00001", asked, last)
    assert made.number in maker.reads("dossier", dossier.pk)
    printed = maker.client.get(reverse("registration:certificate", args=["registration", made.pk]))
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    months = [month.eligible for month in months_today(scene.plan, [offer.pk])[offer.pk]]
    after = openings(actor, plans, OpeningFilters(1), language="fr")
    if last == FIVE_YEARS:
        assert (months, after) == ([True] * 12, ())
    else:  # what ends within the plan's year opens the months that it covers
        assert months == [True] * 10 + [False] * 2
        assert [one.value for one in after] == [before[0].values[10]]
