"""Names of the groups that families are filed under."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _
from rakiza.kernel.wording.language import translate

GROUPS: dict[str, str] = {
    "anaesthesia": _("Anesthésie et réanimation"),
    "bandages": _("Bandes et contentions"),
    "blood": _("Prélèvement et don du sang"),
    "cardiology": _("Cardiologie"),
    "diagnostic_instruments": _("Instruments de diagnostic"),
    "dialysis": _("Dialyse"),
    "drains_probes": _("Drains et sondes"),
    "drapes_gowns": _("Champs, casaques et masques"),
    "dressings": _("Pansements"),
    "electrosurgery": _("Électrochirurgie"),
    "endoscopy": _("Endoscopie"),
    "equipment": _("Équipements"),
    "furniture": _("Lits et mobilier"),
    "gloves": _("Gants"),
    "gynaecology": _("Gynécologie et obstétrique"),
    "hygiene_sterilisation": _("Hygiène et stérilisation"),
    "imaging": _("Imagerie"),
    "incontinence": _("Incontinence"),
    "infusion": _("Perfusion et transfusion"),
    "injection": _("Injection"),
    "instruments": _("Instruments"),
    "ivd": _("Diagnostic in vitro"),
    "mobility": _("Aides à la mobilité"),
    "monitoring": _("Surveillance du patient"),
    "ophthalmology": _("Ophtalmologie"),
    "orthopaedics": _("Orthopédie"),
    "respiratory": _("Respiration"),
    "sutures": _("Sutures"),
}


def say_group(group: str, language: str | None = None) -> str:
    """Return the group's name; its identifier made readable where it has none."""
    words = GROUPS.get(group)
    return group.replace("_", " ").capitalize() if words is None else translate(words, language)
