"""The products that an NM mark names: devices of the maker's own catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device

MOST = 50  # products of one mark: beyond, it is several


def check_products(maker: Organisation, scheme: Scheme, devices: Sequence[Device]) -> None:
    """Refuse another maker's products, withdrawn ones, and products of what certifies none."""
    if devices and scheme != Scheme.PRODUCT:
        raise Refused(
            "certification.products_of_system", _("Un système de management ne nomme pas de produits.")
        )
    if len(devices) > MOST:
        raise Refused("certification.products", _("%(most)s produits au plus par marque."), most=MOST)
    for device in devices:
        if device.maker_id != maker.pk:
            raise Refused(
                "certification.foreign_device", _("Ce dispositif est celui d'une autre entreprise.")
            )
        if device.state != DeviceState.ACTIVE:
            raise Refused(
                "certification.withdrawn_device",
                _("Le dispositif %(reference)s est retiré du catalogue."),
                reference=device.reference,
            )


def check_named(scheme: str, devices: Sequence[Device]) -> None:
    """Refuse a case of the NM mark that names no product."""
    if scheme == Scheme.PRODUCT and not devices:
        raise Refused("case.no_product", _("Une marque NM nomme ses produits : choisissez-en un au moins."))


def families_of(devices: Sequence[Device]) -> list[str]:
    """Return the families of products, each once."""
    return sorted({device.family for device in devices})


def by_word(maker: Organisation) -> Mapping[str, Device]:
    """Return a maker's devices by their reference, and by their GTIN."""
    own = list(Device.objects.active().of_maker(maker.pk))
    return {one.gtin: one for one in own if one.gtin} | {one.reference: one for one in own}


def named_in(text: str, known: Mapping[str, Device]) -> tuple[tuple[Device, ...], str]:
    """Return the devices that a text names, apart by semicolons or lines, and the first word that names none."""
    found: dict[int, Device] = {}
    for word in filter(None, map(str.strip, text.replace("\n", ";").replace("؛", ";").split(";"))):
        device = known.get(word)
        if device is None:
            return (), word
        found[device.pk] = device
    return tuple(found.values()), ""
