"""What the actions of the audit trail are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTION_NAMES: Final[Mapping[str, str | Promise]] = {
    "plans.create": _("Plan ouvert"),
    "plans.set_rules": _("Règles changées"),
    "plans.run": _("Calcul lancé"),
    "plans.publish": _("Plan publié"),
    "plans.unpublish": _("Publication retirée"),
    "plans.documents": _("Documents demandés"),
    "plans.set_import_price": _("Prix d'importation changé"),
    "jobs.cancel": _("Traitement arrêté"),
    "industry.add_line": _("Ligne de production déclarée"),
    "industry.add_device": _("Mis au catalogue"),
    "industry.withdraw_device": _("Retiré du catalogue"),
    "industry.submit_offer": _("Offre déposée"),
    "industry.withdraw_offer": _("Offre retirée"),
    "offers.upload": _("Fichier d'offres déposé"),
    "industry.import_offers": _("Offres importées d'un fichier"),
    "certification.issue": _("Certificat délivré"),
    "certification.suspend": _("Certificat suspendu"),
    "certification.reinstate": _("Certificat rétabli"),
    "certification.withdraw": _("Certificat retiré"),
    "registration.declare": _("Établissement déclaré"),
    "registration.register": _("Dispositif enregistré"),
    "registration.authorise": _("Autorisation accordée"),
    "registration.suspended": _("Titre suspendu"),
    "registration.withdrawn": _("Titre retiré"),
    "registration.reinstate": _("Suspension levée"),
}
