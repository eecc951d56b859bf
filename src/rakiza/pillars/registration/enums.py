"""States of the authority's titles and purposes of specific authorisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TitleState(models.TextChoices):
    """Where a title stands; expiry is a matter of dates, not a state."""

    VALID = "valid", _("en vigueur")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")


class AuthorisationPurpose(models.TextChoices):
    """Purposes of law 84-12, article 13."""

    EXPERIMENTAL = "experimental", _("expérimentation")
    NAMED_PATIENT = "named_patient", _("patient désigné")
    REFURBISH_EXPORT = "refurbish_export", _("remise en état pour l'export")
    CUSTOM_MADE = "custom_made", _("sur mesure")
    EVALUATION_SAMPLE = "evaluation_sample", _("échantillon d'évaluation")
    DEMONSTRATION_SAMPLE = "demonstration_sample", _("échantillon de démonstration")


# What concerns one patient, whom the device and its day may tell: in no public list.
OF_ONE_PATIENT = (AuthorisationPurpose.NAMED_PATIENT, AuthorisationPurpose.CUSTOM_MADE)

# What may be supplied to whoever orders it: the others are for a trial, a fair, an export or a patient by name.
FOR_SUPPLY = (AuthorisationPurpose.CUSTOM_MADE,)


class Process(models.TextChoices):
    """What a dossier asks for; the value is also the kind of title that it leads to."""

    DECLARATION = "declaration", _("déclaration d'établissement")
    REGISTRATION = "registration", _("certificat d'enregistrement")
    AUTHORISATION = "authorisation", _("autorisation spécifique")


class Request(models.TextChoices):
    """What is asked of the authority about a title."""

    INITIAL = "initial", _("première demande")
    RENEWAL = "renewal", _("renouvellement")
    AMENDMENT = "amendment", _("modification")
    TRANSFER = "transfer", _("transfert")
    CESSATION = "cessation", _("cessation d'activité")


class DossierState(models.TextChoices):
    """Where a dossier stands; each step of `process` says from which state to which it leads."""

    DRAFT = "draft", _("brouillon")
    FILED = "filed", _("déposé, recevabilité à vérifier")
    SENT_BACK = "sent_back", _("renvoyé, à compléter")
    EVALUATION = "evaluation", _("en évaluation")
    COMMISSION = "commission", _("avis de la commission attendu")
    DECISION = "decision", _("décision à prendre")
    GRANTED = "granted", _("accordé")
    REFUSED = "refused", _("refusé")
    CANCELLED = "cancelled", _("abandonné")


class RiskClass(models.TextChoices):
    """Classes of devices; in-vitro diagnosis is apart."""

    I = "I", _("classe I")  # noqa: E741 - the class's own name
    IS = "Is", _("classe I stérile")
    IM = "Im", _("classe I de mesure")
    IIA = "IIa", _("classe IIa")
    IIB = "IIb", _("classe IIb")
    III = "III", _("classe III")
    IVD = "IVD", _("diagnostic in vitro")


class Activity(models.TextChoices):
    """What a declared establishment does (law 84-12, article 7)."""

    MANUFACTURE = "manufacture", _("fabrication")
    IMPORT = "import", _("importation")
    EXPORT = "export", _("exportation")
    DISTRIBUTION = "distribution", _("distribution")
    MAINTENANCE = "maintenance", _("maintenance")


# Who does one of them answers for a device on the market; only they apply for its registration.
ANSWERING = frozenset({Activity.MANUFACTURE, Activity.IMPORT})


class SendBackReason(models.TextChoices):
    """Why a dossier is sent back: coded, so that it can be counted."""

    INCOMPLETE = "incomplete", _("pièce manquante")
    UNREADABLE = "unreadable", _("pièce illisible ou d'un autre objet")
    LANGUAGE = "language", _("étiquetage ou notice ni en français ni en arabe")
    EVIDENCE = "evidence", _("preuve insuffisante")
    CLASSIFICATION = "classification", _("classe ou destination à revoir")


class DocumentStatus(models.TextChoices):
    """What the reviewer says of one document."""

    TO_REVIEW = "to_review", _("à examiner")
    ACCEPTED = "accepted", _("acceptée")
    TO_CORRECT = "to_correct", _("à corriger")
    REPLACED = "replaced", _("remplacée")
    # What nobody examined apart when the dossier was decided, or given up.
    DECIDED = "decided", _("jugée avec le dossier")
    UNREAD = "unread", _("non examinée")
    # Joined to a section that the class, as the device states it now, has no more.
    SET_ASIDE = "set_aside", _("mise de côté")


class DocumentLanguage(models.TextChoices):
    """The language in which a document is written."""

    FR = "fr", _("français")
    AR = "ar", _("arabe")
    EN = "en", _("anglais")
    OTHER = "other", _("autre langue")


class Opinion(models.TextChoices):
    """What the evaluation or the commission thinks of a dossier."""

    FAVOURABLE = "favourable", _("favorable")
    UNFAVOURABLE = "unfavourable", _("défavorable")


class Lack(models.TextChoices):
    """Why a section isn't complete."""

    ABSENT = "absent", _("manque")
    LANGUAGE = "language", _("manque en français ou en arabe")
    TO_CORRECT = "to_correct", _("à corriger")


ENDED = (DossierState.GRANTED, DossierState.REFUSED, DossierState.CANCELLED)
REQUESTS: dict[str, tuple[Request, ...]] = {
    Process.DECLARATION: (Request.INITIAL, Request.AMENDMENT, Request.CESSATION),
    Process.REGISTRATION: (Request.INITIAL, Request.RENEWAL, Request.AMENDMENT, Request.TRANSFER),
    Process.AUTHORISATION: (Request.INITIAL,),
}


class PublicState(models.TextChoices):
    """How a title stands on a day, as everybody may read it."""

    VALID = "valid", _("en vigueur")
    UPCOMING = "upcoming", _("à venir")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")
    EXPIRED = "expired", _("expiré")
