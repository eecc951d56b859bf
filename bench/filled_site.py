"""A whole site filled through its own actions, for the measurements of pages and of runs.

Organisations, catalogue and titles are created as makers and officers do; needs come as one
spreadsheet a buyer, handed over, read and confirmed; the plan is the job that the application runs.
"""
# ruff: noqa: PLC0415  # Django must be set up before the models are imported

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from rakiza.engine.families import Family

SRC = Path(__file__).parent.parent / "src"
YEAR, MEMBERS = 2027, 8
HEADINGS = ("Désignation", "Quantité annuelle", "Unité", "Conditionnement", "Prix unitaire TTC")


def start(folder: Path) -> None:
    """Make Django ready on a database of its own: SQLite in `folder`, or DATABASE_URL (must be empty)."""
    sys.path.insert(0, str(SRC))
    os.environ.update(
        RAKIZA_DATA_DIR=str(folder), RAKIZA_JOBS="immediate", RAKIZA_LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="rakiza.web.settings",
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@dataclass
class Clock:
    """Seconds of each step, in the order done."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        began = time.perf_counter()
        yield
        self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - began

    def print(self) -> None:
        """Print each step and the memory of the process at its highest."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            "  ".join(f"{name} {seconds:.1f} s" for name, seconds in self.spent.items()),
            f" peak {peak:.0f} MB",
        )


def fill(lines: int, devices: int, clock: Clock, *, seed: int = 0) -> None:
    """Fill an empty site: parties, a catalogue, `lines` need lines, one plan."""
    from rakiza.kernel.organisations.models import Organisation

    if Organisation.objects.exists():
        sys.exit("The database isn't empty: give a fresh one.")
    dice = random.Random(seed)
    with clock.step("parties and catalogue"):
        actors = _parties(max(1, devices // 10))
        _catalogue(dice, actors, devices)
    for number, buyer in enumerate(actors["buyer"]):
        _import(dice, buyer, number, lines // MEMBERS, lines // 4, clock)
    with clock.step("plan"):
        _plan(actors["coordinator"][0])


def _parties(makers: int) -> dict[str, list[object]]:
    from rakiza.kernel.identity.models import User
    from rakiza.kernel.organisations.actor import Actor
    from rakiza.kernel.organisations.enums import OrganisationKind, Role
    from rakiza.kernel.organisations.models import Membership, Organisation

    cast = {
        Role.BUYER: (OrganisationKind.HEALTH_GROUP, MEMBERS),
        Role.COORDINATOR: (OrganisationKind.ASSOCIATION, 1),
        Role.MAKER: (OrganisationKind.MAKER, makers),
        Role.CERTIFICATION_OFFICER: (OrganisationKind.CERTIFICATION_BODY, 1),
        Role.REGISTRATION_OFFICER: (OrganisationKind.AUTHORITY_HEALTH, 1),
        Role.CLUSTER_STAFF: (OrganisationKind.CLUSTER, 1),
        Role.ADMINISTRATOR: (OrganisationKind.CLUSTER, 1),
    }
    found: dict[str, list[object]] = {}
    for role, (kind, count) in cast.items():
        for number in range(count):
            organisation = Organisation.objects.create(
                kind=kind, name=f"{kind.label} {role} {number}", is_demonstration=True
            )
            user = User.objects.create_user(f"{role}-{number}@example.org", None, name=f"{role} {number}")
            membership = Membership.objects.create(user=user, organisation=organisation, role=role)
            found.setdefault(str(role), []).append(Actor.of(membership))
    return found


def _catalogue(dice: random.Random, actors: dict[str, list[object]], devices: int) -> None:
    from django.db import transaction

    from plan_speed import described
    from rakiza.engine.planning.values import PriceTier
    from rakiza.pillars.certification.actions import issue_certificate
    from rakiza.pillars.industry.actions import DeviceTerms, OfferTerms, add_device, submit_offer
    from rakiza.pillars.registration.actions import declare_establishment, register_device
    from rakiza.reference.families import load

    knowledge = load()
    body, health = actors["certification_officer"][0], actors["registration_officer"][0]
    with transaction.atomic():
        for number, maker in enumerate(actors["maker"]):
            organisation = maker.organisation
            declare_establishment(
                health, maker=organisation, number=f"D-{number}", valid_from=date(2020, 1, 1)
            )
            ends = date(2027, dice.randint(1, 12), 28) if dice.random() < 0.2 else date(2028, 6, 30)
            issue_certificate(
                body, maker=organisation, standard="ISO 13485", number=f"C-{number}",
                valid_from=date(2025, 1, 1), valid_to=ends,
            )  # fmt: skip
        for index in range(devices):
            maker, family = dice.choice(actors["maker"]), dice.choice(knowledge.families)
            terms = DeviceTerms(
                family.id, f"R-{index}", f"{family.labels.fr} {index}", described(dice, family)
            )
            device = add_device(maker, terms)
            register_device(
                health,
                device=device,
                number=f"E-{index}",
                valid_from=date(2024, 1, 1),
                valid_to=date(2029, 1, 1),
            )
            price = Decimal(dice.randint(20, 20_000)) / 100
            tiers = (PriceTier(Decimal(0), price), PriceTier(Decimal(20_000), price * Decimal("0.93")))
            capacity = Decimal(dice.randint(5, 400) * 100)
            submit_offer(maker, device, OfferTerms(YEAR, tiers, monthly_capacity=capacity))


def _import(dice: random.Random, buyer: object, number: int, rows: int, texts: int, clock: Clock) -> None:
    from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, upload_needs

    with tempfile.TemporaryDirectory() as folder, clock.step("write the spreadsheets"):
        path = Path(folder) / f"besoins-{number}.xlsx"
        _write(path, random.Random(1), dice, rows, texts)
        content = path.read_bytes()
    with clock.step("read the imports"):
        uploaded = upload_needs(buyer, [content], name=path.name, year=YEAR).need_import
        map_columns(buyer, uploaded)
        uploaded.refresh_from_db()
    with clock.step("confirm"):
        confirm_import(buyer, uploaded)


def _write(path: Path, words: random.Random, dice: random.Random, rows: int, texts: int) -> None:
    """Write a list; `words` is the same for every buyer, so that their lists share designations."""
    from rakiza.reference.families import load

    families = load().families
    pool = [_designation(words, words.choice(families)) for _ in range(max(texts, 20))]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Besoins")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, rows + 1):
        price = dice.randint(50, 50_000) / 100 if dice.random() < 0.6 else None
        text = dice.choice(pool)
        sheet.write_row(
            row, 0, [text, dice.randint(1, 400) * 10, dice.choice(["boîte", "unité"]), None, price]
        )
    book.close()


def _designation(words: random.Random, family: Family) -> str:
    """Return a line as lists have it: a name and up to three measures, many of them unlike any other."""
    names = [
        family.labels.fr,
        *(one.text for one in family.synonyms if one.language == "fr" and one.weight > 0.7),
    ]
    said = [words.choice(names)]
    for spec in [spec for spec in family.attributes if spec.decisive][:3]:
        if spec.choices or spec.order:
            said.append(str(words.choice(spec.choices or spec.order)))
        elif spec.minimum is not None and spec.maximum is not None:
            value = spec.minimum * (spec.maximum / max(spec.minimum, 0.1)) ** words.random()
            said.append(f"{value:.2g}{spec.implied_unit or spec.unit or ''}")
    return " ".join(said)


def _plan(coordinator: object) -> None:
    from rakiza.pillars.purchasing.plans.actions import create_plan, publish_plan, run_plan

    plan = create_plan(coordinator, year=YEAR, name=f"Plan {YEAR}")
    run = run_plan(coordinator, plan)
    run.refresh_from_db()
    if run.state != "done":
        sys.exit(f"the run ended as {run.state}: {run.job and run.job.message}")
    plan.refresh_from_db()
    publish_plan(coordinator, plan)


def sizes() -> str:
    """Return how much the database holds."""
    from rakiza.pillars.industry.models import Device
    from rakiza.pillars.purchasing.needs.models import NeedLine
    from rakiza.pillars.purchasing.plans.models import Award, Candidate, Lot, UncoveredNeed

    kinds = {
        "need lines": NeedLine, "lots": Lot, "candidates": Candidate, "awards": Award,
        "uncovered needs": UncoveredNeed, "devices": Device,
    }  # fmt: skip
    return ", ".join(f"{kind.objects.count():,} {name}" for name, kind in kinds.items())
