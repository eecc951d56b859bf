"""The makers' rooms in the house: one object of each kind, its addresses, and what each form is sent."""

from __future__ import annotations

from tests.factories import OrganisationFactory
from tests.factories.pictures import a_png

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import (
    BillInput,
    BillOfMaterials,
    ContentAudit,
    Contest,
    Device,
    DevicePicture,
    Plant,
    ProductionLine,
)
from rakiza.pillars.industry.pictures.actions import Upload, add_pictures

FILE = "dispositifs.csv"


def leave_industry(maker: Actor) -> None:
    """Leave a plant with a line on the maker's site, and a site where none is declared yet."""
    organisation = maker.organisation
    site = Site.objects.get(organisation=organisation)
    plant = Plant.objects.create(maker=organisation, site=site, materials=["pvc"])
    ProductionLine.objects.create(
        maker=organisation, plant=plant, name="Presse", process="injection_moulding", monthly_capacity=1000
    )
    _leave_devices(maker)
    _leave_content(maker)
    Site.objects.create(organisation=organisation, kind="plant", name="Annexe", city="Safi", region="MA-07")


def _leave_devices(maker: Actor) -> None:
    """Leave a file of devices with a row that is refused, and instructions of the first device."""
    organisation = maker.organisation
    row = "S-30;syringe_hypodermic;Seringue 30 mL"
    content = f"Référence;Famille;Désignation;GTIN (UDI-DI)\n{row};\nS-31;syringe_hypodermic;Seringue;123\n"
    store([content.encode()], name=FILE, organisation=organisation, uploaded_by=maker.user)
    kept = store([b"%PDF-1.7"], name="notice.pdf", organisation=organisation, uploaded_by=maker.user)
    Device.objects.filter(maker=organisation).update(instructions=kept)
    own = Device.objects.filter(maker=organisation).earliest("pk")
    add_pictures(maker, own, [Upload("face.png", a_png())], seen=current_version(own))


def _leave_content(maker: Actor) -> None:
    """Leave a declared bill with an input and its evidence, contested by somebody else."""
    device = Device.objects.filter(maker=maker.organisation).earliest("pk")
    kept = store([b"facture,1"], name="facture.csv", organisation=maker.organisation, uploaded_by=maker.user)
    bill = BillOfMaterials.objects.create(
        device=device, price=2, own_cost=1, state="declared", share="0.6", declared_on="2026-01-01"
    )
    BillInput.objects.create(bill=bill, name="Boîte", quantity=1, unit_cost=1, origin="local", evidence=kept)
    Contest.objects.create(bill=bill, opened_by=OrganisationFactory(), share="0.6", reason="Doute")


def leave_audit(auditor: Actor) -> None:
    """Leave a decided control of the declared bill, opened by the cluster's person."""
    ContentAudit.objects.create(
        bill=BillOfMaterials.objects.get(),
        year=2025,
        share="0.6",
        method="cost_share",
        auditor=auditor.user,
        state="confirmed",
        remark="Une facture manque.",
        decision="Facture vue.",
    )


def devices_file() -> StoredFile:
    """Return the file of devices."""
    return StoredFile.objects.get(original_name=FILE)


def industry_addresses() -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the makers' rooms are about."""
    device, file = Device.objects.exclude(instructions=None).earliest("pk").pk, devices_file().pk
    plant, line = Plant.objects.get().pk, ProductionLine.objects.get(name="Presse").pk
    item, contest = BillInput.objects.get().pk, Contest.objects.get().pk
    picture = DevicePicture.objects.get().pk
    of_device = ("edit", "versions", "instructions", "show", "pictures")
    audit = ContentAudit.objects.get().pk
    of_content = (
        "content",
        "content-describe",
        "content-input",
        "content-declare",
        "content-contest",
        "content-open-audit",
    )
    return {
        **{f"industry:{page}": (device,) for page in of_content},
        **{f"industry:content-{page}": (item,) for page in ("remove", "evidence")},
        "industry:contest-step": (contest, "repondre"),
        "industry:content-audit": (audit,),
        "industry:audit-step": (audit, "constats"),
        **{f"industry:device-{page}": (device,) for page in of_device},
        "industry:picture": (picture,),
        "industry:picture-step": (device, picture, "decrire"),
        **{f"industry:devices-{page}": (file,) for page in ("review", "rejected")},
        **{f"industry:{page}": (plant,) for page in ("plant", "plant-edit", "plant-close")},
        **{f"industry:{page}": (line,) for page in ("line-edit", "line-close")},
    }
