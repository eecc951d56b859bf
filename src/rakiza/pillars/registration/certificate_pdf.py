"""The printed title: French and Arabic side by side, with the QR code that leads to its public check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.documents.qr import qr_svg
from rakiza.kernel.wording import in_language
from rakiza.kernel.wording.formats import day, listed
from rakiza.pillars.registration.enums import PublicState
from rakiza.pillars.registration.models import AnyTitle
from rakiza.pillars.registration.register import PublicTitle, public_title


@dataclass(frozen=True, slots=True)
class Side:
    """One language's reading of a title: heading, labels and values in the same order."""

    authority: str
    heading: str
    labels: list[str]
    values: list[str]
    law: str
    check: str
    across: str
    notice: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the template lays out."""

    number: str
    url: str
    french: Side
    arabic: Side


def verification_address(title: AnyTitle) -> str:
    """Return the public address of a title's check."""
    return settings.RAKIZA_ADDRESS + reverse("registration:verify", args=[title.verification_code])


def write_certificate_pdf(title: AnyTitle, kind: str, path: Path, today: date) -> None:
    """Write a title as an A4 page as it stands on a day; the same day gives the same bytes."""
    address = verification_address(title)
    content = Certificate(
        title.number, address, _side(title, kind, today, "fr"), _side(title, kind, today, "ar")
    )
    template = files("rakiza.pillars.registration") / "certificate.typ"
    write_pdf(path, template, asdict(content), assets={"qr.svg": qr_svg(address)}, created=today)


def _side(title: AnyTitle, kind: str, today: date, language: str) -> Side:
    with in_language(language):
        shown = public_title(title, kind, today, language)
        rows = _rows(shown)
        return Side(
            authority=f"{shown.authority} ({shown.competent})",
            heading=str(title._meta.verbose_name),
            labels=[label for label, _value in rows],
            values=[value for _label, value in rows],
            law=_law(kind),
            check=_("Vérifiez ce titre : scannez le code ou ouvrez l'adresse."),
            across="" if shown.state == PublicState.VALID else str(shown.state.label),
            notice=_("Document de démonstration, sans valeur") if shown.demonstration else "",
        )


def _rows(shown: PublicTitle) -> list[tuple[str, str]]:
    end = day(shown.valid_to) if shown.valid_to else _("sans terme")
    rows = [
        (_("Titulaire"), shown.holder),
        (_("Dispositif"), shown.device),
        (_("Référence"), shown.reference),
        (_("Famille"), shown.family),
        (_("Classe de risque"), shown.risk_class),
        (_("Activités"), listed(shown.activities)),
        (_("Objet"), shown.purpose),
        (_("Valable du"), day(shown.valid_from)),
        (_("Valable au"), end),
        (_("Site fermé le"), _closed(shown.site_closed_on)),
    ]
    return [(label, value) for label, value in rows if value]


def _closed(closed: date | None) -> str:
    return _("%(date)s ; ne couvre aucune livraison depuis") % {"date": day(closed)} if closed else ""


def _law(kind: str) -> str:
    return {
        "declaration": _("Loi 84-12, article 7"),
        "registration": _("Loi 84-12, article 12 ; décret 2-14-607"),
        "authorisation": _("Loi 84-12, article 13"),
    }[kind]
