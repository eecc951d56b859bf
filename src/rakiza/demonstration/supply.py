"""Loads the makers' catalogues, offers and official titles through the rooms' own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from rakiza.demonstration.catalogue import YEAR, Article, articles, import_prices, maker_titles
from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.device_names import device_name, told_apart
from rakiza.demonstration.market import DemoMaker
from rakiza.demonstration.offers_file import IMPORT_SOURCE
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.values import ImportReference, PriceTier
from rakiza.engine.reading import Reader
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification.actions import issue_certificate, suspend_certificate
from rakiza.pillars.industry.actions import DeviceTerms, OfferTerms, add_device, submit_offer
from rakiza.pillars.industry.models import Device, ProductionLine
from rakiza.pillars.industry.plants.actions import LineTerms, add_line
from rakiza.pillars.registration.actions import authorise_device, declare_establishment, register_device
from rakiza.pillars.registration.enums import AuthorisationPurpose

Step = Callable[[int, int], None]
PARAFISCAL = Decimal("0.0025")


def load_supply(cluster: Cluster, knowledge: KnowledgeBase, reader: Reader, progress: Step) -> int:
    """Load every article with its offer and titles; return how many."""
    lines = {(maker.key, line.name): _line(actor, line.name, line.monthly_capacity) for maker, actor in cluster.makers for line in maker.lines}  # fmt: skip
    for maker, actor in cluster.makers:
        _whole_maker(cluster, maker, actor)
    actors = {maker.key: actor for maker, actor in cluster.makers}
    families = knowledge.by_id()
    catalogue = articles()
    for done, article in enumerate(catalogue):
        progress(done, len(catalogue))
        actor = actors[article.maker.key]
        attributes = reader.read(article.name).attributes
        labels = families[article.family].labels
        terms = DeviceTerms(
            family=article.family,
            reference=article.reference,
            name=article.name,
            name_ar=told_apart(device_name(labels, attributes, "ar"), article.name, "ar"),
            name_en=told_apart(device_name(labels, attributes, "en"), article.name, "en"),
            attributes=attributes,
            gtin=article.gtin,
            risk_class=families[article.family].risk_class,
            pack_size=article.pack_size,
        )
        device = add_device(actor, terms)
        submit_offer(actor, device, _terms(article, lines[article.maker.key, article.line.name]))
        _device_titles(cluster, article, device)
    progress(len(catalogue), len(catalogue))
    return len(catalogue)


def _line(actor: Actor, name: str, capacity: Decimal) -> ProductionLine:
    return add_line(actor, LineTerms(name, capacity))


def _whole_maker(cluster: Cluster, maker: DemoMaker, actor: Actor) -> None:
    titles = maker_titles(maker)
    if titles.declaration is not None:
        declare_establishment(
            cluster.authority,
            maker=actor.organisation,
            number=titles.declaration.number,
            valid_from=titles.declaration.starts,
        )
    if titles.certificate is None or titles.certificate.ends is None:
        return
    certificate = issue_certificate(
        cluster.certifier,
        maker=actor.organisation,
        standard="ISO 13485:2016",
        number=titles.certificate.number,
        valid_from=titles.certificate.starts,
        valid_to=titles.certificate.ends,
    )
    if titles.suspended_on is not None:
        reason = "Non-conformité majeure ouverte à la surveillance annuelle (démonstration)"
        suspend_certificate(cluster.certifier, certificate, on=titles.suspended_on, reason=reason)


def _terms(article: Article, line: ProductionLine) -> OfferTerms:
    return OfferTerms(
        year=YEAR,
        tiers=tuple(PriceTier(Decimal(quantity), price) for quantity, price in article.tiers),
        vat_rate=article.vat,
        minimum_order=Decimal(article.minimum_order),
        order_multiple=Decimal(article.order_multiple),
        line=line,
        lead_time_days=article.lead_time_days,
        valid_from=date(YEAR, 1, 1),
        valid_to=date(YEAR, 12, 31),
    )


def _device_titles(cluster: Cluster, article: Article, device: Device) -> None:
    granted = article.registration
    if granted is not None and granted.ends is not None:
        register_device(
            cluster.authority,
            device=device,
            number=granted.number,
            valid_from=granted.starts,
            valid_to=granted.ends,
        )
    special = article.authorisation
    if special is not None and special.ends is not None:
        authorise_device(
            cluster.authority,
            device=device,
            number=special.number,
            valid_from=special.starts,
            valid_to=special.ends,
            purpose=AuthorisationPurpose.EVALUATION_SAMPLE,
        )


def import_references() -> tuple[ImportReference, ...]:
    """Return what importing costs, family by family."""
    return tuple(
        ImportReference(price.family, price.cif, price.duty, PARAFISCAL, price.vat, IMPORT_SOURCE)
        for price in import_prices()
    )
