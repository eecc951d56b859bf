"""GTINs and packaging levels: what is well formed, and that levels nest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from stdnum import ean

from rakiza.kernel.imports.text import western_digits
from rakiza.kernel.organisations.permissions import Refused
from rakiza.reference.vocabulary import load as load_vocabulary

MOST_LEVELS = 4
LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Pack:
    """One level as its maker states it: the unit, how many of the level below, its own GTIN."""

    unit: str
    quantity: int
    gtin: str = ""


def normal_gtin(text: str) -> str:
    """Return the digits of a GTIN (UDI-DI), '' where none is given; Refused with what is wrong."""
    digits = re.sub(r"[\s.\-]", "", western_digits(text))
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit():
        raise Refused("industry.gtin_letters", _("GTIN « %(text)s » : des chiffres seulement."), text=text)
    if len(digits) not in LENGTHS:
        raise Refused(
            "industry.gtin_length",
            _("GTIN « %(text)s » : %(count)s chiffres au lieu de 8, 12, 13 ou 14."),
            text=text,
            count=len(digits),
        )
    if not digits.strip("0"):
        raise Refused("industry.gtin_zero", _("GTIN « %(text)s » : des zéros ne désignent rien."), text=text)
    wanted = ean.calc_check_digit(digits[:-1])
    if digits[-1] != wanted:
        raise Refused(
            "industry.gtin_check",
            _("GTIN « %(text)s » : la clé est %(wanted)s et non %(found)s. Un chiffre a été mal recopié."),
            text=text,
            wanted=wanted,
            found=digits[-1],
        )
    return digits


def written(gtin: str) -> tuple[str, ...]:
    """Return how one GTIN may be written: zeros before it don't make another (GS1 fills each to 14)."""
    short = gtin.lstrip("0")
    return tuple(short.zfill(length) for length in LENGTHS if length >= len(short))


def sizes(packs: Iterable[Pack]) -> tuple[int, ...]:
    """Return how many base units each level holds, smallest level first."""
    held, found = 1, []
    for pack in packs:
        held *= pack.quantity
        found.append(held)
    return tuple(found)


def check_packs(packs: Sequence[Pack], *, gtin: str, pack_size: int) -> None:
    """Refuse levels that don't nest, or whose GTINs are wrong or alike."""
    if len(packs) > MOST_LEVELS:
        raise Refused("industry.pack_levels", _("Quatre niveaux d'emballage au plus."))
    units = load_vocabulary().pack_names
    for level, pack in enumerate(packs, start=1):
        if pack.unit not in units:
            raise Refused(
                "industry.pack_unit",
                _("Niveau %(level)s : « %(unit)s » n'est pas un emballage connu."),
                level=level,
                unit=pack.unit,
            )
        if not 1 <= pack.quantity <= 1_000_000:
            raise Refused(
                "industry.pack_quantity",
                _("Niveau %(level)s : il contient au moins une unité du niveau en dessous."),
                level=level,
            )
    if len({pack.unit for pack in packs}) < len(packs):
        raise Refused(
            "industry.pack_twice", _("Un même emballage ne peut pas être à la fois contenant et contenu.")
        )
    codes = [code for code in (gtin, *(normal_gtin(pack.gtin) for pack in packs)) if code]
    if len({written(code) for code in codes}) < len(codes):
        raise Refused("industry.gtin_twice", _("Chaque niveau d'emballage porte son propre GTIN."))
    if packs and pack_size not in {1, *sizes(packs)}:
        raise Refused(
            "industry.pack_size",
            _(
                "Le conditionnement de vente (%(size)s) n'est celui d'aucun niveau : %(sizes)s unités de base."
            ),
            size=pack_size,
            sizes=", ".join(map(str, sizes(packs))),
        )
