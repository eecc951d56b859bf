"""The class that a dossier asks for, held against the one that its device states.

The maker classes its device; the authority may judge otherwise, by sending back, its opinion or its decision. So
a dossier is held against its device until it is first filed, and never afterwards. A draft whose device changed
takes over its class (`class_taking`).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import DossierState, RiskClass
from rakiza.pillars.registration.models import Dossier

# What a dossier calls otherwise: in-vitro diagnosis is one class (A to D are those of Regulation (EU) 2017/746),
# and reusable surgical instruments are of class I (Regulation (EU) 2017/745, annex VIII).
_CALLED = {**dict.fromkeys("ABCD", RiskClass.IVD), "Ir": RiskClass.I}


def class_of(device: Device) -> RiskClass | None:
    """Return the class of a dossier about a device; None where the device states none."""
    stated = device.risk_class
    if stated in RiskClass.values:
        return RiskClass(stated)
    return _CALLED.get(stated)


def class_to_take(dossier: Dossier) -> RiskClass | None:
    """Return the class that a draft can take over from its device; None where it asks for that one already."""
    if dossier.state != DossierState.DRAFT or dossier.device is None or not dossier.risk_class:
        return None
    stated = class_of(dossier.device)
    return stated if stated != dossier.risk_class else None


def check_class(device: Device | None, asked: str | None) -> None:
    """Refuse a dossier of another class than its device's."""
    stated = class_of(device) if device else None
    if device is None or stated is None or not asked or stated == asked:
        return
    raise Refused(
        "dossier.other_class",
        _(
            "Le dossier demande la « %(asked)s », et %(device)s est de « %(stated)s » : choisissez la classe du dispositif, ou corrigez-la d'abord sur sa page."
        ),
        asked=str(RiskClass(asked).label),
        device=str(device),
        stated=str(stated.label),
    )
