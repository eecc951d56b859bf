"""What the addresses of the rooms are about, in the house that the security tests walk through."""

from __future__ import annotations

from rakiza.kernel.files.models import StoredFile
from rakiza.pillars.certification.models import (
    CaseDocument,
    CertificateProposal,
    CertificationCase,
    Finding,
    StandardEdition,
)
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.plans.models import Lot
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario
from rakiza.pillars.registration.models import (
    AgendaItem,
    CommissionSession,
    Dossier,
    DossierDocument,
    TitleProposal,
)


def of_cases() -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the case and its edition are about."""
    case = CertificationCase.objects.get().pk
    return {
        "certification:edition": (StandardEdition.objects.latest("pk").pk,),
        "certification:settle-proposal": (CertificateProposal.objects.get().pk, "confirmer"),
        **{
            f"certification:{page}": (certificates_file().pk,)
            for page in ("certificates-review", "certificates-rejected")
        },
        "certification:settle-file": (certificates_file().pk, "confirmer"),
        "certification:case": (case,),
        "certification:add-document": (case,),
        "certification:case-file": (case, CaseDocument.objects.get().file_id),
        "certification:case-step": (case, "abandonner"),
        "certification:finding": (Finding.objects.get().pk, "repondre"),
    }


def of_certificate(certificate: int) -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the certificate are about."""
    return {
        "certification:certificate": (certificate,),
        "certification:attach": (certificate,),
        "certification:change": (certificate, "suspendre"),
    }


def of_alert() -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the first alert are about."""
    first = TitleAlert.objects.order_by("pk").values_list("pk", flat=True).first()
    return {"eligibility:alert": (first or 0,)}


TITLES = "titres.csv"
CERTIFICATES = "certificats.csv"


def certificates_file() -> StoredFile:
    """Return the body's file."""
    return StoredFile.objects.get(original_name=CERTIFICATES)


def titles_file() -> StoredFile:
    """Return the register's file."""
    return StoredFile.objects.get(original_name=TITLES)


def of_dossiers(title: int) -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the dossier and the title are about."""
    dossier, document = Dossier.objects.get().pk, DossierDocument.objects.get()
    session = CommissionSession.objects.get().pk
    item = AgendaItem.objects.values_list("pk", flat=True).first() or 0
    return {
        "registration:grant": ("registration",),
        "registration:settle-proposal": (TitleProposal.objects.get().pk, "confirmer"),
        **{f"registration:{page}": (titles_file().pk,) for page in ("titles-review", "titles-rejected")},
        "registration:settle-file": (titles_file().pk, "confirmer"),
        "registration:title": ("registration", title),
        "registration:change": ("registration", title, "suspendre"),
        "registration:certificate": ("registration", title),
        "registration:cede": (title,),
        "registration:open-dossier": ("registration",),
        **{f"registration:{page}": (dossier,) for page in ("dossier", "check")},
        "registration:section": (dossier, "1.04"),
        "registration:add-document": (dossier, "1.04"),
        "registration:review-document": (dossier, document.pk),
        "registration:dossier-file": (dossier, document.file_id),
        "registration:dossier-step": (dossier, "abandonner"),
        **{
            f"registration:{page}": (session,)
            for page in ("session", "close-session", "minutes", "complete-agenda", "move-session")
        },
        "registration:opine": (item,),
    }


def of_scenarios(plan: int) -> dict[str, tuple[object, ...]]:
    """Return what the addresses of scenarios and analyses are about."""
    one = (plan, Scenario.objects.get().pk) if Scenario.objects.exists() else (plan, 0)
    about_one = ("scenario", "edit", "run", "cancel", "progress", "archive", "delete", "adopt", "undo")
    return {
        **{f"scenarios:{page}": (plan,) for page in ("list", "compare", "create", "analyse")},
        **{f"scenarios:{page}": one for page in about_one},
        "scenarios:panel": (plan, "rules"),
        "scenarios:lot-panel": (Lot.objects.get().pk,),
        "scenarios:stop": (plan, Analysis.objects.get().pk),
        "scenarios:point": (plan, Analysis.objects.get().pk, 0),
    }


def of_orders(plan: int) -> dict[str, tuple[object, ...]]:
    """Return what the addresses of orders are about; none where the plan isn't published."""
    order = Order.objects.values_list("pk", flat=True).first() or 0
    return {
        "orders:new": (plan,),
        **{f"orders:{page}": (order,) for page in ("order", "change", "pdf")},
        "orders:step": (order, "annuler"),
    }
