"""Names of the groups that families are filed under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Final[Mapping[str, str | Promise]] = {
    "anaesthesia": _("Anesthésie"),
    "bandages": _("Bandes et fixations"),
    "blood": _("Sang et transfusion"),
    "cardiology": _("Cardiologie"),
    "diagnostic_instruments": _("Instruments de diagnostic"),
    "dialysis": _("Dialyse"),
    "drains_probes": _("Drains et sondes"),
    "drapes_gowns": _("Champs, casaques et masques"),
    "dressings": _("Pansements et compresses"),
    "electrosurgery": _("Électrochirurgie"),
    "endoscopy": _("Endoscopie"),
    "equipment": _("Équipements"),
    "furniture": _("Mobilier et lits"),
    "gloves": _("Gants"),
    "gynaecology": _("Gynécologie et obstétrique"),
    "hygiene_sterilisation": _("Hygiène et stérilisation"),
    "imaging": _("Imagerie"),
    "incontinence": _("Incontinence et stomie"),
    "infusion": _("Perfusion"),
    "injection": _("Injection"),
    "instruments": _("Instruments chirurgicaux"),
    "ivd": _("Diagnostic in vitro"),
    "mobility": _("Aides à la mobilité"),
    "monitoring": _("Surveillance"),
    "ophthalmology": _("Ophtalmologie"),
    "orthopaedics": _("Orthopédie"),
    "respiratory": _("Respiration"),
    "sutures": _("Sutures"),
}
