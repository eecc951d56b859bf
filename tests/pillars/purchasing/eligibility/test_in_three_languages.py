"""What a title puts at stake and what one would bring, computed by hand, month and amount in each language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from tests.factories.plans import Scene
from tests.pillars.purchasing.eligibility.conftest import Publish
from tests.pillars.purchasing.eligibility.test_openings import unregistered

from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.eligibility.actions import reevaluate
from rakiza.pillars.purchasing.eligibility.models import TitleAlert

LANGUAGES = {"fr": ("31 mai 2027", "juin"), "ar": ("31 ماي 2027", "يونيو"), "en": ("31 May 2027", "June")}


def page(actor: Actor, address: str, language: str) -> str:
    client = Client()
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    shown = strip_tags(client.get(address).content.decode())
    return " ".join(shown.replace("\u2066", "").replace("\u2069", "").split())


def amount_in(language: str, whole: int) -> str:
    return f"{whole}.00" if language == "en" else f"{whole},00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_that_ends_in_may(published: Scene, language: str) -> None:
    """300 a quarter at 1.20: a third of the second (June), all of the third and fourth; 700, of 3 buyers alike."""
    Certificate.objects.filter(maker=published.makers[0].organisation).update(valid_to=date(2027, 5, 31))

    reevaluate(published.plan.pk, date(2026, 11, 22))

    alert = TitleAlert.objects.get()
    assert (alert.first_month, alert.deadline) == (6, date(2027, 6, 1))
    assert alert.value == 700 * Decimal("1.20") == 840
    ends, month = LANGUAGES[language]
    stakes = {
        published.coordinator: "840",
        published.buyers[0]: "280",  # a third of 840
        published.makers[0]: "700",  # at 1.00, excluding tax
    }
    with translation.override(language):
        for actor, amount in stakes.items():
            (said,) = (str(one) for one in awaiting(actor) if one.code.startswith("eligibility."))
            assert ends in said
            assert f"{amount}\u00a0MAD" in said
    shown = page(published.coordinator, reverse("eligibility:list"), language)
    assert ends in shown
    assert month in shown
    assert f"{amount_in(language, 840)} MAD" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_registration_that_comes_by_june(db: None, publish: Publish, language: str) -> None:
    """600 left open, 50 a month: seven months from June, at 1.20 taxes included."""
    scene = publish(before=unregistered)
    shown = page(scene.makers[0], f"{reverse('eligibility:openings')}?mois=6", language)
    assert 7 * 50 * Decimal("1.20") == 420
    assert f"+{amount_in(language, 420)} MAD" in shown
    assert LANGUAGES[language][1] in shown
