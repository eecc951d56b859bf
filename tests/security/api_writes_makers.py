"""What programs may change in the makers' rooms beside their catalogue: local content, controls, pictures."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from tests.factories.pictures import a_png
from tests.security.api_write import MAKER, STAFF, Made, Write, a_picture, empty
from tests.security.house import House

from rakiza.kernel.organisations.enums import MEMBERS, Role
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import BillInput, ContentAudit, Contest, Device, DevicePicture
from rakiza.pillars.industry.pictures.actions import Upload, add_pictures, remove_picture

CONTROLLER, SECOND = frozenset({Role.CLUSTER_STAFF}), frozenset({Role.ADMINISTRATOR})
INPUT: Made = {"name": "Sachet", "quantity": "1", "unit_cost": "0.1", "origin": "imported"}


def _latest() -> DevicePicture:
    return DevicePicture.objects.latest("pk")


def _device() -> Device:
    return _latest().device


def device(path: str = "", room: str = "local-content") -> Callable[[House], str]:
    return lambda _house: f"/{room}/{_device().pk}{path}"


def picture(path: str = "") -> Callable[[House], str]:
    return lambda _house: f"/devices/{_device().pk}/pictures/{DevicePicture.objects.latest('pk').pk}{path}"


def contest(step: str) -> Callable[[House], str]:
    return lambda _house: f"/local-content/contests/{Contest.objects.get().pk}/transitions/{step}"


def control(step: str) -> Callable[[House], str]:
    return lambda _house: f"/local-content/audits/{ContentAudit.objects.get().pk}/transitions/{step}"


def control_in(state: str, **more: object) -> Callable[[House], object]:
    return lambda _house: ContentAudit.objects.update(state=state, decision="", **more)


def two_pictures(house: House) -> None:
    add_pictures(
        house.people[Role.MAKER], _device(), [Upload("dos.png", a_png(80))], seen=current_version(_device())
    )


def taken_off(house: House) -> None:
    one = _latest()
    remove_picture(house.people[Role.MAKER], one, seen=current_version(one.device))


def seen(**more: object) -> Callable[[House], Made]:
    return lambda _house: {"seen": current_version(_device()), **more}


MAKERS_WRITES: dict[str, Write] = {
    "pictures_add": Write(
        "POST",
        device("/pictures", "devices"),
        seen(),
        MAKER,
        "industry.add_pictures",
        file=True,
        piece=a_picture,
    ),
    "pictures_describe": Write("PUT", picture(), seen(alt_fr="De face"), MAKER, "industry.change_picture"),
    "pictures_advance": Write(
        "POST", picture("/transitions/advance"), seen(), MAKER, "industry.change_picture", two_pictures
    ),
    "pictures_remove": Write(
        "POST", picture("/transitions/remove"), seen(), MAKER, "industry.change_picture"
    ),
    "pictures_restore": Write(
        "POST", picture("/transitions/restore"), seen(), MAKER, "industry.change_picture", taken_off
    ),
    "pictures_instruct": Write(
        "POST", device("/instructions", "devices"), seen(), MAKER, "industry.give_instructions", file=True
    ),
    "local_content_describe": Write(
        "PUT", device(), lambda _: {"price": "2.5", "own_cost": "1"}, MAKER, "industry.describe_bill"
    ),
    "local_content_add_input": Write("POST", device("/inputs"), lambda _: INPUT, MAKER, "industry.add_input"),
    "local_content_add_input_with_evidence": Write(
        "POST",
        device("/inputs-with-evidence"),
        lambda _: {**INPUT, "origin": "local"},
        MAKER,
        "industry.add_input",
        file=True,
    ),
    "local_content_remove_input": Write(
        "POST",
        lambda _: f"/local-content/inputs/{BillInput.objects.get().pk}/transitions/remove",
        empty,
        MAKER,
        "industry.remove_input",
    ),
    "local_content_declare": Write(
        "POST",
        device("/transitions/declare"),
        empty,
        MAKER,
        "industry.declare_content",
        lambda _house: Contest.objects.update(state="dismissed"),
    ),
    "local_content_contest": Write(
        "POST",
        device("/transitions/contest"),
        lambda _: {"reason": "Doute"},
        MEMBERS - MAKER,
        "industry.contest",
        alone=False,
    ),
    "local_content_answer": Write(
        "POST", contest("answer"), lambda _: {"answer": "Facture"}, MAKER, "industry.answer_contest"
    ),
    "local_content_settle": Write(
        "POST",
        contest("settle"),
        lambda _: {"upheld": True, "reason": "Preuve absente"},
        STAFF,
        "industry.settle_contest",
        alone=False,
    ),
    "content_audits_open_audit": Write(
        "POST",
        device("", "local-content/audits/of-device"),
        lambda _: {"year": timezone.localdate().year, "reason": "Doute"},
        STAFF,
        "industry.open_audit",
        alone=False,
    ),
    "content_audits_send_findings": Write(
        "POST",
        control("send-findings"),
        lambda _: {"remark": "Une facture manque.", "consequence": "correct", "corrected_share": "0.5"},
        CONTROLLER,
        "industry.send_findings",
        control_in("open"),
        alone=False,
    ),
    "content_audits_answer": Write(
        "POST",
        control("answer"),
        lambda _: {"agrees": False, "answer": "La facture est jointe."},
        MAKER,
        "industry.answer_findings",
        control_in("sent", consequence="withdraw"),
    ),
    "content_audits_decide": Write(
        "POST",
        control("decide"),
        lambda _: {"upheld": True, "reason": "Facture vue"},
        SECOND,
        "industry.decide_audit",
        control_in("agreed", consequence="none"),
        alone=False,
    ),
}
