"""What a maker does with its plants and lines: declare, change, close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording.formats import number
from rakiza.pillars.industry.enums import CleanRoom, OfferState, Sector
from rakiza.pillars.industry.models import Offer, Plant, ProductionLine
from rakiza.reference.vocabulary import load as load_vocabulary

MOST_PEOPLE = 99_999


@dataclass(frozen=True, slots=True)
class PlantTerms:
    """What describes a plant: its industry, and what it masters beside what its lines do."""

    sector: Sector = Sector.MEDICAL
    processes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What describes a line; capacity in base units a month. `people`: employed at full capacity, None untold."""

    name: str
    monthly_capacity: Decimal
    process: str = ""
    machines: int = 1
    shifts: int = 1
    clean_room: CleanRoom | None = None
    people: int | None = None


@transaction.atomic
def declare_plant(actor: Actor, site: Site, terms: PlantTerms) -> Plant:
    """Declare that the actor's organisation produces on one of its open sites."""
    require(actor, "industry.add_line")
    if not actor.belongs_to(site.organisation_id):
        raise Refused("industry.foreign_site", _("Ce site n'est pas celui de votre organisation."))
    _check_stands(site)
    _check_words(terms.processes, terms.materials)
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    if Plant.objects.filter(site=site).exists():
        raise Refused("industry.plant_known", _("Une usine est déjà déclarée sur ce site."))
    plant = Plant.objects.create(maker=actor.organisation, site=site, **_kept(terms))
    record(actor, "industry.declare_plant", plant, after={"site": site.pk, **_kept(terms)})
    return plant


@transaction.atomic
def change_plant(actor: Actor, plant: Plant, terms: PlantTerms) -> None:
    """Change what a plant masters."""
    require(actor, "industry.edit", plant)
    plant = _open_plant(plant)
    _check_words(terms.processes, terms.materials)
    before = {name: getattr(plant, name) for name in _kept(terms)}
    for name, value in _kept(terms).items():
        setattr(plant, name, value)
    plant.save()
    record(actor, "industry.change_plant", plant, before=before, after=_kept(terms))


@transaction.atomic
def close_plant(actor: Actor, plant: Plant) -> None:
    """Close a plant whose lines are closed."""
    require(actor, "industry.edit", plant)
    plant = _open_plant(plant)
    running = plant.lines.open().count()
    if running:
        raise Refused(
            "industry.plant_runs",
            ngettext(
                "%(count)s ligne tourne encore dans cette usine : fermez-la d'abord.",
                "%(count)s lignes tournent encore dans cette usine : fermez-les d'abord.",
                running,
            ),
            count=number(running),
        )
    plant.closed_on = timezone.localdate()
    plant.save(update_fields=["closed_on", "updated_at"])
    record(actor, "industry.close_plant", plant)


@transaction.atomic
def add_line(actor: Actor, terms: LineTerms, plant: Plant | None = None) -> ProductionLine:
    """Declare a production line of the actor's organisation."""
    require(actor, "industry.add_line")
    _check_line(terms)
    _check_home(actor.organisation.pk, plant)
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    _check_name(actor.organisation.pk, terms.name)
    line = ProductionLine.objects.create(maker=actor.organisation, plant=plant, **asdict(terms))
    after = {**asdict(terms), "plant": plant.pk if plant else None}
    record(actor, "industry.add_line", line, after=after)
    return line


@transaction.atomic
def change_line(actor: Actor, line: ProductionLine, terms: LineTerms, plant: Plant | None) -> None:
    """Change a line that still runs."""
    require(actor, "industry.edit", line)
    line = _open_line(line)
    _check_line(terms)
    _check_home(line.maker_id, plant)
    _check_name(line.maker_id, terms.name, besides=line.pk)
    wanted = asdict(terms)
    before = {name: getattr(line, name) for name in wanted} | {"plant": line.plant_id}
    for name, value in wanted.items():
        setattr(line, name, value)
    line.plant = plant
    line.save()
    after = {**wanted, "plant": plant.pk if plant else None}
    record(actor, "industry.change_line", line, before=before, after=after)


@transaction.atomic
def close_line(actor: Actor, line: ProductionLine) -> None:
    """Close a line; the standing offers of this year and later that count on it must move first."""
    require(actor, "industry.edit", line)
    line = _open_line(line)
    counting = Offer.objects.filter(
        line=line, state=OfferState.SUBMITTED, year__gte=timezone.localdate().year
    ).count()
    if counting:
        raise Refused(
            "industry.line_offered",
            ngettext(
                "%(count)s offre compte sur cette ligne : changez-la ou retirez-la d'abord.",
                "%(count)s offres comptent sur cette ligne : changez-les ou retirez-les d'abord.",
                counting,
            ),
            count=number(counting),
        )
    line.closed_on = timezone.localdate()
    line.save(update_fields=["closed_on", "updated_at"])
    record(actor, "industry.close_line", line)


def _kept(terms: PlantTerms) -> dict[str, object]:
    return {
        "sector": terms.sector,
        "processes": sorted(set(terms.processes)),
        "materials": sorted({load_vocabulary().material(word) for word in terms.materials}),
    }


def _check_words(processes: Iterable[str], materials: Iterable[str]) -> None:
    vocabulary = load_vocabulary()
    for token, known in (
        *((token, vocabulary.processes) for token in processes),
        *((vocabulary.material(token), vocabulary.materials) for token in materials),
    ):
        if token not in known:
            raise Refused(
                "industry.unknown_word", _("« %(word)s » n'est pas du vocabulaire des familles."), word=token
            )


def _check_line(terms: LineTerms) -> None:
    if terms.monthly_capacity <= 0:
        raise Refused("industry.capacity_zero", _("La capacité mensuelle doit être supérieure à 0."))
    if terms.machines < 1 or not 1 <= terms.shifts <= 4:
        raise Refused(
            "industry.line_numbers", _("Une ligne a au moins une machine, et une à quatre équipes par jour.")
        )
    if terms.people is not None and not 0 <= terms.people <= MOST_PEOPLE:
        raise Refused(
            "industry.line_people",
            _("Une ligne emploie de 0 à %(most)s personnes."),
            most=number(MOST_PEOPLE),
        )
    _check_words((terms.process,) if terms.process else (), ())


def _check_home(maker: int, plant: Plant | None) -> None:
    if plant is None:
        return
    if plant.maker_id != maker:
        raise Refused("industry.foreign_plant", _("Cette usine n'est pas la vôtre."))
    _check_stands(_open_plant(plant).site)


def _check_stands(site: Site) -> None:
    """Refuse a closed site; nobody closes one until the transaction ends."""
    if Site.objects.select_for_update().get(pk=site.pk).closed_on is not None:
        raise Refused("industry.site_closed", _("Ce site est fermé."))


def _check_name(maker: int, name: str, besides: int | None = None) -> None:
    if ProductionLine.objects.of_maker(maker).filter(name=name).exclude(pk=besides or 0).exists():
        raise Refused("industry.line_known", _("Une ligne porte déjà ce nom."))


def _open_plant(plant: Plant) -> Plant:
    """Return the plant as it is now, held until the transaction ends; a closed one is left alone."""
    held = Plant.objects.select_for_update().get(pk=plant.pk)
    if held.closed_on is not None:
        raise Refused("industry.plant_closed", _("Cette usine est fermée."))
    return held


def _open_line(line: ProductionLine) -> ProductionLine:
    held = ProductionLine.objects.select_for_update().get(pk=line.pk)
    if held.closed_on is not None:
        raise Refused("industry.line_closed", _("Cette ligne de production est fermée."))
    return held
