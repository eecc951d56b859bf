"""Offers files: every contradiction of a row is said, what is only doubtful is kept."""

from datetime import date
from decimal import Decimal

import pytest

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.planning.values import (
    Device,
    ImportReference,
    Maker,
    PriceTier,
    SourceRef,
    SupplyOffer,
    Title,
    TitleKind,
)
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.kernel.imports.problems import Severity
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.workbook import CellValue, Sheet, SheetRow, Workbook
from rakiza.pillars.purchasing.spreadsheets import OffersFile, offers_of

VOLUME = AttributeValue("volume", Op.EQ, 5.0, "mL")


def reading(text: str) -> Reading:
    known = "seringue" in text.lower() or "syringe" in text.lower()
    attributes = (VOLUME,) if "5 mL" in text else ()
    return Reading(
        text,
        Kind.DEVICE,
        "syringe" if known else None,
        "A02" if known else None,
        attributes,
        PackReading(),
        0.9,
    )


BASE: dict[str, CellValue] = {
    "Fabricant": "Atelier Fictif",
    "Dispositif": "Seringue 5 mL",
    "Prix unitaire HT": 0.5,
}


def sheet(*rows: dict[str, CellValue], name: str = "Offres") -> Sheet:
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    cells = (header, *(tuple(row.get(key) for key in header) for row in rows))
    return Sheet(name, tuple(SheetRow(number, row) for number, row in enumerate(cells, 1)))


def read(*rows: dict[str, CellValue], imports: Sheet | None = None) -> OffersFile:
    sheets = (sheet(*rows), *((imports,) if imports else ()))
    return offers_of(Workbook("offres.xlsx", "ab" * 32, sheets), year=2027, read=reading)


def codes(found: OffersFile) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_whole_row() -> None:
    row: dict[str, CellValue] = {
        **BASE, "ICE": "001561191000066", "Région": "Casablanca-Settat", "Caractéristiques": "luer lock", "Référence": "S-05",
        "GTIN": "4006381333931", "Conditionnement": "boîte de 100", "TVA": "20 %", "Palier 2 : quantité": 10_000.0,
        "Palier 2 : prix HT": 0.45, "Commande minimale": 1000.0, "Multiple de commande": 100.0, "Capacité mensuelle": 50_000.0,
        "Ligne de production": "L1", "Délai (jours)": 21.0, "Frais de livraison": 350.0, "Offre : du": "01/01/2027",
        "Offre : au": "31/12/2027", "Déclaration : numéro": "D-1", "Certificat : numéro": "C-1", "Certificat : au": "30/06/2028",
        "Enregistrement : numéro": "E-1",
    }  # fmt: skip
    found = read(row)
    assert found.problems == ()
    assert found.makers == (Maker("atelier-fictif", "Atelier Fictif", "001561191000066", "MA-06"),)
    assert found.devices == (
        Device(
            "atelier-fictif/s-05",
            "atelier-fictif",
            "syringe",
            "Seringue 5 mL",
            (VOLUME,),
            "4006381333931",
            "S-05",
            100,
        ),
    )
    assert found.offers == (
        SupplyOffer(
            id="abababab:Offres:2",
            device="atelier-fictif/s-05",
            tiers=(PriceTier(Decimal(0), Decimal("0.5")), PriceTier(Decimal(10_000), Decimal("0.45"))),
            vat_rate=Decimal("0.2"),
            minimum_order=Decimal(1000),
            order_multiple=Decimal(100),
            monthly_capacity=Decimal(50_000),
            line="L1",
            lead_time_days=21,
            delivery_cost=Decimal(350),
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
            source=SourceRef("offres.xlsx", "Offres", 2),
        ),
    )
    assert found.titles == (
        Title(TitleKind.DECLARATION, "atelier-fictif", "D-1", None, None),
        Title(TitleKind.CERTIFICATE, "atelier-fictif", "C-1", None, date(2028, 6, 30)),
        Title(TitleKind.REGISTRATION, "atelier-fictif", "E-1", None, None, device="atelier-fictif/s-05"),
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Fabricant": None}, "offers.maker_missing"),
        ({"Dispositif": None}, "offers.device_missing"),
        ({"Dispositif": "Chose"}, "offers.family_unread"),
        ({"Prix unitaire HT": None}, "offers.price_missing"),
        ({"Prix unitaire HT": 0.0}, "offers.price_not_positive"),
        ({"Prix unitaire HT": -1.0}, "offers.price_not_positive"),
        ({"Prix unitaire HT": "3 €"}, "offers.price_other_currency"),
        ({"GTIN": "4006381333932"}, "offers.gtin_invalid"),
        ({"GTIN": "123"}, "offers.gtin_invalid"),
        ({"Conditionnement": "au choix"}, "offers.pack_unread"),
        ({"Capacité mensuelle": 0.0}, "offers.capacity_not_positive"),
        ({"Multiple de commande": 0.0}, "offers.not_positive"),
        ({"Commande minimale": -1.0}, "offers.negative"),
        ({"Palier 2 : quantité": 10.0}, "offers.tier_incomplete"),
        ({"Palier 2 : quantité": 0.0, "Palier 2 : prix HT": 0.4}, "offers.tier_quantities"),
        (
            {
                "Palier 2 : quantité": 50.0,
                "Palier 2 : prix HT": 0.4,
                "Palier 3 : quantité": 40.0,
                "Palier 3 : prix HT": 0.3,
            },
            "offers.tier_quantities",
        ),
        ({"Palier 2 : quantité": 50.0, "Palier 2 : prix HT": 0.6}, "offers.tier_prices"),
        ({"Offre : du": "31/12/2027", "Offre : au": "01/01/2027"}, "offers.dates_reversed"),
        ({"Offre : au": "31/12/1899"}, "import.date_out_of_range"),
        ({"Offre : au": "bientôt"}, "import.not_a_date"),
        ({"TVA": "300 %"}, "import.not_a_rate"),
        ({"Prix unitaire HT": "#REF!"}, "import.formula_failed"),
    ],
)
def test_rows_left_out(more: dict[str, CellValue], code: str) -> None:
    found = read({**BASE, "Référence": "ok"}, {**BASE, **more})
    (problem,) = found.problems
    assert (problem.code, problem.row, problem.severity) == (code, 3, Severity.ERROR)
    assert "%(" not in problem.message()
    assert [offer.source.row for offer in found.offers if offer.source] == [2]
    assert [row.row for row in found.rejected] == [3]
    assert len(found.devices) == len(found.makers) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ICE": "000000000000001"}, "offers.ice_invalid"),
        ({"Certificat : numéro": "C", "Certificat : au": "31/12/2026"}, "offers.certificate_expired"),
        ({"Enregistrement : numéro": "E", "Enregistrement : au": "01/05/2026"}, "offers.title_expired"),
        ({"Certificat : au": "31/12/2028"}, "offers.title_without_number"),
        ({"Région": "Atlantide"}, "import.region_unknown"),
    ],
)
def test_doubtful_rows_are_kept(more: dict[str, CellValue], code: str) -> None:
    found = read({**BASE, **more})
    assert codes(found) == [code]
    assert len(found.offers) == 1
    assert found.rejected == ()


def test_an_expired_certificate_stays_a_title() -> None:
    found = read({**BASE, "Certificat : numéro": "C", "Certificat : au": date(2026, 12, 31)})
    assert [title.valid_to for title in found.titles] == [date(2026, 12, 31)]


def test_two_offers_of_one_device() -> None:
    found = read(BASE, {**BASE, "Prix unitaire HT": 0.4})
    assert codes(found) == ["offers.duplicate_offer"]
    assert (len(found.devices), len(found.offers)) == (1, 2)


def test_one_reference_for_two_devices() -> None:
    found = read({**BASE, "Référence": "R"}, {**BASE, "Référence": "R", "Dispositif": "Seringue"})
    assert codes(found) == ["offers.device_differs"]


def test_the_price_of_a_pack_becomes_that_of_a_unit() -> None:
    row: dict[str, CellValue] = {
        "Fabricant": "A", "Dispositif": "Seringue", "Conditionnement": "100", "Prix du conditionnement HT": 50.0,
    }  # fmt: skip
    assert read(row).offers[0].tiers == (PriceTier(Decimal(0), Decimal("0.5")),)


def test_import_references_beside() -> None:
    imports = sheet(
        {
            "Famille": "syringe",
            "Valeur CIF unitaire": 0.3,
            "Droit d'importation": "2,5 %",
            "TVA": 20.0,
            "Source": "S",
        },
        {"Famille": "Seringue", "Valeur CIF unitaire": 0.4, "Source": "double"},
        {"Famille": "Chose", "Valeur CIF unitaire": 0.4},
        {"Famille": "Syringe bis", "Valeur CIF unitaire": None},
        name="Références import",
    )
    found = read(BASE, imports=imports)
    assert found.imports == (
        ImportReference("syringe", Decimal("0.3"), Decimal("0.025"), Decimal("0.0025"), Decimal("0.2"), "S"),
    )
    assert [(p.code, p.row) for p in found.problems] == [
        ("imports.duplicate_family", 3),
        ("offers.family_unknown", 4),
        ("imports.cif_missing", 5),
    ]
    assert [row.form for row in found.rejected] == ["imports"] * 3


def test_no_offers() -> None:
    book = Workbook(
        "o.xlsx", "0" * 64, (Sheet("Offres", (SheetRow(1, ("Fabricant", "Dispositif", "Prix")),)),)
    )
    with pytest.raises(FileRefused) as caught:
        offers_of(book, year=2027, read=reading)
    assert caught.value.code is Refusal.NO_ROWS
