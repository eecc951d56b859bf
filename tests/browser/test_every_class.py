"""Each class of device to its numbered certificate: what its dossier must hold, and what the certificate changes.

Class I, IIb and B are walked in `test_titles_through_their_life`; every class is walked without a browser in
`tests/pillars/purchasing/eligibility/test_every_class.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from tests.browser.people import People
from tests.browser.registering import (
    classed,
    completed,
    evaluated,
    granted,
    heard,
    number_of,
    opened,
    title,
)
from tests.browser.walking import Way

MAKER = "fabricant"
ALL = ["1.04", "1.12", "2.04", "2.05", "3.03", "5.02", "5.03"]
IN_VITRO = sorted([*ALL, "1.06", "3.02", "3.05", "4.02"])


@dataclass(frozen=True)
class Classed:
    """A device of no registration, classed anew: what its dossier asks for, and the sections that it needs."""

    reference: str
    stated: str
    asked: str
    sections: list[str]


WALKS = {
    "fr": (
        Classed("ATL-0027", "Is", "classe I stérile", sorted([*ALL, "1.06", "3.05"])),
        Classed("ATL-0015", "III", "classe III", sorted([*ALL, "1.06", "3.02", "3.04", "3.05", "4.02"])),
    ),
    "ar": (
        Classed("ATL-0015", "Im", "classe I de mesure", sorted([*ALL, "1.06"])),
        Classed("ATL-0027", "D", "diagnostic in vitro", IN_VITRO),
    ),
    "en": (
        Classed("ATL-0015", "IIa", "classe IIa", sorted([*ALL, "1.06", "3.02", "3.05"])),
        Classed("ATL-0027", "C", "diagnostic in vitro", IN_VITRO),
    ),
}


def _to_gain(way: Way, device: str) -> int:
    """Return what a registration would open to a device in published plans, as its maker reads it; 0 where nothing.

    1 where the amount is kept from makers: the lot has fewer than three buyers.
    """
    page = way.at(MAKER, "/eligibilite/si-le-titre-vient/")
    way.note(MAKER, page)
    row = page.locator("tbody tr", has=page.locator(f"a[href='{device}']"))
    if not row.count():
        return 0
    amount = row.locator("td.num > bdi")
    return int(re.sub(r"\D", "", amount.inner_text())) if amount.count() else 1


def _lacking(way: Way, dossier: str) -> list[str]:
    """Return the sections that keep a dossier from being filed, in order."""
    page = way.at(MAKER, f"{dossier}verifier/")
    return sorted(page.locator(".notice-attention a bdi").all_inner_texts())


@pytest.mark.parametrize("language", list(WALKS))
def test_each_class_is_registered_and_opens_the_plan(fresh_walk: People, language: str) -> None:
    way = Way(fresh_walk, language)
    devices, dossiers, before = [], [], []
    for one in WALKS[language]:
        devices.append(classed(way, MAKER, one.reference, one.stated))
        before.append(_to_gain(way, devices[-1]))
        dossier = opened(
            way, MAKER, "registration", Dispositif=f"{one.reference} ", Classe_de_risque=one.asked
        )
        assert _lacking(way, dossier) == one.sections
        completed(way, MAKER, dossier)
        evaluated(way, dossier)
        dossiers.append(dossier)
    assert min(before) > 0

    heard(way, dossiers[0])
    for dossier in dossiers:
        granted(way, dossier)

    for one, device, dossier, gained in zip(WALKS[language], devices, dossiers, before, strict=True):
        number = number_of(way, MAKER, dossier)
        shown = title(way, "homologation", number).locator("dl.definition")
        expect(shown).to_contain_text("IVD" if one.sections is IN_VITRO else one.stated)
        # In-vitro diagnosis is registered for twelve months, which end within the plan's year.
        left = _to_gain(way, device)
        assert left < gained if one.sections is IN_VITRO else left == 0
    public = way.walk(language=language).go(f"/homologation/registre/?q={number}")
    expect(public.locator("tbody tr")).to_have_count(1)
