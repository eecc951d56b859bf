"""The invented catalogue: known families, well-formed identifiers, terms that don't contradict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from stdnum import ean
from stdnum.ma import ice

from rakiza.demonstration.catalogue import articles, import_prices, maker_titles, rounded
from rakiza.demonstration.cluster import create_cluster
from rakiza.demonstration.draw import between, pick, share
from rakiza.demonstration.market import LABEL, LABEL_AR, makers, products
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import Reader
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation


def test_the_catalogue_has_about_six_hundred_articles_of_some_200_families() -> None:
    assert 550 <= len(articles()) <= 650
    assert 180 <= len({article.family for article in articles()}) <= 230


def test_every_maker_says_that_it_is_invented() -> None:
    assert len(makers()) == 27
    assert all(maker.name.endswith(LABEL) and maker.name_ar.endswith(LABEL_AR) for maker in makers())


def test_every_product_is_of_a_known_family(knowledge: KnowledgeBase) -> None:
    known = set(knowledge.by_id())
    assert [product.family for product in products() if product.family not in known] == []


def test_every_article_name_reads_as_its_own_family(reader: Reader) -> None:
    names = {article.name: article.family for article in articles()}
    misread = {
        name: reader.read(name).family for name, family in names.items() if reader.read(name).family != family
    }
    assert misread == {}


def test_identifiers_are_well_formed_and_unique() -> None:
    assert all(ean.is_valid(article.gtin) and article.gtin.startswith("611") for article in articles())
    assert len({article.gtin for article in articles()}) == len(articles())
    assert len({(article.maker.key, article.reference) for article in articles()}) == len(articles())
    assert all(ice.is_valid(maker.ice) for maker in makers())


def test_price_tiers_begin_at_zero_and_fall() -> None:
    for article in articles():
        quantities = [quantity for quantity, _ in article.tiers]
        prices = [price for _, price in article.tiers]
        assert quantities[0] == 0
        assert quantities == sorted(set(quantities))
        assert prices == sorted(prices, reverse=True)
        assert prices[-1] > 0


def test_titles_are_varied_as_authored() -> None:
    titles = {maker.key: maker_titles(maker) for maker in makers()}
    assert [key for key, found in titles.items() if found.declaration is None] == ["nouasser"]
    assert [key for key, found in titles.items() if found.certificate is None] == ["moyen_atlas"]
    assert {key: found.suspended_on for key, found in titles.items() if found.suspended_on} == {
        "saiss": date(2026, 11, 2)
    }
    ending = {
        key
        for key, found in titles.items()
        if found.certificate and found.certificate.ends and found.certificate.ends.year == 2027
    }
    assert ending == {"doukkala", "haouz", "loukkos", "draa"}


def test_some_devices_lack_a_registration_and_one_has_an_authorisation_instead() -> None:
    without = [article for article in articles() if article.registration is None]
    assert 5 <= len(without) <= 60
    authorised = [article for article in articles() if article.authorisation is not None]
    assert [(article.maker.key, article.family) for article in authorised] == [
        ("technopole", "syringe_pump_device")
    ]


def test_import_references_name_each_family_once_at_a_positive_price() -> None:
    families = [price.family for price in import_prices()]
    assert len(families) == len(set(families))
    assert len(families) >= 120
    assert all(price.cif > 0 and Decimal(0) <= price.duty < 1 for price in import_prices())


@pytest.mark.parametrize(
    ("price", "printed"),
    [("0.3217", "0.322"), ("3.147", "3.15"), ("48.37", "48.4"), ("148.6", "149"), ("14207", "14210")],
)
def test_prices_are_rounded_as_one_prints_them(price: str, printed: str) -> None:
    assert rounded(Decimal(price)) == Decimal(printed)


def test_draws_never_change() -> None:
    assert share("a", 1) == share("a", 1) != share("a", 2)
    assert 2 <= between(2, 3, "b") < 3
    assert pick(("x",), "c") == "x"


@pytest.mark.django_db
def test_every_organisation_bears_identifiers_of_its_kind_and_of_its_own() -> None:
    create_cluster()
    parties = list(Organisation.objects.all())
    assert all(ice.is_valid(one.ice) for one in parties)
    assert len({one.ice for one in parties}) == len(parties)
    assert {one.ice for one in makers()} <= {one.ice for one in parties}
    for one in parties:
        authority = one.kind == OrganisationKind.AUTHORITY_HEALTH
        traded = one.kind not in {
            OrganisationKind.AUTHORITY_HEALTH,
            OrganisationKind.CLUSTER,
            OrganisationKind.ASSOCIATION,
            OrganisationKind.CERTIFICATION_BODY,
        }
        assert bool(one.trade_register) == traded, one
        assert "fictif" in (one.trade_register or "fictif")
        assert bool(one.tax_number) == bool(one.social_security_number) == (not authority), one
