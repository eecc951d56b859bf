"""What a register's rows are held against: makers, their devices, numbers in use; read once a file."""

from __future__ import annotations

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.named_makers import NamedMakers
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.models import RegistrationCertificate, TitleProposal
from rakiza.pillars.registration.queries import KINDS
from rakiza.pillars.registration.registered_days import Days, RegisteredDays


class Lookups(NamedMakers):
    """Makers by name or ICE, devices by reference or GTIN; a word that two share names neither."""

    def __init__(self, actor: Actor) -> None:
        """Read the makers of the cluster, and the numbers that the officer's authority has given."""
        super().__init__(actor)
        self._devices: dict[int, dict[str, Device]] = {}
        self._registered = RegisteredDays()
        self._authority = actor.organisation
        self.taken: set[tuple[str, str]] = set(
            TitleProposal.objects.filter(authority=actor.organisation).values_list("kind", "number")
        )
        for kind, model in KINDS.items():
            numbers = model._default_manager.filter(authority=actor.organisation)
            self.taken |= {(kind, number) for number in numbers.values_list("number", flat=True)}

    def device(self, maker: Organisation, text: str) -> Device | None:
        """Return the maker's device of that reference, or of that GTIN."""
        if maker.pk not in self._devices:
            self._devices[maker.pk] = _by_word(maker)
            given = RegistrationCertificate.objects.filter(device__maker=maker, authority=self._authority)
            self._registered.read(given.order_by("valid_from", "pk"))
        own = self._devices[maker.pk]
        return own.get(text) or (own.get(_gtin(text)) if _gtin(text) else None)

    def register(self, device: Device, asked: Days) -> None:
        """Note the days of a registration to propose; Refused where the device is registered on one of them."""
        self._registered.add(device, asked)


def _by_word(maker: Organisation) -> dict[str, Device]:
    own = list(Device.objects.active().filter(maker=maker).select_related("maker"))
    return {one.gtin.lstrip("0"): one for one in own if one.gtin} | {one.reference: one for one in own}


def _gtin(text: str) -> str:
    """Return the digits of a code without the zeros that may stand before them: '' where it is none."""
    digits = "".join(text.split())
    return digits.lstrip("0") if digits.isdigit() else ""
