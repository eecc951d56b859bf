"""The buyers' lists before they become files: one line an article, in the buyer's own words."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from rakiza.demonstration.catalogue import contents, rounded
from rakiza.demonstration.draw import between, pick, share
from rakiza.demonstration.market import DATA, Aside, Product, Variant, asides, products, titled
from rakiza.kernel.organisations.enums import Region

VAT = Decimal("0.20")
# Slips of the keyboard that lists really carry.
TYPOS = (
    ("seringue", "seringe"),
    ("stérile", "sterille"),
    ("compresse", "compress"),
    ("perfuseur", "perfusseur"),
    ("pansement", "pensement"),
    ("chirurgical", "chirugical"),
    ("cathéter", "catheter"),
    ("bandelette", "bandellete"),
    ("oxygène", "oxygene"),
    ("stérilisation", "stérlisation"),
)
TYPED = "syringe_hypodermic"  # elsewhere a misspelt syringe would be any syringe
PACK_STYLES = (
    "{text} BT {size}",
    "{text} boîte de {size}",
    "{text} B/{size}",
    "{text} (bte de {size})",
    "{text}, bt/{size}",
)


@dataclass(frozen=True, slots=True)
class Group:
    """A fictional health group and its habits of writing."""

    key: str
    name: str
    name_ar: str
    region: Region
    account: str
    size: float
    keeps: float
    packs: float
    file: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: `quantity` and `price` (tax included) count `unit`; `pack` as its own column says."""

    text: str
    unit: str
    quantity: str
    price: Decimal | None
    pack: str = ""
    section: str = ""
    code: str = ""


@cache
def groups() -> tuple[Group, ...]:
    """Return the four buyers."""
    table = tomllib.loads(DATA.joinpath("groups.toml").read_text("utf-8"))
    return tuple(
        Group(
            key=key,
            name=titled(entry["name"]),
            name_ar=titled(entry["name_ar"], arabic=True),
            region=Region(entry["region"]),
            account=entry["account"],
            size=entry["size"],
            keeps=entry["keeps"],
            packs=entry["packs"],
            file=entry["file"],
        )
        for key, entry in table.items()
    )


@cache
def list_of(group: Group) -> tuple[ListLine, ...]:
    """Return a group's whole list: devices, then medicines and other goods, then faulty lines mixed in."""
    lines = [line for product in products() for line in _lines_of(product, group)]
    lines += [
        _aside(aside, group, "PHARMACIE")
        for aside in asides("medicines")
        if share(group.key, aside.text) < 0.55
    ]
    lines += [
        _aside(aside, group, "DIVERS") for aside in asides("other") if share(group.key, aside.text) < 0.5
    ]
    return tuple(_with_faults(lines, group))


def complement_of(group: Group) -> tuple[ListLine, ...]:
    """Return what a group forgot on its list and sends later."""
    lines = [line for product in products() for line in _lines_of(product, group, above=1.0, width=0.05)]
    return tuple(_with_faults(lines, group))


def _lines_of(product: Product, group: Group, above: float = 0.0, width: float = 1.0) -> Iterator[ListLine]:
    """Yield the variants drawn between `above` and `above + width`, in parts of the group's own share."""
    wanted = group.keeps * (1.25 if product.makers else 1.0)
    for rank, variant in enumerate(product.variants):
        draw = share("keeps", group.key, product.family, variant.text)
        if above * wanted <= draw < (above + width) * wanted:
            yield _line(product, variant, rank, group)


def _line(product: Product, variant: Variant, rank: int, group: Group) -> ListLine:
    key = (group.key, product.family, variant.text)
    units = max(
        1, round(product.yearly * group.size * between(0.6, 1.4, "quantity", *key) / (1 + 0.45 * rank))
    )
    price = variant.price * (1 + product.vat) * Decimal(str(round(between(0.92, 1.24, "price", *key), 3)))
    priced = share("priced", *key) < 0.82
    code = f"{group.key[:2].upper()}{int(share('code', *key) * 90000) + 10000}"
    line = ListLine(
        text=_worded(product, variant, group),
        unit="U",
        quantity=str(_handsome(units)),
        price=rounded(price) if priced else None,
        section=SECTION_OF.get(product.family.split("_")[0], "CONSOMMABLES"),
        code=code,
    )
    return _packed(line, product, variant, units, price if priced else None, group)


SECTION_OF = {
    **dict.fromkeys(("suture", "scalpel", "gown", "drape", "kit", "trocar", "stapler", "electrosurgical", "vessel", "ligating", "forceps", "scissors", "needle", "set", "abdominal"), "BLOC OPERATOIRE"),
    **dict.fromkeys(("reagent", "crp", "hiv", "hcv", "hbsag", "blood", "test", "petri", "pipette", "syphilis", "troponin", "microscope", "urine", "swab", "covid", "pregnancy"), "LABORATOIRE"),
    **dict.fromkeys(("stent", "ptca", "guidewire", "catheter", "pacemaker", "heart", "hip", "knee", "bone", "intramedullary", "kirschner", "external", "intraocular"), "DMI ET CARDIOLOGIE"),
    **dict.fromkeys(("hospital", "mattress", "iv", "examination", "medical", "screen", "stretcher", "wheelchair", "patient", "ecg", "ventilator", "infusion", "autoclave", "operating", "surgical"), "EQUIPEMENT"),
}  # fmt: skip


def _worded(product: Product, variant: Variant, group: Group) -> str:
    """The buyer's words: a habit of the group, at times Arabic, at times a slip of the keyboard."""
    key = (group.key, product.family, variant.text)
    if group.key == "oasis" and product.arabic and share("arabic", *key) < 0.7:
        return product.arabic.format(variant.text).strip()
    text = " ".join(pick(product.asked, "words", *key).format(variant.text).split())
    if share("typo", *key) < 0.12:
        for right, wrong in TYPOS:
            text = text.replace(right, wrong) if right != "seringue" or product.family == TYPED else text
    if group.key == "atlas_ocean":
        return plain(text).upper()
    return plain(text) if group.key == "detroit" and share("plain", *key) < 0.5 else text


def plain(text: str) -> str:
    """Return a text without accents, as many keyboards write it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _packed(
    line: ListLine, product: Product, variant: Variant, units: int, price: Decimal | None, group: Group
) -> ListLine:
    """Count in boxes, with the box written in the text, in its own column, or beside the unit."""
    if product.pack is None:
        return line
    word, size = product.pack
    if word == "bidon":
        return _liquid(line, contents(product, variant), units, price)
    if share("packs", group.key, product.family) >= group.packs or units < 2 * size:
        return line
    boxes = _handsome(max(1, round(units / size)))
    counted = replace(
        line, quantity=str(boxes), price=rounded(price * size) if price is not None else None, unit=word
    )
    if share("pack style", group.key, product.family) < 0.35:
        return replace(counted, pack=f"{word} de {size}")
    style = pick(PACK_STYLES, "style", group.key, product.family)
    text = style.format(text=line.text, size=size)
    short = plain(text).upper() if group.key == "atlas_ocean" else text
    return replace(counted, text=short, unit="BT" if word == "boîte" else word)


def _liquid(line: ListLine, size: int, units: int, price: Decimal | None) -> ListLine:
    """Liquids are bought by the can: its content is in the text already."""
    cans = _handsome(max(1, round(units / size)))
    return replace(
        line, quantity=str(cans), unit="bidon", pack=f"bidon de {size}",
        price=rounded(price * size) if price is not None else None,
    )  # fmt: skip


def _handsome(quantity: int) -> int:
    """Return a quantity as buyers write them: two figures that count, then zeros."""
    step: int = 10 ** max(len(str(quantity)) - 2, 0)
    return max(1, round(quantity / step) * step)


def _aside(aside: Aside, group: Group, section: str) -> ListLine:
    units = _handsome(
        max(1, round(aside.yearly * group.size * between(0.6, 1.4, group.key, aside.text, "q")))
    )
    text = plain(aside.text).upper() if group.key == "atlas_ocean" else aside.text
    return ListLine(text, aside.unit, str(units), rounded(aside.price * (1 + VAT)), section=section)


FAULTS = (("", None), ("-40", None), ("à confirmer", None), ("0", None), ("12", "brassée"), ("9" * 12, None))


def _with_faults(lines: list[ListLine], group: Group) -> Iterator[ListLine]:
    """Make five to eight lines faulty, so that the review page has something to show."""
    step = len(lines) // (5 + int(share("faults", group.key) * 4))
    for number, line in enumerate(lines):
        if number % step == step // 2:
            quantity, unit = FAULTS[(number // step) % len(FAULTS)]
            yield replace(line, quantity=quantity, unit=unit or line.unit)
        else:
            yield line
