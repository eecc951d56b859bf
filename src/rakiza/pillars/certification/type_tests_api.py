"""Endpoints of an NM mark: its products, the tests ordered from laboratories, their reports."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Form, Router

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.finding import named
from rakiza.kernel.api.schemas import Number
from rakiza.kernel.api.uploads import Joined, joining
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification.api import case_or_404, detail, own_devices
from rakiza.pillars.certification.models import TypeTest
from rakiza.pillars.certification.product_actions import name_products
from rakiza.pillars.certification.schemas import CaseDetail
from rakiza.pillars.certification.type_test_schemas import OrderedTest, ProductsTaken, ReportedTest
from rakiza.pillars.certification.type_tests import LabReport, order_test, report_test

router = Router(tags=["certification"])


@router.post(
    "/cases/{int:number}/transitions/name-products", response=CaseDetail, summary="Name a mark's products"
)
def products(request: HttpRequest, number: Number, given: ProductsTaken) -> CaseDetail:
    """Name the products of an NM mark while its case is the maker's to prepare."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.prepare", shown)
    name_products(actor, shown, devices=own_devices(shown.maker_id, given.devices))
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/order-test", response=CaseDetail, summary="Order a type test")
def order(request: HttpRequest, number: Number, given: OrderedTest) -> CaseDetail:
    """Have one product of an NM mark tested by a laboratory."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.handle", shown)
    laboratories = Organisation.objects.active().filter(kind=OrganisationKind.LABORATORY)
    order_test(
        actor,
        shown,
        device=named(shown.devices.all(), given.device, "#/device"),
        laboratory=named(laboratories, given.laboratory, "#/laboratory"),
        standard=given.standard,
        due_on=given.due_on,
    )
    return detail(actor, number)


@router.post(
    "/cases/{int:number}/transitions/report-test",
    response=CaseDetail,
    summary="Report a type test",
    auth=WITH_FILE,
)
def report(
    request: HttpRequest, number: Number, given: Annotated[ReportedTest, Form()], file: Joined
) -> CaseDetail:
    """Write down what a laboratory found, with its report; a failed test sends the case back to its maker."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.handle", shown)
    test = named(TypeTest.objects.filter(case=shown), given.test, "#/test")
    said = LabReport(given.result, given.reported_on, given.failure, given.remark)
    with joining():
        report_test(actor, shown, test=test, report=said, file=keep_piece(actor, file))
    return detail(actor, number)
