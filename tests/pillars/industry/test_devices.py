"""Devices as their maker keeps them: GTINs, nested packs, versions, instructions, spreadsheets."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from stdnum import ean
from tests.factories import DeviceFactory, an_actor

from rakiza.engine.attributes import AttributeType, AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.standards import RISK_CLASS
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.actions import DeviceTerms, add_device, withdraw_device
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.attribute_text import Unreadable, read_attributes, write_attributes
from rakiza.pillars.industry.devices.packs import Pack, check_packs, normal_gtin, sizes
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.schemas import RiskClass
from rakiza.pillars.industry.devices.sheet import read_devices
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device, DeviceVersion
from rakiza.reference.families import load

GTIN, BOX, CARTON = "6111234567895", "6111234567901", "16111234567892"
PACKS = (Pack("boite", 100, BOX), Pack("carton", 12, CARTON))
TEN = AttributeValue("volume", Op.EQ, 10.0, "mL")
SYRINGE = DeviceTerms(
    "syringe_hypodermic", "S-10", "Seringue 10 mL", (TEN,), gtin=GTIN, pack_size=100, packs=PACKS
)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def maker(db: None) -> Actor:
    return an_actor(Role.MAKER)


@given(
    st.text("0123456789", min_size=7, max_size=13).filter(
        lambda body: len(body) in {7, 11, 12, 13} and body.strip("0")
    )
)
def test_a_gtin_holds_with_its_own_key_and_no_other(body: str) -> None:
    key = ean.calc_check_digit(body)
    assert normal_gtin(f"{body[:4]} {body[4:]}-{key}") == body + key
    for other in set("0123456789") - {key}:
        with pytest.raises(Refused, match=f"la clé est {key} et non {other}"):
            normal_gtin(body + other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("61112345", "la clé"),
        ("611123", "6 chiffres au lieu"),
        ("61112E4567895", "des chiffres seulement"),
        ("0" * 13, "des zéros ne désignent rien"),
    ],
)
def test_a_wrong_gtin_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        normal_gtin(text)


def test_arabic_digits_are_digits() -> None:
    assert normal_gtin("٦١١١٢٣٤٥٦٧٨٩٥") == GTIN


@pytest.mark.parametrize(
    ("packs", "size", "said"),
    [
        ((Pack("boite", 0),), 1, "au moins une unité"),
        ((Pack("zorglub", 5),), 1, "n'est pas un emballage connu"),
        ((Pack("boite", 5), Pack("boite", 5)), 1, "contenant et contenu"),
        ((Pack("boite", 5, GTIN),), 1, "son propre GTIN"),
        ((Pack("boite", 5, BOX), Pack("carton", 2, BOX)), 1, "son propre GTIN"),
        (PACKS, 50, r"\(50\) n'est celui d'aucun niveau : 100, 1200"),
        (tuple(Pack("boite", 2) for _ in range(5)), 1, "Quatre niveaux"),
    ],
)
def test_packs_that_do_not_nest_are_refused(packs: tuple[Pack, ...], size: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_packs(packs, gtin=GTIN, pack_size=size)


@given(st.lists(st.integers(1, 50), max_size=4))
def test_each_level_holds_whole_packs_of_the_one_below(quantities: list[int]) -> None:
    held = sizes(Pack("boite", quantity) for quantity in quantities)
    assert all(big % small == 0 for small, big in pairwise(held))


def test_a_gtin_names_one_article(maker: Actor) -> None:
    add_device(maker, SYRINGE)
    for gtin, packs in ((GTIN, ()), (BOX, ()), ("", (Pack("boite", 5, CARTON),))):
        with pytest.raises(Refused, match="déjà celui d'un autre de vos articles"):
            add_device(maker, DeviceTerms("urine_bag", "P-1", "Poche", gtin=gtin, packs=packs))
    assert Device.objects.count() == 1


def test_zeros_before_a_gtin_do_not_make_another(maker: Actor) -> None:
    add_device(maker, SYRINGE)
    for gtin in (f"0{GTIN}", f"0{BOX}"):
        with pytest.raises(Refused, match="déjà celui d'un autre de vos articles"):
            add_device(maker, DeviceTerms("urine_bag", "P-1", "Poche", gtin=gtin))
    with pytest.raises(Refused, match="son propre GTIN"):
        check_packs((Pack("boite", 5, f"0{GTIN}"),), gtin=GTIN, pack_size=5)
    assert Device.objects.count() == 1


def test_versions_say_who_changed_what(maker: Actor) -> None:
    device = add_device(maker, SYRINGE)
    assert change_device(maker, device, replace(SYRINGE, name="Seringue 10 mL stérile"), seen=1) == 2
    assert change_device(maker, device, replace(SYRINGE, name="Seringue 10 mL stérile"), seen=2) == 2

    page = signed_in(maker).get(reverse("industry:device-versions", args=[device.pk])).content.decode()

    assert DeviceVersion.objects.get(device=device, number=2).made_by == maker.user
    assert "Seringue 10 mL stérile" in page
    assert page.count('<th scope="row">') == 1
    event = AuditEvent.objects.get(action="industry.change_device")
    assert (event.before, event.after) == ({"name": "Seringue 10 mL"}, {"name": "Seringue 10 mL stérile"})


def test_of_two_people_at_once_the_second_is_told(maker: Actor) -> None:
    device = add_device(maker, SYRINGE)
    change_device(maker, device, replace(SYRINGE, name="Un"), seen=1)
    with pytest.raises(Refused, match="changé entre-temps"):
        change_device(maker, device, replace(SYRINGE, name="Deux"), seen=1)
    device.refresh_from_db()
    assert (device.name, current_version(device)) == ("Un", 2)


def test_a_device_of_before_versions_keeps_its_first_state(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation, reference="S-10", name="Ancien")
    change_device(maker, device, replace(SYRINGE, name="Nouveau"), seen=0)
    names = [version.content["name"] for version in device.versions.order_by("number")]
    assert names == ["Ancien", "Nouveau"]


@pytest.mark.parametrize("role", [Role.MAKER, Role.CLUSTER_STAFF, Role.BUYER])
def test_only_its_maker_changes_a_device(maker: Actor, role: Role) -> None:
    device = add_device(maker, SYRINGE)
    with pytest.raises(NotAllowed):
        change_device(an_actor(role), device, replace(SYRINGE, name="Volé"), seen=1)
    device.refresh_from_db()
    assert (device.name, device.versions.count()) == ("Seringue 10 mL", 1)


def test_the_form_adds_and_changes_without_losing_what_it_does_not_show(maker: Actor) -> None:
    client = signed_in(maker)
    address = reverse("industry:device-add") + "?famille=syringe_hypodermic"
    told = {"reference": "S-5", "name": "Seringue 5 mL", "pack_size": "100", "a_volume": "5,0"}
    wrong = client.post(address, {**told, "gtin": "6111234567890", "holds_1": "100"})
    client.post(address, {**told, "gtin": GTIN, "unit_1": "boite", "holds_1": "100", "gtin_1": BOX})

    assert wrong.status_code == 422
    assert "la clé est 5 et non 0" in wrong.content.decode()
    assert "sans niveau sauté" in wrong.content.decode()
    device = Device.objects.get(reference="S-5")
    assert device.attributes[0]["value"] == 5.0
    assert [(pack.unit, pack.quantity, pack.gtin) for pack in device.packs.all()] == [("boite", 100, BOX)]
    device.attributes = [*device.attributes, {**device.attributes[0], "name": "hors_schema"}]
    device.save()
    edit = reverse("industry:device-edit", args=[device.pk])
    client.post(edit, {**told, "name": "Autre nom", "a_volume": "6", "seen": "1"})
    device.refresh_from_db()
    assert [(one["name"], one["value"]) for one in device.attributes] == [
        ("volume", 6.0),
        ("hors_schema", 5.0),
    ]
    assert (device.name, device.packs.count()) == ("Autre nom", 0)


def test_every_class_may_be_stated_and_stays_when_something_else_is_changed(maker: Actor) -> None:
    assert get_args(RiskClass) == ("", *RISK_CLASS.choices)
    device = add_device(maker, replace(SYRINGE, risk_class="Ir"))
    edit = reverse("industry:device-edit", args=[device.pk])

    shown = signed_in(maker).get(edit).context["form"]

    assert [name for name, _label in shown.fields["risk_class"].choices] == ["", *RISK_CLASS.choices]
    assert shown["risk_class"].value() == "Ir"


def test_instructions_are_a_pdf_by_content(maker: Actor) -> None:
    device = add_device(maker, SYRINGE)
    address = reverse("industry:device-edit", args=[device.pk])
    client = signed_in(maker)
    client.post(
        address, {"seen": "1", "instructions": SimpleUploadedFile("notice.pdf", b"MZ\x90\x00\x03rien")}
    )
    device.refresh_from_db()
    assert (device.instructions, StoredFile.objects.count()) == (None, 0)
    client.post(address, {"seen": "1", "instructions": SimpleUploadedFile("notice.pdf", b"%PDF-1.7 x")})
    device.refresh_from_db()
    assert device.instructions is not None
    handed = client.get(reverse("industry:device-instructions", args=[device.pk]))
    assert b"".join(handed) == b"%PDF-1.7 x"
    assert AuditEvent.objects.filter(action="files.open").count() == 1


FAMILIES = [family for family in load() if family.attributes][::7]


@st.composite
def described(draw: st.DrawFn) -> tuple[Family, tuple[AttributeValue, ...]]:
    family = draw(st.sampled_from(FAMILIES))
    found = []
    for spec in draw(st.lists(st.sampled_from(family.attributes), unique_by=lambda spec: spec.name)):
        if spec.type is AttributeType.NUMBER:
            value = draw(st.floats(0, 10_000).map(lambda number: round(number, 4)))
            op = draw(st.sampled_from(Op))
            found.append(AttributeValue(spec.name, op, value, spec.implied_unit or spec.unit))
        elif spec.type is AttributeType.FLAG:
            found.append(AttributeValue(spec.name, Op.EQ, draw(st.booleans())))
        elif spec.choices:
            found.append(AttributeValue(spec.name, Op.EQ, draw(st.sampled_from(spec.choices))))
    return family, tuple(found)


@given(described())
def test_attributes_written_are_read_back_the_same(case: tuple[Family, tuple[AttributeValue, ...]]) -> None:
    family, attributes = case
    assert read_attributes(write_attributes(attributes), family) == attributes


@given(st.text())
def test_any_text_is_read_or_named_unreadable(text: str) -> None:
    try:
        read_attributes(text, FAMILIES[0])
    except Unreadable as problem:
        named = problem.part
    else:
        named = ""
    assert named in text


def exported(maker: Actor) -> bytes:
    return signed_in(maker).get(reverse("industry:devices-export")).content


def test_an_export_goes_in_again_as_it_is(maker: Actor) -> None:
    add_device(maker, replace(SYRINGE, name_ar="محقنة", name_en="=1+1"))
    add_device(maker, DeviceTerms("urine_bag", "P-1", 'Poche; de "recueil"'))
    client = signed_in(maker)
    file = SimpleUploadedFile("export.xlsx", exported(maker))

    response = client.post(reverse("industry:devices-upload"), {"file": file}, follow=True)

    context = response.context
    assert (context["created"], context["changed"], context["unchanged"]) == (0, 0, 2)
    assert (context["problems"], context["rejected"]) == ((), 0)


@pytest.mark.parametrize("read_in", ["fr", "ar", "en"])
@pytest.mark.parametrize("written_in", ["fr", "ar", "en"])
def test_what_is_exported_in_one_language_makes_the_same_catalogue_in_another(
    maker: Actor, written_in: str, read_in: str
) -> None:
    """Everything that describes an article goes through the file: attributes, packs, class, names, GTIN."""
    add_device(maker, replace(SYRINGE, name_ar="محقنة", name_en="Syringe", risk_class="IIa"))
    add_device(maker, DeviceTerms("urine_bag", "P-1", 'Poche; de "recueil"', risk_class="I"))
    out, other = signed_in(maker), an_actor(Role.MAKER)
    out.cookies["django_language"] = written_in
    file = SimpleUploadedFile("export.xlsx", out.get(reverse("industry:devices-export")).content)
    client = signed_in(other)
    client.cookies["django_language"] = read_in

    review = client.post(reverse("industry:devices-upload"), {"file": file}, follow=True)
    assert ([one.message() for one in review.context["problems"]], review.context["created"]) == ([], 2)
    client.post(review.redirect_chain[-1][0], {"reviewed": review.context["mark"]})

    own, made = (
        {one.reference: terms_of(one) for one in Device.objects.of_maker(actor.organisation.pk)}
        for actor in (maker, other)
    )
    assert len(made) == 2
    assert made == own


def test_columns_that_a_file_does_not_have_keep_what_stands(maker: Actor) -> None:
    device = add_device(maker, replace(SYRINGE, name_ar="محقنة", name_en="Syringe"))
    before = terms_of(device)
    client = signed_in(maker)
    content = "Référence;Famille;Désignation;Désignation en anglais\nS-10;syringe_hypodermic;Revue;\n"
    file = SimpleUploadedFile("d.csv", content.encode())

    review = client.post(reverse("industry:devices-upload"), {"file": file}, follow=True)
    client.post(review.redirect_chain[-1][0], {"reviewed": review.context["mark"]})

    # An empty cell says that there is none; no column says nothing.
    assert terms_of(Device.objects.get()) == replace(before, name="Revue", name_en="")


def test_a_withdrawn_article_and_one_gtin_written_twice_are_told_at_their_rows(maker: Actor) -> None:
    withdraw_device(maker, add_device(maker, SYRINGE))
    content = (
        "Référence;Famille;Désignation;GTIN;Couleur du carton\n"
        "S-10;syringe_hypodermic;Revue;;bleu\n"
        "N-1;urine_bag;Une;61112345;\n"
        "N-2;urine_bag;Deux;6111234567918;\n"
        "N-3;urine_bag;Trois;06111234567918;\n"
    )
    file = SimpleUploadedFile("d.csv", content.encode())
    review = signed_in(maker).post(reverse("industry:devices-upload"), {"file": file}, follow=True)
    told = [(one.row, one.message()) for one in review.context["problems"]]
    assert [row for row, _said in told] == [2, 3, 5]
    assert "retiré du catalogue" in told[0][1]
    assert "déjà plus haut" in told[2][1]
    assert (review.context["created"], review.context["unread"]) == (1, ("Couleur du carton",))
    assert "Couleur du carton" in review.content.decode()


def test_errors_say_sheet_row_and_column_and_the_rest_waits_for_confirmation(maker: Actor) -> None:
    add_device(maker, SYRINGE)
    client = signed_in(maker)
    content = (
        "Référence;Famille;Désignation;Caractéristiques;GTIN (UDI-DI);Niveau 1 emballage;Niveau 1 contient\n"
        f"S-10;Seringue hypodermique;Seringue 10 mL revue;volume = 10 mL;{GTIN};boîte;100\n"
        "N-1;syringe_hypodermic;Neuve;volume = 20 mL;;;\n"
        "N-1;syringe_hypodermic;Encore;;;;\n"
        ";zorglub;;;;;\n"
        "N-2;syringe_hypodermic;Fausse clé;;6111234567890;;\n"
        f"N-3;syringe_hypodermic;Prise;couleur de nuit;{GTIN};boite;beaucoup\n"
    )
    file = SimpleUploadedFile("dispositifs.csv", content.encode())

    review = client.post(reverse("industry:devices-upload"), {"file": file}, follow=True)

    context = review.context
    assert (context["created"], context["changed"], context["rejected"]) == (1, 1, 4)
    places = [(one.sheet, one.row, one.column) for one in context["problems"]]
    assert places == [
        ("dispositifs", 4, "Référence"),
        ("dispositifs", 5, "Référence"),
        ("dispositifs", 5, "Désignation"),
        ("dispositifs", 5, "Famille"),
        ("dispositifs", 6, "GTIN (UDI-DI)"),
        ("dispositifs", 7, "Caractéristiques"),
        ("dispositifs", 7, "Niveau 1 contient"),
    ]
    assert Device.objects.count() == 1
    address = review.redirect_chain[-1][0]
    client.post(address, {"reviewed": "rien"})
    assert Device.objects.count() == 1
    client.post(address, {"reviewed": context["mark"]})
    assert sorted(Device.objects.values_list("reference", "name")) == [
        ("N-1", "Neuve"),
        ("S-10", "Seringue 10 mL revue"),
    ]
    again = client.get(address + "rejets/").content
    rows = CalamineWorkbook.from_filelike(BytesIO(again)).get_sheet_by_index(0).to_python()
    assert len(rows) == 5
    corrected = SimpleUploadedFile("rejets.xlsx", again)
    back = client.post(reverse("industry:devices-upload"), {"file": corrected}, follow=True)
    assert back.context["unread"] == ()
    assert read_devices(read_workbook("r.xlsx", again), maker.organisation.pk, {}).rejected


def test_a_file_of_another_maker_is_not_there(maker: Actor) -> None:
    client = signed_in(maker)
    file = SimpleUploadedFile("d.csv", "Référence;Famille;Désignation\nA;urine_bag;Poche\n".encode())
    address = client.post(reverse("industry:devices-upload"), {"file": file}).url
    stranger = signed_in(an_actor(Role.MAKER))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"reviewed": ""}).status_code == 404
    assert not Device.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04rien", b"a;b;c\n1;2;3\n"])
def test_a_file_that_holds_no_devices_is_refused_with_words(maker: Actor, content: bytes) -> None:
    file = SimpleUploadedFile("d.csv", content)
    response = signed_in(maker).post(reverse("industry:devices-upload"), {"file": file})
    assert response.status_code == 422
    assert response.context["problem"]
    assert not StoredFile.objects.exists()
