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
