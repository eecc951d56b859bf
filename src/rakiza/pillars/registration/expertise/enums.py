"""Fields of knowledge, and where a question stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Knowledge(models.TextChoices):
    """What an expert is asked about."""

    CLASSIFICATION = "classification", _("classification et destination")
    QUALITY = "quality", _("système de management de la qualité")
    RISK = "risk", _("gestion des risques")
    BIOCOMPATIBILITY = "biocompatibility", _("biocompatibilité")
    STERILITY = "sterility", _("stérilisation et emballage")
    ELECTRICAL = "electrical", _("sécurité électrique")
    SOFTWARE = "software", _("logiciel")
    CLINICAL = "clinical", _("évaluation clinique")
    IVD = "ivd", _("diagnostic in vitro")
    LABELLING = "labelling", _("étiquetage et notice")


class ConsultationState(models.TextChoices):
    """Where a question stands between its maker and the expert."""

    ASKED = "asked", _("demandée")
    MOVED = "moved", _("autre créneau proposé")
    ACCEPTED = "accepted", _("acceptée")
    ANSWERED = "answered", _("répondue")
    DECLINED = "declined", _("déclinée")
    CANCELLED = "cancelled", _("annulée")


RUNNING = (ConsultationState.ASKED, ConsultationState.MOVED, ConsultationState.ACCEPTED)
# A slot belongs to one of these at most; one that was declined or cancelled gives it back.
TAKING = (*RUNNING, ConsultationState.ANSWERED)
