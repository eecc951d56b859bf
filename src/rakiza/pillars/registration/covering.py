"""What a registration covers: its device as it was examined, and what the device has become since.

Family, class and attributes are what the authority judged. A device that differs in one of them isn't the one
that was registered: its registration covers no supply until an amendment is granted. Names and packs may change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.models import RegistrationCertificate

TO_AMEND = "registration.to_amend"
DIFFERS = "registration.differs"
Described = Mapping[str, Any]


def described(device: Device) -> dict[str, Any]:
    """Return what of a device a registration covers, as JSON keeps it."""
    return {"family": device.family, "risk_class": device.risk_class, "attributes": device.attributes}


def differing(covers: Described | None, now: Described) -> tuple[str, ...]:
    """Return the names of what differs: `family`, `risk_class`, attributes by name; none where nothing was kept."""
    if covers is None:
        return ()
    plain = [one for one in ("family", "risk_class") if covers[one] != now[one]]
    kept, stated = _by_name(covers["attributes"]), _by_name(now["attributes"])
    moved = [name for name in sorted({*kept, *stated}) if kept.get(name) != stated.get(name)]
    return (*plain, *moved)


def differences_of(title: RegistrationCertificate) -> tuple[str, ...]:
    """Return what a registration's device is otherwise than registered."""
    return differing(title.covers, described(title.device))


def reconsider(actor: Actor, device: Device, before: Described) -> None:
    """Hold the registrations of a device that has changed against what they cover. In the caller's transaction.

    `before`: the device as it was. Its maker and the authority are told where more differs than before.
    """
    today = timezone.localdate()
    standing = RegistrationCertificate.objects.standing(today).filter(device=device)
    for title in standing.select_for_update().order_by("pk"):
        title.device = device
        mark(actor, title, differing(title.covers, before))


def mark(actor: Actor, title: RegistrationCertificate, told: Iterable[str] = ()) -> None:
    """Write whether a registration's device is the registered one; `told` is what differed until now."""
    known, found = tuple(told), differences_of(title)
    since = (title.differs_since or timezone.localdate()) if found else None
    if known == found and since == title.differs_since:
        return
    title.differs_since = since
    title.save(update_fields=["differs_since", "updated_at"])
    record(
        actor,
        "registration.device_differs" if found else "registration.device_agrees",
        title,
        before={"differs": list(known)},
        after={"differs": list(found), "since": since},
    )
    if set(found) - set(known):
        _tell(title)
    elif not found:
        settle(title, title.device.maker, {TO_AMEND})
        settle(title, title.authority, {DIFFERS})


def _tell(title: RegistrationCertificate) -> None:
    params = {"number": title.number, "device": title.device}
    notify(TO_AMEND, organisation=title.device.maker, params=params, about=title)
    notify(
        DIFFERS,
        organisation=title.authority,
        role=Role.REGISTRATION_OFFICER,
        params={**params, "maker": title.device.maker},
        about=title,
    )


def _by_name(attributes: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return what is said of each attribute; several bounds of one are held in any order."""
    found: dict[str, list[Any]] = {}
    for one in attributes:
        found.setdefault(str(one["name"]), []).append({**one, "name": None})
    return {name: sorted(values, key=repr) for name, values in found.items()}
