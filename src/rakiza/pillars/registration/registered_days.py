"""The days over which devices stand registered: an authority registers none twice for one day.

What another authority gave before it may be written down again by the one that took its powers over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.formats import day
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import RegistrationCertificate


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one registration, both ends included; without a last one they never end."""

    number: str
    first: date
    last: date | None

    def meets(self, other: Days) -> bool:
        """Tell whether the two have a day in common."""
        begins_in_time = other.last is None or self.first <= other.last
        return begins_in_time and (self.last is None or other.first <= self.last)


class RegisteredDays:
    """The days of registrations by device; those to give are added as they are looked at."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[int, list[Days]] = defaultdict(list)

    def read(self, titles: Iterable[RegistrationCertificate]) -> None:
        """Take up registrations that were given: one that was withdrawn until the day before."""
        for title in titles:
            last = title.valid_to
            if title.state == TitleState.WITHDRAWN and title.ended_on is not None:
                last = title.ended_on - timedelta(days=1)
            self._held[title.device_id].append(Days(title.number, title.valid_from, last))

    def add(self, device: Device, asked: Days) -> None:
        """Add days over which a device is to be registered; Refused where it is already on one of them."""
        clash = next((one for one in self._held[device.pk] if one.meets(asked)), None)
        if clash is not None:
            raise Refused(
                "registration.stands",
                _(
                    "Le dispositif %(device)s est déjà enregistré dans ces jours : certificat %(number)s, depuis le %(first)s. Ce qui le suit commence après sa fin."
                ),
                device=device.reference,
                number=clash.number,
                first=day(clash.first),
            )
        self._held[device.pk].append(asked)


def check_not_registered(device: Device | None) -> None:
    """Refuse a first request for a device whose registration stands: it is renewed, amended or transferred."""
    today = timezone.localdate()
    standing = (
        RegistrationCertificate.objects.standing(today)
        .filter(device=device, state__in=(TitleState.VALID, TitleState.SUSPENDED))
        .order_by("pk")
        .first()
    )
    if standing is not None:
        raise Refused(
            "dossier.registered",
            _(
                "Ce dispositif est déjà enregistré : certificat %(number)s. Demandez-en le renouvellement, la modification ou le transfert."
            ),
            number=standing.number,
        )
