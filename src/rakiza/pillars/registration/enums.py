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
