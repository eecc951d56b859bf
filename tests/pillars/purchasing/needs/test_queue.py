"""The queue of readings to look at: its order, equal texts at once, and taking an answer back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from tests.factories import NeedImportFactory, NeedLineFactory, an_actor, csv_of
from tests.factories.reading import a_reading

from rakiza.engine.planning.prices import import_price
from rakiza.engine.planning.values import ImportReference
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs.actions import hold_imports, map_columns, upload_needs
from rakiza.pillars.purchasing.needs.corrections import accept_readings, correct_reading, reopen_readings
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.reread import read_as_family
from rakiza.pillars.purchasing.needs.tables.review import decisions, shown_texts, texts_to_confirm
from rakiza.pillars.purchasing.needs.values import needs_a_look
from rakiza.pillars.purchasing.plans.actions import set_import_prices

pytestmark = pytest.mark.django_db
SYRINGE = ImportReference(
    "syringe_hypodermic", Decimal("1.00"), Decimal("0.025"), Decimal("0.0025"), Decimal("0.20"), "Essai"
)


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture
def taken(buyer: Actor) -> NeedImport:
    return NeedImportFactory(organisation=buyer.organisation, reviewed=True, to_confirm_count=3)


def waiting(need_import: NeedImport, text: str, quantity: int = 10, **fields: object) -> NeedLine:
    quarter = Decimal(quantity) / 4
    return NeedLineFactory(
        need_import=need_import, designation=text, folded=text.lower(), quantity=quantity,
        q1=quarter, q2=quarter, q3=quarter, q4=quarter, to_confirm=True, **fields,
    )  # fmt: skip


def test_the_most_money_comes_first_then_the_largest_quantities(taken: NeedImport) -> None:
    set_import_prices(an_actor(Role.COORDINATOR), 2027, [SYRINGE])
    waiting(taken, "PEU", 10, reference_price=Decimal("1.00"))
    waiting(taken, "BEAUCOUP", 10, reference_price=Decimal("90.00"))
    waiting(taken, "IMPORTE", 100, unit="piece")
    waiting(taken, "SANS PRIX GRAND", 9000, family="", kind="device")
    waiting(taken, "SANS PRIX PETIT", 4, family="", kind="device")

    shown = shown_texts(list(texts_to_confirm(taken)), "fr")

    assert [(one.line.designation, one.estimated) for one in shown[:3]] == [
        ("BEAUCOUP", False), ("IMPORTE", True), ("PEU", False),
    ]  # fmt: skip
    assert shown[1].value == pytest.approx(100 * import_price(SYRINGE))
    assert [(one.line.designation, one.value, one.quantity) for one in shown[3:]] == [
        ("SANS PRIX GRAND", None, 9000), ("SANS PRIX PETIT", None, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "units"),
    [
        ({"unit": "piece"}, 1),
        ({"unit": "boite", "pack_size": 50}, 50),
        ({"unit": "boite"}, 100),
    ],
)
def test_an_import_price_is_that_of_a_base_unit(
    taken: NeedImport, fields: dict[str, object], units: int
) -> None:
    set_import_prices(an_actor(Role.COORDINATOR), 2027, [SYRINGE])
    waiting(taken, "SERINGUE", 10, **fields)

    (one,) = shown_texts(list(texts_to_confirm(taken)), "fr")

    assert one.value == pytest.approx(10 * units * import_price(SYRINGE))


def test_the_price_of_another_year_or_family_says_nothing(taken: NeedImport) -> None:
    set_import_prices(an_actor(Role.COORDINATOR), 2028, [SYRINGE])
    waiting(taken, "SERINGUE", 10)
    (one,) = shown_texts(list(texts_to_confirm(taken)), "fr")
    assert one.value is None


def test_the_threshold_is_the_engines() -> None:
    assert needs_a_look(a_reading(confidence=AUTOMATIC - 0.001))
    assert not needs_a_look(a_reading(confidence=AUTOMATIC))


def test_equal_texts_are_accepted_at_once_and_taken_back_at_once(buyer: Actor, taken: NeedImport) -> None:
    lines = [waiting(taken, "GANT ZORG") for _ in range(3)]
    client = Client()
    client.force_login(buyer.user)

    client.post(f"/besoins/imports/{taken.pk}/lectures/", {"one": lines[0].pk})

    assert NeedLine.objects.filter(to_confirm=True).count() == 0
    (decision,) = decisions(taken)
    assert (decision.lines, decision.texts, decision.first, decision.corrected, decision.name) == (
        3, 1, "GANT ZORG", False, buyer.user.name,
    )  # fmt: skip
    page = client.get(f"/besoins/imports/{taken.pk}/?etape=verification").content.decode()
    assert decision.stamp in page

    client.post(f"/besoins/imports/{taken.pk}/reprendre/", {"at": decision.stamp})

    assert NeedLine.objects.filter(to_confirm=True, confirmed_by=None, confirmed_at=None).count() == 3
    taken.refresh_from_db()
    assert taken.to_confirm_count == 3
    assert decisions(taken) == ()
    assert AuditEvent.objects.latest("pk").action == "needs.reopen_readings"


def test_a_correction_taken_back_is_forgotten_and_read_anew(
    buyer: Actor, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    taken = upload_needs(buyer, [csv_of("SERINGUE 10 ML;4;boite")], name="a.csv", year=2027).need_import
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, taken)
    line = NeedLine.objects.get()
    was = line.reading
    correct_reading(buyer, line, read_as_family(line.designation, "glove_examination"))
    line.refresh_from_db()
    assert line.confirmed_at is not None

    reopen_readings(buyer, line.need_import, line.confirmed_at)

    line.refresh_from_db()
    assert (line.reading, line.memory, line.to_confirm) == (was, "", True)
    assert ReadingCorrection.objects.count() == 0


def test_what_a_published_plan_holds_is_not_taken_back(buyer: Actor) -> None:
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    line = waiting(found, "GANT ZORG")
    accept_readings(buyer, found, [line.pk])
    line.refresh_from_db()
    assert line.confirmed_at is not None
    hold_imports("Plan", 2027)

    with pytest.raises(Refused) as refusal:
        reopen_readings(buyer, found, line.confirmed_at)

    assert refusal.value.code == "needs.nothing_to_reopen"
    assert decisions(found) == ()


def test_nobody_takes_back_for_another(buyer: Actor, taken: NeedImport) -> None:
    line = waiting(taken, "GANT ZORG")
    accept_readings(buyer, taken, [line.pk])
    line.refresh_from_db()
    assert line.confirmed_at is not None
    for stranger in (an_actor(Role.BUYER), an_actor(Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            reopen_readings(stranger, taken, line.confirmed_at)
    line.refresh_from_db()
    assert not line.to_confirm


@pytest.mark.parametrize("at", ["", "hier", "2027-13-99"])
def test_a_moment_that_is_none_is_refused_in_words(buyer: Actor, taken: NeedImport, at: str) -> None:
    client = Client()
    client.force_login(buyer.user)
    response = client.post(f"/besoins/imports/{taken.pk}/reprendre/", {"at": at}, follow=True)
    assert "Choisissez ce qu'il faut reprendre." in response.content.decode().replace("&#x27;", "'")
