"""The minutes of a session of the commission."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext as _

from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.wording import in_language
from rakiza.kernel.wording.formats import day, number
from rakiza.kernel.wording.language import apart
from rakiza.pillars.registration.models import AgendaItem, CommissionSession
from rakiza.pillars.registration.moving import subject_in


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the template lays out; `rows` follow `heads`."""

    language: str
    direction: str
    title: str
    authority: str
    date: str
    present: str
    draft: str
    heads: list[str]
    rows: list[list[str]]


def write_minutes_pdf(session: CommissionSession, path: Path, language: str) -> None:
    """Write the minutes as an A4 document; a session that isn't closed prints as a draft."""
    with in_language(language) as code:
        items = session.items.select_related("dossier__applicant", "dossier__device")
        content = Minutes(
            language=code,
            direction="rtl" if code == "ar" else "ltr",
            title=_("Procès-verbal de la commission"),
            authority=session.authority.name_in(code),
            date=_("Séance du %(date)s") % {"date": day(session.held_on)},
            present=_("Membres présents : %(count)s") % {"count": number(session.present)}
            if session.present
            else "",
            draft="" if session.closed_at else _("brouillon"),
            heads=[_("Dispositif"), _("Demandeur"), _("Classe"), _("Avis"), _("Motifs")],
            rows=[_row(item, code) for item in items],
        )
    template = files("rakiza.pillars.registration") / "minutes.typ"
    write_pdf(path, template, asdict(content), created=session.held_on)


def _row(item: AgendaItem, language: str) -> list[str]:
    dossier = item.dossier
    return [
        subject_in(dossier, language),
        dossier.applicant.name_in(language),
        str(dossier.get_risk_class_display()),
        str(item.get_opinion_display()) if item.opinion else _("sans avis"),
        apart(item.grounds),
    ]
