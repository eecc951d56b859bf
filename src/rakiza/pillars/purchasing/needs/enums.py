"""States of an import and severities of its problems."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an uploaded list stands."""

    UPLOADED = "uploaded", _("déposé")
    MAPPED = "mapped", _("lecture en cours")
    REFUSED = "refused", _("illisible")
    REVIEWED = "reviewed", _("à vérifier")
    CONFIRMED = "confirmed", _("confirmé")
    UNDONE = "undone", _("annulé")


class ProblemSeverity(models.TextChoices):
    """An error leaves the row out; a warning keeps it and says what was assumed."""

    ERROR = "error", _("erreur")
    WARNING = "warning", _("avertissement")


class NeedKind(models.TextChoices):
    """What a designation names (mirrors the engine's `Kind`)."""

    DEVICE = "device", _("dispositif médical")
    IVD = "ivd", _("diagnostic in vitro")
    MEDICINE = "medicine", _("médicament")
    OTHER = "other", _("autre")


class Memory(models.TextChoices):
    """Whose word a reading rests on, where people said before how to read the text."""

    OWN = "own", _("corrigée par l'organisation")
    WORDS = "words", _("mêmes mots, autres nombres")
    SHARED = "shared", _("confirmée par deux organisations")


class Choice(models.TextChoices):
    """What a buyer says of a finding on a requirement."""

    KEEP = "keep", _("exigence gardée")
    RELAX = "relax", _("exigence assouplie")
