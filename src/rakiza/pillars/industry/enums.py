"""States of catalogue articles and offers."""

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
