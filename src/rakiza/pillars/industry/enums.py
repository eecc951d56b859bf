"""States of catalogue articles and offers, and what plants are known by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceState(models.TextChoices):
    """Whether an article is sold."""

    ACTIVE = "active", _("au catalogue")
    WITHDRAWN = "withdrawn", _("retiré du catalogue")


class OfferState(models.TextChoices):
    """Whether an offer stands."""

    SUBMITTED = "submitted", _("déposée")
    WITHDRAWN = "withdrawn", _("retirée")


class CleanRoom(models.IntegerChoices):
    """Air cleanliness by particle concentration, ISO 14644-1; the smaller the cleaner."""

    ISO_4 = 4, "ISO 4"
    ISO_5 = 5, "ISO 5"
    ISO_6 = 6, "ISO 6"
    ISO_7 = 7, "ISO 7"
    ISO_8 = 8, "ISO 8"
    ISO_9 = 9, "ISO 9"


class Sector(models.TextChoices):
    """The industry that a plant comes from."""

    MEDICAL = "medical", _("dispositifs médicaux")
    AERONAUTICS = "aeronautics", _("aéronautique")
    AUTOMOTIVE = "automotive", _("automobile")
    PLASTICS = "plastics", _("plasturgie")
    TEXTILE = "textile", _("textile")
    ELECTRONICS = "electronics", _("électronique")
    OTHER = "other", _("autre industrie")


class InputOrigin(models.TextChoices):
    """Where an input of a bill of materials comes from (mirrors the engine's)."""

    IMPORTED = "imported", _("importé")
    LOCAL = "local", _("acheté ici")
    MADE = "made", _("fabriqué ici, avec sa propre nomenclature")


class ContentMethod(models.TextChoices):
    """How local content is counted (mirrors the engine's)."""

    COST_SHARE = "cost_share", _("part du coût")
    VALUE_ADDED = "value_added", _("valeur ajoutée unitaire (label Made in Morocco)")


class ContentState(models.TextChoices):
    """Where a declaration of local content stands."""

    DRAFT = "draft", _("brouillon")
    DECLARED = "declared", _("déclarée")
    WITHDRAWN = "withdrawn", _("retirée après contestation ou contrôle")


class ContestState(models.TextChoices):
    """Where a contest stands."""

    OPEN = "open", _("attend la réponse du fabricant")
    ANSWERED = "answered", _("attend la décision du cluster")
    UPHELD = "upheld", _("fondée")
    DISMISSED = "dismissed", _("rejetée")


class AuditState(models.TextChoices):
    """Where a control of a declared share stands."""

    OPEN = "open", _("en cours")
    SENT = "sent", _("constats envoyés, réponse attendue")
    CONTESTED = "contested", _("constats contestés, à décider")
    AGREED = "agreed", _("constats acceptés, à décider")
    CONFIRMED = "confirmed", _("part confirmée")
    CORRECTED = "corrected", _("part corrigée")
    WITHDRAWN = "withdrawn", _("part retirée")


AUDIT_RUNS = (AuditState.OPEN, AuditState.SENT, AuditState.CONTESTED, AuditState.AGREED)


class Consequence(models.TextChoices):
    """What an auditor proposes to make of its findings."""

    NONE = "none", _("aucune : la part est confirmée")
    CORRECT = "correct", _("corriger la part")
    WITHDRAW = "withdraw", _("retirer la part")
