"""One answer for every row that writes an unknown unit, remembered and taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import an_actor, csv_of

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, undo_import, upload_needs
from rakiza.pillars.purchasing.needs.corrections import accept_readings
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, UnitAlias
from rakiza.pillars.purchasing.needs.tables.review import problem_groups
from rakiza.pillars.purchasing.needs.unit_aliases import forget_unit, said_units, say_unit
from rakiza.pillars.purchasing.needs.values import SaidUnit

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = (
    "SERINGUE 10 ML;4;zinzin",
    "GANT EXAMEN NITRILE M;5;ZINZIN",
    "COMPRESSE STERILE;6 zinzin;",
    "ALCOOL;7;boite",
)
ZINZIN = SaidUnit("zinzin", "carton", 20)


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def _read(actor: Actor, *rows: str) -> NeedImport:
    taken = upload_needs(actor, [csv_of(*rows)], name="besoins.csv", year=2027).need_import
    map_columns(actor, taken)
    taken.refresh_from_db()
    return taken


def test_rows_of_one_unknown_unit_are_asked_about_once(buyer: Actor) -> None:
    groups = [group for group in problem_groups(_read(buyer, *ROWS)) if group.severity == "error"]

    assert sorted((group.unit, group.count, group.column) for group in groups) == [
        ("zinzin", 1, "Quantité"),
        ("zinzin", 2, "Unité"),
    ]


def test_one_answer_holds_for_every_row_and_is_kept_in_the_trail(buyer: Actor) -> None:
    taken = _read(buyer, *ROWS)
    assert (taken.lines_count, taken.rejected_count) == (1, 3)

    say_unit(buyer, taken, ZINZIN)

    taken.refresh_from_db()
    assert (taken.lines_count, taken.rejected_count) == (4, 0)
    packs = NeedLine.objects.filter(unit="carton").order_by("row").values_list("row", "quantity", "pack_size")
    assert list(packs) == [(2, 4, 20), (3, 5, 20), (4, 6, 20)]
    event = AuditEvent.objects.get(action="needs.say_unit")
    assert event.after == {"unit": {"written": "zinzin", "unit": "carton", "size": 20}}
    assert Job.objects.count() == 2


def test_it_is_remembered_for_the_members_later_imports_only(buyer: Actor) -> None:
    say_unit(buyer, _read(buyer, *ROWS), ZINZIN)

    assert _read(buyer, "SERINGUE 5 ML;9;Zinzin").rejected_count == 0
    stranger = an_actor(Role.BUYER)
    theirs = _read(stranger, "SERINGUE 5 ML;9;zinzin", "SERINGUE 5 ML;9;boite")
    assert (theirs.rejected_count, said_units(theirs)) == (1, ())


def test_it_is_taken_back_here_and_for_later(buyer: Actor) -> None:
    taken = _read(buyer, *ROWS)
    say_unit(buyer, taken, ZINZIN)

    forget_unit(buyer, taken, "ZINZIN")

    taken.refresh_from_db()
    assert (taken.rejected_count, said_units(taken), UnitAlias.objects.count()) == (3, (), 0)
    assert AuditEvent.objects.filter(action="needs.forget_unit").count() == 1
    with pytest.raises(Refused):
        forget_unit(buyer, taken, "zinzin")


def test_a_pack_that_is_not_understood_is_explained_too(buyer: Actor) -> None:
    content = "Désignation;Quantité;Unité;Conditionnement\nSERINGUE 10 ML;4;boite;grand modèle\n".encode()
    taken = upload_needs(buyer, [content], name="besoins.csv", year=2027).need_import
    map_columns(buyer, taken)
    (group,) = [group for group in problem_groups(taken) if group.unit]
    assert (group.unit, group.severity) == ("grand modèle", "warning")

    say_unit(buyer, taken, SaidUnit("grand modèle", "boite", 50))

    line = NeedLine.objects.get()
    assert (line.unit, line.pack_size) == ("boite", 50)


def test_readings_accepted_before_stay_accepted(buyer: Actor) -> None:
    taken = _read(buyer, "ARTICLE INCONNU ZX;1;boite", *ROWS)
    line = NeedLine.objects.get(designation="ARTICLE INCONNU ZX")
    assert accept_readings(buyer, taken, [line.pk]) == 1

    say_unit(buyer, taken, ZINZIN)

    again = NeedLine.objects.get(designation="ARTICLE INCONNU ZX")
    assert (again.to_confirm, again.confirmed_by) == (False, buyer.user)
    taken.refresh_from_db()
    assert taken.to_confirm_count == NeedLine.objects.filter(to_confirm=True).count()


@pytest.mark.parametrize(
    "said",
    [
        SaidUnit("", "boite", 5),
        SaidUnit("z" * 81, "boite", 5),
        SaidUnit("zinzin", "", None),
        SaidUnit("zinzin", "bidule", 5),
        SaidUnit("zinzin", "boite", 0),
        SaidUnit("zinzin", "boite", 1_000_001),
        SaidUnit("zinzin", "piece", 10),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(buyer: Actor, said: SaidUnit) -> None:
    taken = _read(buyer, *ROWS)

    with pytest.raises(Refused):
        say_unit(buyer, taken, said)

    taken.refresh_from_db()
    assert (said_units(taken), UnitAlias.objects.count(), Job.objects.count()) == ((), 0, 1)


@pytest.mark.parametrize("role", [Role.BUYER, Role.COORDINATOR, Role.MAKER])
def test_only_the_members_buyers_answer(buyer: Actor, role: Role) -> None:
    taken = _read(buyer, *ROWS)
    say_unit(buyer, taken, ZINZIN)
    stranger = an_actor(role)

    with pytest.raises(NotAllowed):
        say_unit(stranger, taken, SaidUnit("zinzin", "boite", 5))
    with pytest.raises(NotAllowed):
        forget_unit(stranger, taken, "zinzin")

    taken.refresh_from_db()
    assert said_units(taken) == (ZINZIN,)
    assert UnitAlias.objects.get().size == 20


@pytest.mark.parametrize("settle", [confirm_import, undo_import])
def test_nothing_is_said_of_an_import_that_is_settled(buyer: Actor, settle: object) -> None:
    taken = _read(buyer, *ROWS)
    settle(buyer, taken)  # type: ignore[operator]

    with pytest.raises(Refused):
        say_unit(buyer, taken, ZINZIN)

    taken.refresh_from_db()
    assert (said_units(taken), UnitAlias.objects.count()) == ((), 0)


def test_undoing_an_import_keeps_what_was_said_for_the_next(buyer: Actor) -> None:
    taken = _read(buyer, *ROWS)
    say_unit(buyer, taken, ZINZIN)
    undo_import(buyer, taken)

    assert _read(buyer, "SERINGUE 5 ML;9;zinzin").rejected_count == 0


def test_the_page_asks_takes_the_answer_and_takes_it_back(buyer: Actor) -> None:
    taken = _read(buyer, *ROWS)
    client = Client()
    client.force_login(buyer.user)
    address = f"/besoins/imports/{taken.pk}/"
    asked = client.get(address + "?etape=verification").content.decode()
    assert asked.count('name="text" value="zinzin"') == 2
    assert '<option value="carton">carton</option>' in asked

    response = client.post(address + "unites/", {"text": "zinzin", "unit": "carton", "size": "20"})

    assert (response.status_code, response.url) == (302, address + "?etape=verification")
    shown = client.get(response.url).content.decode()
    assert "carton × 20" in shown
    assert 'name="forget"' in shown
    client.post(address + "unites/", {"forget": "zinzin"})
    taken.refresh_from_db()
    assert said_units(taken) == ()


@pytest.mark.parametrize("size", ["-1", "abc", "0", "1" * 30])
def test_a_size_that_is_no_number_is_said_so(buyer: Actor, size: str) -> None:
    taken = _read(buyer, *ROWS)
    client = Client()
    client.force_login(buyer.user)

    address = f"/besoins/imports/{taken.pk}/unites/"
    page = client.post(address, {"text": "zinzin", "unit": "carton", "size": size}, follow=True)

    assert "Un conditionnement contient de 1 à" in page.content.decode()
    taken.refresh_from_db()
    assert said_units(taken) == ()
