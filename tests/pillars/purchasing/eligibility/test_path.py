"""The way of a device to the market: days by step, whose hands, where it waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import DeviceFactory, OfferFactory, OrganisationFactory, an_actor
from tests.web.api.caller import Caller
from tests.web.api.caller import said as told_by_api

from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.certification.models import CaseDocument, CertificationCase, Contract, TypeTest
from rakiza.pillars.industry.models import Device, Plant, ProductionLine
from rakiza.pillars.purchasing.eligibility.path import Holder, Leg, Mark, path_of, spans_of
from rakiza.pillars.purchasing.eligibility.path_queries import devices_on_their_way, paths_for, under_way
from rakiza.pillars.purchasing.eligibility.path_views import LEGS, WIDTH, draw
from rakiza.pillars.registration.models import Dossier, DossierDocument, Pause

START, TODAY = date(2026, 1, 1), date(2026, 11, 22)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_each_step_lasts_to_the_next_and_the_last_to_today() -> None:
    marks = [Mark(day(30), "review", Holder.BODY), Mark(day(0), "prepare", Holder.MAKER)]
    running = spans_of(Leg.CERTIFICATION, marks, day(50))
    assert [(one.step, one.days, one.ended) for one in running] == [
        ("prepare", 30, True),
        ("review", 20, False),
    ]
    ended = spans_of(Leg.CERTIFICATION, [*marks, Mark(day(40), None, Holder.BODY)], day(50))
    assert [(one.step, one.days, one.ended) for one in ended] == [("prepare", 30, True), ("review", 10, True)]


def test_a_way_counts_days_side_by_side_once() -> None:
    certified = spans_of(Leg.CERTIFICATION, [Mark(day(0), "prepare", Holder.MAKER)], day(40))
    declared = spans_of(Leg.DECLARATION, [Mark(day(10), "prepare", Holder.MAKER)], day(40))
    way = path_of([*declared, *certified])
    assert (way.days, way.held_by(Holder.MAKER), way.held_by(Holder.BODY)) == (40, 40, 0)
    assert way.longest == certified[0]
    assert (path_of([]).days, path_of([]).longest, draw(path_of([]))) == (0, None, None)


steps = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(["prepare", "review", "audits", None])), max_size=6
)


@given(steps, st.integers(0, 400))
def test_spans_follow_one_another_and_fit_the_drawing(
    found: list[tuple[int, str | None]], today: int
) -> None:
    marks = [Mark(day(on), step, Holder.MAKER) for on, step in found]
    spans = spans_of(Leg.CERTIFICATION, marks, day(today))
    way = path_of(spans)
    assert all(one.first <= one.last <= day(today) for one in spans)
    assert sum(one.days for one in spans) == way.held_by(Holder.MAKER) == way.days
    drawing = draw(way)
    assert (drawing is None) == (not spans)
    if drawing is not None:
        assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in drawing.bars)
        assert sum(bar.longest for bar in drawing.bars) == 1


@pytest.mark.django_db
def test_a_maker_follows_its_own_and_the_cluster_the_dates() -> None:
    maker, other, cluster = an_actor(Role.MAKER), an_actor(Role.MAKER), an_actor(Role.CLUSTER_STAFF)
    body, health = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.REGISTRATION_OFFICER)
    device = DeviceFactory(maker=maker.organisation)
    CertificationCase.objects.create(
        maker=maker.organisation,
        body=body.organisation,
        scheme="system",
        standard="ISO 13485:2016",
        state="certified",
        filed_on=date(2027, 1, 10),
        decided_on=date(2027, 6, 30),
    )
    dossier = Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=maker.organisation,
        authority=health.organisation,
        device=device,
        filed_on=date(2027, 7, 1),
        admitted_on=date(2027, 7, 20),
    )
    CertificationCase.objects.update(created_at="2026-12-01T12:00:00Z")
    Dossier.objects.filter(pk=dossier.pk).update(created_at="2027-06-01T12:00:00Z")
    today = date(2027, 9, 1)

    own = paths_for(maker, [device], today)[device.pk]
    assert [(one.leg, one.step, one.days) for one in own.spans] == [
        (Leg.CERTIFICATION, "prepare", 40),
        (Leg.CERTIFICATION, "review", 171),
        (Leg.REGISTRATION, "prepare", 30),
        (Leg.REGISTRATION, "completeness", 19),
        (Leg.REGISTRATION, "evaluation", 43),
    ]
    assert paths_for(cluster, [device], today)[device.pk] == own
    assert paths_for(an_actor(Role.COORDINATOR), [device], today)[device.pk].spans == ()
    assert list(devices_on_their_way(other)) == []
    with pytest.raises(NotAllowed):
        devices_on_their_way(an_actor(Role.BUYER))

    client = Client()
    client.force_login(maker.user)
    page = client.get(reverse("eligibility:path", args=[device.pk]))
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode().partition("<svg")[2].partition("</svg>")[0]
    client.force_login(other.user)
    assert client.get(reverse("eligibility:path", args=[device.pk])).status_code == 404
    client.force_login(cluster.user)
    assert client.get(reverse("eligibility:paths")).status_code == 200


def a_dossier(device: Device, *, process: str = "registration", **dates: object) -> Dossier:
    made = Dossier.objects.create(
        process=process,
        request="initial",
        applicant=device.maker,
        authority=an_actor(Role.REGISTRATION_OFFICER).organisation,
        device=device,
        internal_note="Réservé à l'autorité",
        remark="Notice à revoir",
        **dates,
    )
    Dossier.objects.filter(pk=made.pk).update(created_at="2027-01-01T12:00:00Z")
    return made


@pytest.mark.django_db
def test_days_with_the_applicant_are_its_own() -> None:
    maker = an_actor(Role.MAKER)
    device = DeviceFactory(maker=maker.organisation)
    dossier = a_dossier(device, filed_on=date(2027, 1, 11), admitted_on=date(2027, 2, 1), state="sent_back")
    Pause.objects.create(
        dossier=dossier, starts_on=date(2027, 1, 20), ends_on=date(2027, 1, 25), reason="evidence", remark="R"
    )
    Pause.objects.create(dossier=dossier, starts_on=date(2027, 2, 11), reason="evidence", remark="R")

    way = paths_for(an_actor(Role.CLUSTER_STAFF), [device], date(2027, 3, 1))[device.pk]

    assert [(one.step, one.holder, one.days, one.ended) for one in way.spans] == [
        ("prepare", Holder.MAKER, 10, True),
        ("completeness", Holder.AUTHORITY, 9, True),
        ("complete", Holder.MAKER, 5, True),
        ("completeness", Holder.AUTHORITY, 7, True),
        ("evaluation", Holder.AUTHORITY, 10, True),
        ("complete", Holder.MAKER, 18, False),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("process", "awaited"),
    [("registration", "commission"), ("declaration", "decision"), ("authorisation", "decision")],
)
def test_only_a_registration_waits_for_the_commission(process: str, awaited: str) -> None:
    device = DeviceFactory(maker=an_actor(Role.MAKER).organisation)
    day_one = date(2027, 1, 11)
    a_dossier(
        device, process=process, filed_on=day_one, admitted_on=day_one, evaluated_on=day_one, state=awaited
    )

    way = paths_for(an_actor(Role.CLUSTER_STAFF), [device], date(2027, 3, 1))[device.pk]

    assert [one.step for one in way.spans if not one.ended] == [awaited]


@pytest.mark.django_db
def test_a_dossier_that_was_given_up_no_longer_runs() -> None:
    maker = an_actor(Role.MAKER)
    device = DeviceFactory(maker=maker.organisation)
    dossier = a_dossier(device, filed_on=date(2027, 1, 11), state="cancelled")
    Dossier.objects.filter(pk=dossier.pk).update(updated_at="2027-02-11T12:00:00Z")
    way = paths_for(maker, [device], date(2027, 9, 1))[device.pk]
    assert [(one.days, one.ended) for one in way.spans] == [(10, True), (31, True)]


@pytest.mark.django_db
def test_the_cluster_reads_dates_and_never_what_a_dossier_says() -> None:
    device = DeviceFactory()
    a_dossier(device, filed_on=date(2026, 1, 11))
    client = Client()
    client.force_login(an_actor(Role.CLUSTER_STAFF).user)
    for address in (reverse("eligibility:paths"), reverse("eligibility:path", args=[device.pk])):
        page = client.get(address).content.decode()
        assert "Homologation : recevabilité" in page
        assert "Réservé à l" not in page
        assert "Notice à revoir" not in page
    dossier = Dossier.objects.get()
    assert client.get(reverse("registration:dossier", args=[dossier.pk])).status_code == 403


@pytest.mark.django_db
def test_the_list_is_filtered_by_what_is_under_way_and_by_maker() -> None:
    moving, still, certified = DeviceFactory(), DeviceFactory(), DeviceFactory()
    a_dossier(moving, filed_on=date(2026, 1, 11))
    a_dossier(still, filed_on=date(2026, 1, 11), decided_on=date(2026, 2, 1), state="granted")
    CertificationCase.objects.create(
        maker=certified.maker,
        body=an_actor(Role.CERTIFICATION_OFFICER).organisation,
        scheme="system",
        standard="ISO 13485:2016",
    )
    client = Client()
    client.force_login(an_actor(Role.CLUSTER_STAFF).user)

    def shown(**query: object) -> set[str]:
        page = client.get(reverse("eligibility:paths"), query).content.decode()
        addresses = {
            one.name: reverse("eligibility:path", args=[one.pk]) for one in (moving, still, certified)
        }
        return {name for name, address in addresses.items() if f'href="{address}"' in page}

    assert shown() == {moving.name, still.name, certified.name}
    assert shown(etape="registration") == {moving.name}
    assert shown(etape="certification") == {certified.name}
    assert shown(etape="declaration") == set()
    assert shown(fabricant=still.maker_id) == {still.name}
    assert shown(etape="zzzz", fabricant="zzzz") == {moving.name, still.name, certified.name}


def a_report(dossier: Dossier, on: date, *, section: str = "3.05", status: str = "to_review") -> None:
    version = dossier.documents.filter(section=section).count() + 1
    file = store([f"%PDF-1.4 {dossier.pk} {section} {version}".encode()], name="essais.pdf", organisation=dossier.applicant, uploaded_by=an_actor(Role.MAKER, dossier.applicant).user)  # fmt: skip
    made = DossierDocument.objects.create(
        dossier=dossier, section=section, language="fr", version=version, file=file, status=status
    )
    DossierDocument.objects.filter(pk=made.pk).update(created_at=noon(on))


def noon(on: date) -> str:
    return f"{on.isoformat()}T12:00:00Z"


def a_case(device: Device, *, scheme: str = "product", reports: tuple[date, ...] = (), **dates: object) -> CertificationCase:  # fmt: skip
    """Return a case opened on the first of January, with reports handed over on the days given."""
    body = an_actor(Role.CERTIFICATION_OFFICER).organisation
    made = CertificationCase.objects.create(
        maker=device.maker, body=body, scheme=scheme, standard="NM 21.4.003", **dates
    )
    CertificationCase.objects.filter(pk=made.pk).update(created_at=noon(date(2026, 1, 1)))
    for version, on in enumerate(reports, 1):
        file = store([f"%PDF-1.4 {made.pk} {version}".encode()], name="essais.pdf", organisation=device.maker, uploaded_by=an_actor(Role.MAKER, device.maker).user)  # fmt: skip
        piece = CaseDocument.objects.create(case=made, kind="test_report", version=version, file=file)
        CaseDocument.objects.filter(pk=piece.pk).update(created_at=noon(on))
    return made


def told(device: Device, today: date) -> list[tuple[date, date, bool]]:
    """Return the spans of tests of a device's way: first day, last day, whether they ended."""
    maker = an_actor(Role.MAKER, device.maker)
    way = paths_for(maker, [device], today)[device.pk]
    assert paths_for(an_actor(Role.CLUSTER_STAFF), [device], today)[device.pk] == way
    return [(one.first, one.last, one.ended) for one in way.spans if one.leg is Leg.TESTS]


@pytest.mark.django_db
def test_the_tests_of_a_case_run_from_its_opening_to_the_last_report_it_was_filed_with() -> None:
    device = DeviceFactory()
    filed = {"filed_on": date(2026, 4, 1), "state": "filed"}
    a_case(device, reports=(date(2026, 2, 10), date(2026, 3, 20), date(2026, 5, 1)), **filed)
    assert told(device, TODAY) == [(date(2026, 1, 1), date(2026, 3, 20), True)]


@pytest.mark.django_db
def test_a_contract_is_in_the_makers_hands_until_it_answers() -> None:
    device = DeviceFactory()
    case = a_case(device, scheme="system", filed_on=date(2026, 2, 1), state="offered")
    declined = {"state": "declined", "answered_on": date(2026, 3, 10)}
    Contract.objects.create(case=case, proposed_on=date(2026, 3, 1), **declined)
    Contract.objects.create(case=case, proposed_on=date(2026, 3, 20))

    spans = paths_for(an_actor(Role.MAKER, device.maker), [device], TODAY)[device.pk].spans
    assert [(one.step, one.holder, one.first, one.last) for one in spans] == [
        ("prepare", Holder.MAKER, date(2026, 1, 1), date(2026, 2, 1)),
        ("review", Holder.BODY, date(2026, 2, 1), date(2026, 3, 1)),
        ("contract", Holder.MAKER, date(2026, 3, 1), date(2026, 3, 10)),
        ("review", Holder.BODY, date(2026, 3, 10), date(2026, 3, 20)),
        ("contract", Holder.MAKER, date(2026, 3, 20), TODAY),
    ]


@pytest.mark.django_db
def test_the_tests_of_a_mark_run_from_their_order_to_the_laboratorys_report() -> None:
    waiting, done = DeviceFactory(), DeviceFactory()
    unnamed = DeviceFactory(maker=waiting.maker)
    for device in (waiting, done):
        case = a_case(device, filed_on=date(2026, 2, 1), state="tests")
        case.devices.set([device])
        TypeTest.objects.create(
            case=case,
            device=device,
            laboratory=OrganisationFactory(kind=OrganisationKind.LABORATORY),
            standard=case.standard,
            ordered_on=date(2026, 3, 1),
            ordered_by=an_actor(Role.CERTIFICATION_OFFICER, case.body).user,
            due_on=date(2026, 4, 1),
        )
    report = store([b"%PDF-1.4 essai"], name="essai.pdf", organisation=done.maker, uploaded_by=None)
    TypeTest.objects.filter(device=done).update(result="passed", report=report, reported_on=date(2026, 4, 15))

    assert told(waiting, TODAY) == [(date(2026, 3, 1), TODAY, False)]
    assert told(done, TODAY) == [(date(2026, 3, 1), date(2026, 4, 15), True)]
    assert told(unnamed, TODAY) == []
    staff, rows = an_actor(Role.CLUSTER_STAFF), Device.objects.all()
    assert list(under_way(staff, rows, Leg.TESTS)) == [waiting]
    assert set(under_way(staff, rows, Leg.CERTIFICATION)) == {waiting, done}


@pytest.mark.django_db
def test_the_tests_of_a_dossier_are_those_it_was_filed_with_and_those_it_was_sent_back_for() -> None:
    device = DeviceFactory()
    dossier = a_dossier(device, risk_class="IIb", filed_on=date(2027, 3, 1), state="evaluation")
    a_report(dossier, date(2027, 1, 21))
    a_report(dossier, date(2027, 2, 10), section="3.07")
    a_report(dossier, date(2027, 2, 20), section="3.02")  # the analysis of risks is no test
    Pause.objects.create(
        dossier=dossier, starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 30), reason="evidence", remark="R"
    )
    a_report(dossier, date(2027, 4, 20))
    assert told(device, date(2027, 9, 1)) == [
        (date(2027, 1, 1), date(2027, 2, 10), True),
        (date(2027, 4, 1), date(2027, 4, 20), True),
    ]


@pytest.mark.django_db
def test_a_report_to_correct_is_awaited_from_the_day_the_dossier_was_sent_back() -> None:
    device = DeviceFactory()
    dossier = a_dossier(device, risk_class="IIb", filed_on=date(2027, 3, 1), state="sent_back")
    a_report(dossier, date(2027, 2, 1), status="to_correct")
    Pause.objects.create(dossier=dossier, starts_on=date(2027, 4, 1), reason="evidence", remark="R")
    today = date(2027, 5, 1)
    before = (date(2027, 1, 1), date(2027, 2, 1), True)
    assert told(device, today) == [before, (date(2027, 4, 1), today, False)]
    a_report(dossier, date(2027, 4, 20))
    assert told(device, today) == [before, (date(2027, 4, 1), date(2027, 4, 20), True)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("risk_class", "request_", "awaited"),
    [("IIb", "initial", True), ("IVD", "initial", True), ("I", "initial", False), ("IIb", "renewal", False)],
)
def test_a_draft_awaits_tests_where_its_class_and_request_ask_for_them(
    risk_class: str, request_: str, *, awaited: bool
) -> None:
    device = DeviceFactory()
    a_dossier(device, risk_class=risk_class)
    Dossier.objects.update(request=request_)
    today = date(2027, 3, 1)
    assert told(device, today) == ([(date(2027, 1, 1), today, False)] if awaited else [])


@pytest.mark.django_db
def test_page_and_api_tell_the_tests_alike() -> None:
    waiting, tested, other = DeviceFactory(), DeviceFactory(), DeviceFactory()
    a_case(tested, reports=(date(2026, 3, 20),), filed_on=date(2026, 4, 1), state="filed")
    dossier = a_dossier(waiting, risk_class="III")
    Dossier.objects.update(created_at=noon(date(2026, 1, 1)))
    a_dossier(other, risk_class="I")
    cluster, client = an_actor(Role.CLUSTER_STAFF), Client()
    client.force_login(cluster.user)
    caller = Caller.of(cluster)

    page = client.get(reverse("eligibility:path", args=[tested.pk])).content.decode()
    assert page.count("Essais : jusqu") >= 2  # the bar and the row
    steps = told_by_api(caller.get(f"/paths/{tested.pk}"))["steps"]
    assert [one for one in steps if one["leg"] == "tests"] == [
        {
            "leg": "tests",
            "step": "tests",
            "holder": "maker",
            "first": "2026-01-01",
            "last": "2026-03-20",
            "days": 78,
            "ended": True,
        }
    ]
    listed = client.get(reverse("eligibility:paths"), {"etape": "tests"}).content.decode()
    shown = {one.pk: reverse("eligibility:path", args=[one.pk]) in listed for one in (waiting, tested, other)}
    assert shown == {waiting.pk: True, tested.pk: False, other.pk: False}
    (only,) = told_by_api(caller.get("/paths?leg=tests"))["items"]
    assert (only["id"], [one["ended"] for one in only["steps"] if one["leg"] == "tests"]) == (
        waiting.pk,
        [False],
    )
    a_report(dossier, TODAY)
    assert told_by_api(caller.get("/paths?leg=tests"))["items"] == []
    assert [row["id"] for row in told_by_api(caller.get(f"/paths?maker={tested.maker_id}"))["items"]] == [
        tested.pk
    ]
    assert caller.get("/paths?leg=zzzz").status_code == 422


@pytest.mark.django_db
def test_a_certification_of_another_site_is_not_on_the_way() -> None:
    maker, body = an_actor(Role.MAKER), an_actor(Role.CERTIFICATION_OFFICER)
    device, elsewhere = DeviceFactory(maker=maker.organisation), DeviceFactory(maker=maker.organisation)
    here, there = (
        Site.objects.create(
            organisation=maker.organisation, kind="plant", name=name, city="Fès", region="MA-03"
        )
        for name in ("Usine 1", "Usine 2")
    )
    for site, article in ((here, device), (there, elsewhere)):
        plant = Plant.objects.create(maker=maker.organisation, site=site)
        line = ProductionLine.objects.create(
            maker=maker.organisation, name=site.name, monthly_capacity=1, plant=plant
        )
        OfferFactory(device=article, line=line)
    nowhere = DeviceFactory(maker=maker.organisation)  # no offer says where: either plant may be it
    foreign = DeviceFactory(maker=maker.organisation)
    OfferFactory(device=foreign, line=None)
    CertificationCase.objects.create(
        maker=maker.organisation, body=body.organisation, scheme="system", standard="ISO 9001", site=here,
        filed_on=date(2026, 1, 10),
    )  # fmt: skip
    ways = paths_for(maker, [device, elsewhere, nowhere, foreign], date(2027, 1, 1))
    assert [bool(ways[one.pk].spans) for one in (device, elsewhere, nowhere, foreign)] == [
        True,
        False,
        True,
        True,
    ]


@pytest.mark.django_db
def test_the_list_costs_the_same_however_long(django_assert_max_num_queries: object) -> None:
    for _number in range(6):
        a_dossier(DeviceFactory(), filed_on=date(2026, 1, 11))
    client = Client()
    client.force_login(an_actor(Role.CLUSTER_STAFF).user)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert client.get(reverse("eligibility:paths"), {"etape": "registration"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Homologation"), ("ar", "التسجيل"), ("en", "Registration")]
)
def test_the_leg_of_registration_is_not_called_saving(language: str, said: str) -> None:
    """“Enregistrement” is also the word for saving, and was translated so."""
    with translation.override(language):
        assert str(LEGS[Leg.REGISTRATION]) == said
