"""States of certificates, and of the cases that lead to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateState(models.TextChoices):
    """Where a certificate stands; expiry is a matter of dates, not a state."""

    VALID = "valid", _("délivré")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")


class Scheme(models.TextChoices):
    """What is certified."""

    SYSTEM = "system", _("système de management")
    PRODUCT = "product", _("marque de produit NM")


class CaseState(models.TextChoices):
    """Where a case stands; each step of `process` says from which state to which it leads."""

    DRAFT = "draft", _("brouillon")
    FILED = "filed", _("déposé, à examiner")
    SENT_BACK = "sent_back", _("renvoyé, à compléter")
    ACCEPTED = "accepted", _("accepté, contrat à proposer")
    OFFERED = "offered", _("contrat proposé, à accepter")
    AGREED = "agreed", _("contrat accepté, étape 1 à planifier")
    TESTS = "tests", _("essais de type en cours")
    FACTORY_READY = "factory_ready", _("essais réussis, audit d'usine à planifier")
    FACTORY = "factory", _("audit d'usine planifié")
    STAGE_1 = "stage_1", _("étape 1 planifiée")
    STAGE_2_READY = "stage_2_ready", _("étape 2 à planifier")
    STAGE_2 = "stage_2", _("étape 2 planifiée")
    FINDINGS = "findings", _("écarts à lever")
    DECISION = "decision", _("décision à prendre")
    CERTIFIED = "certified", _("certifié")
    REFUSED = "refused", _("refusé")
    CANCELLED = "cancelled", _("abandonné")


class ContractState(models.TextChoices):
    """Where the terms of a case stand."""

    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("accepté")
    DECLINED = "declined", _("décliné")
    REPLACED = "replaced", _("remplacé")
    LAPSED = "lapsed", _("caduc : les produits ont changé")
    ASSUMED = "assumed", _("tenu pour accepté")


class Decline(models.TextChoices):
    """What a maker who declines terms wants next."""

    OTHER_TERMS = "other_terms", _("demander d'autres conditions")
    CLOSE = "close", _("fermer le dossier")


class SendBackReason(models.TextChoices):
    """Why an application is sent back: coded, so that it can be counted."""

    INCOMPLETE = "incomplete", _("pièce manquante")
    UNREADABLE = "unreadable", _("pièce illisible ou d'un autre objet")
    SCOPE = "scope", _("domaine mal défini")
    IDENTITY = "identity", _("identité de l'entreprise à préciser")
    PRODUCTS = "products", _("produits à désigner")
    TESTS = "tests", _("essais de type non concluants")


class LabResult(models.TextChoices):
    """What a laboratory found of a product; empty until it reports."""

    PASSED = "passed", _("réussi")
    FAILED = "failed", pgettext_lazy("type test", "échoué")


class FailureCause(models.TextChoices):
    """Why a type test failed: coded, so that it can be counted."""

    PERFORMANCE = "performance", _("performances insuffisantes")
    SAFETY = "safety", _("sécurité")
    BIOLOGICAL = "biological", _("biocompatibilité ou stérilité")
    MARKING = "marking", _("marquage ou notice")
    SAMPLE = "sample", _("échantillon inexploitable")


class DocumentKind(models.TextChoices):
    """Pieces of an application."""

    MANUAL = "manual", _("manuel qualité ou équivalent")
    SCOPE = "scope", _("domaine demandé et procédés")
    ORGANISATION = "organisation", _("organigramme et effectifs")
    INTERNAL_AUDIT = "internal_audit", _("dernier audit interne et revue de direction")
    TEST_REPORT = "test_report", _("rapport d'essais de type")
    TECHNICAL_FILE = "technical_file", _("dossier technique du produit")


class Stage(models.TextChoices):
    """What an audit is for."""

    STAGE_1 = "stage_1", _("étape 1")
    STAGE_2 = "stage_2", _("étape 2")
    FACTORY = "factory", _("audit d'usine")
    SURVEILLANCE = "surveillance", _("surveillance")


class Outcome(models.TextChoices):
    """What an audit found; empty until it is held."""

    CONCLUSIVE = "conclusive", _("concluant")
    INCONCLUSIVE = "inconclusive", _("non concluant")


class Grade(models.TextChoices):
    """How much a non-conformity weighs."""

    MAJOR = "major", _("majeure")
    MINOR = "minor", _("mineure")


class FindingState(models.TextChoices):
    """Where a non-conformity stands."""

    OPEN = "open", _("à traiter")
    ANSWERED = "answered", _("réponse à examiner")
    CLOSED = "closed", _("levée")


# Pieces without which an application can't be filed.
NEEDED: dict[str, tuple[DocumentKind, ...]] = {
    Scheme.SYSTEM: (
        DocumentKind.MANUAL,
        DocumentKind.SCOPE,
        DocumentKind.ORGANISATION,
        DocumentKind.INTERNAL_AUDIT,
    ),
    Scheme.PRODUCT: (DocumentKind.TECHNICAL_FILE, DocumentKind.SCOPE, DocumentKind.MANUAL),
}
ENDED = (CaseState.CERTIFIED, CaseState.REFUSED, CaseState.CANCELLED)
