"""The outline of a dossier, section by section, and which sections a request can't do without.

Registrations follow the tables of contents of the International Medical Device Regulators Forum
(RPS WG/N9 for devices, N13 for in-vitro diagnosis, editions of 2019). What decree 2-14-607 asks for is
placed in them; the spread by class is the platform's own default, to be confirmed by the authority.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.pillars.registration.enums import (
    AuthorisationPurpose,
    DocumentLanguage,
    DocumentStatus,
    Lack,
    Process,
    Request,
    RiskClass,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of an outline."""

    code: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections that belong together."""

    label: str | Promise
    sections: tuple[Section, ...]


class Piece(Protocol):
    """What completeness reads of a document."""

    section: str
    language: str
    version: int
    status: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A section that keeps a dossier from being complete, and why."""

    section: Section
    lack: Lack


_ADMINISTRATIVE = Chapter(
    _("1. Informations administratives"),
    (
        Section("1.01", _("Lettre de demande")),
        Section("1.04", _("Formulaire et informations administratives")),
        Section("1.05", _("Liste des dispositifs et références")),
        Section("1.06", _("Certificat du système de management de la qualité (ISO 13485)")),
        Section("1.07", _("Certificat de vente libre, marquage CE ou autorisation étrangère")),
        Section("1.12", _("Déclaration de conformité")),
        Section("1.14", _("Autorisation du fabricant ou accord du titulaire")),
    ),
)
_CONTEXT = Chapter(
    _("2. Contexte de la demande"),
    (
        Section("2.04", _("Description du dispositif")),
        Section("2.05", _("Destination, indications et contre-indications")),
        Section("2.06", _("Historique de mise sur le marché")),
    ),
)
_CLINICAL = Chapter(_("4. Preuves cliniques"), (Section("4.02", _("Évaluation clinique ou investigation")),))
_LABELLING = Chapter(
    _("5. Étiquetage et documents d'accompagnement"),
    (
        Section("5.02", _("Étiquetage")),
        Section("5.03", _("Notice d'utilisation")),
        Section("5.09", _("Catalogue ou brochure")),
    ),
)
_QUALITY = Chapter(
    _("6. Système de management de la qualité"),
    (
        Section("6A", _("Procédures du système")),
        Section("6B", _("Informations propres au dispositif")),
    ),
)
_COMMON_EVIDENCE = (
    Section("3.02", _("Gestion des risques")),
    Section("3.03", _("Liste des exigences essentielles")),
    Section("3.04", _("Normes appliquées")),
)
DEVICE = (
    _ADMINISTRATIVE,
    _CONTEXT,
    Chapter(
        _("3. Preuves non cliniques"),
        (
            *_COMMON_EVIDENCE,
            Section("3.05", _("Essais non cliniques")),
            Section("3.07", _("Durée de conservation et validation de l'emballage")),
        ),
    ),
    _CLINICAL,
    _LABELLING,
    _QUALITY,
)
IN_VITRO = (
    _ADMINISTRATIVE,
    _CONTEXT,
    Chapter(
        _("3. Performances analytiques et autres preuves"),
        (
            *_COMMON_EVIDENCE,
            Section("3.05", _("Performances analytiques")),
            Section("3.06", _("Autres études")),
        ),
    ),
    Chapter(_("4. Preuves cliniques"), (Section("4.02", _("Performances cliniques")),)),
    _LABELLING,
    _QUALITY,
)
ESTABLISHMENT = (
    Chapter(
        _("Établissement"),
        (
            Section("E.1", _("Lettre de demande")),
            Section("E.2", _("Statuts dont l'objet couvre les dispositifs médicaux")),
            Section("E.3", _("Registre de commerce")),
            Section("E.4", _("Personnel et formation")),
            Section("E.5", _("Plans du site")),
        ),
    ),
)
SPECIFIC = (
    Chapter(
        _("Autorisation spécifique"),
        (
            Section("A.1", _("Demande motivée")),
            Section("A.2", _("Description du dispositif")),
            Section("A.3", _("Protocole et avis du comité d'éthique")),
            Section("A.4", _("Prescription")),
            Section("A.5", _("Destination et contrat de remise en état")),
            Section("A.6", _("Accord du destinataire des échantillons")),
        ),
    ),
)

_BASE = frozenset({"1.04", "1.12", "2.04", "2.05", "3.03", "5.02", "5.03"})
_INITIAL: dict[str, frozenset[str]] = {
    RiskClass.I: _BASE,
    RiskClass.IM: _BASE | {"1.06"},
    RiskClass.IS: _BASE | {"1.06", "3.05"},
    RiskClass.IIA: _BASE | {"1.06", "3.02", "3.05"},
    RiskClass.IIB: _BASE | {"1.06", "3.02", "3.05", "4.02"},
    RiskClass.III: _BASE | {"1.06", "3.02", "3.04", "3.05", "4.02"},
    RiskClass.IVD: _BASE | {"1.06", "3.02", "3.05", "4.02"},
}
_LATER: dict[str, frozenset[str]] = {
    Request.RENEWAL: frozenset({"1.04", "1.12", "2.06", "5.02", "5.03"}),
    Request.AMENDMENT: frozenset({"1.01", "1.12"}),
    Request.TRANSFER: frozenset({"1.01", "1.12", "1.14", "5.02"}),
}
_ESTABLISHMENT: dict[str, frozenset[str]] = {
    Request.INITIAL: frozenset({"E.1", "E.2", "E.3", "E.4", "E.5"}),
    Request.AMENDMENT: frozenset({"E.1"}),
    Request.CESSATION: frozenset({"E.1"}),
}
_OF_PURPOSE: dict[str, str] = {
    AuthorisationPurpose.EXPERIMENTAL: "A.3",
    AuthorisationPurpose.NAMED_PATIENT: "A.4",
    AuthorisationPurpose.CUSTOM_MADE: "A.4",
    AuthorisationPurpose.REFURBISH_EXPORT: "A.5",
    AuthorisationPurpose.EVALUATION_SAMPLE: "A.6",
    AuthorisationPurpose.DEMONSTRATION_SAMPLE: "A.6",
}
# Where reports of tests stand: non-clinical tests or analytical performance, other studies, packaging and shelf life.
TESTS = frozenset({"3.05", "3.06", "3.07"})
# What a user reads must be written in French or in Arabic.
READ_BY_USERS = frozenset({"5.02", "5.03"})


def outline(process: str, risk_class: str) -> tuple[Chapter, ...]:
    """Return the chapters of a dossier, in order."""
    if process == Process.DECLARATION:
        return ESTABLISHMENT
    if process == Process.AUTHORISATION:
        return SPECIFIC
    return IN_VITRO if risk_class == RiskClass.IVD else DEVICE


def sections(process: str, risk_class: str) -> tuple[Section, ...]:
    """Return the sections of a dossier, in order."""
    return tuple(section for chapter in outline(process, risk_class) for section in chapter.sections)


def section_elsewhere(process: str, code: str) -> Section | None:
    """Return a section of the outline of any class."""
    of_all = (*sections(process, ""), *sections(process, RiskClass.IVD))
    return next((section for section in of_all if section.code == code), None)


def needed(process: str, request: str, *, risk_class: str = "", purpose: str = "") -> frozenset[str]:
    """Return the codes of the sections without which a dossier can't be filed."""
    if process == Process.DECLARATION:
        return _ESTABLISHMENT[request]
    if process == Process.AUTHORISATION:
        return frozenset({"A.1", "A.2", _OF_PURPOSE[purpose]})
    return _LATER[request] if request in _LATER else _INITIAL[risk_class]


def latest(pieces: Iterable[Piece]) -> dict[tuple[str, str], Piece]:
    """Return the last version of each section in each language, but for what is set aside."""
    found: dict[tuple[str, str], Piece] = {}
    for piece in pieces:
        key = (piece.section, piece.language)
        if key not in found or found[key].version < piece.version:
            found[key] = piece
    return {key: piece for key, piece in found.items() if piece.status != DocumentStatus.SET_ASIDE}


def missing(
    listed: Iterable[Section], wanted: Collection[str], pieces: Iterable[Piece]
) -> tuple[Missing, ...]:
    """Return what keeps a dossier from being complete, in the order of its outline."""
    standing = latest(pieces)
    found = []
    for section in listed:
        own = [piece for (code, _language), piece in standing.items() if code == section.code]
        lack = _lack(section.code, own, wanted=section.code in wanted)
        if lack is not None:
            found.append(Missing(section, lack))
    return tuple(found)


def _lack(code: str, own: Collection[Piece], *, wanted: bool) -> Lack | None:
    if any(piece.status == DocumentStatus.TO_CORRECT for piece in own):
        return Lack.TO_CORRECT
    if not wanted:
        return None
    if not own:
        return Lack.ABSENT
    readable = {DocumentLanguage.FR.value, DocumentLanguage.AR.value}
    if code in READ_BY_USERS and not any(piece.language in readable for piece in own):
        return Lack.LANGUAGE
    return None
