"""What a delivery needs, as the planner asks for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedOfTitle(models.TextChoices):
    """The title that a delivery needs; a specific authorisation may stand in for a registration."""

    DECLARATION = "declaration", _("déclaration d'établissement")
    CERTIFICATE = "certificate", _("certificat")
    REGISTRATION = "registration", _("enregistrement")
