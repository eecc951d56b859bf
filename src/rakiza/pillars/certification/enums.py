"""States of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    """Where a certificate stands; expiry is a matter of dates, not a state."""

    VALID = "valid", _("délivré")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")
