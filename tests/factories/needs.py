"""Imports and lines of needs."""

from __future__ import annotations

from decimal import Decimal

import factory
from tests.factories.parties import OrganisationFactory, UserFactory
from tests.factories.reading import a_reading

from rakiza.kernel.codec import dump
from rakiza.kernel.files.models import StoredFile
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine


def csv_of(*rows: str) -> bytes:
    """Return a needs file: designation, quantity, unit; one text `a;1;boite` a row."""
    return "\n".join(("Désignation;Quantité;Unité", *rows)).encode()


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 10
    media_type = "text/csv"
    original_name = factory.Sequence(lambda n: f"besoins-{n:06}.csv")
    organisation = factory.SubFactory(OrganisationFactory)


class NeedImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NeedImport

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2027
    file = factory.SubFactory(StoredFileFactory, organisation=factory.SelfAttribute("..organisation"))
    uploaded_by = factory.SubFactory(UserFactory)

    class Params:
        reviewed = factory.Trait(state=ImportState.REVIEWED, lines_count=1)
        confirmed = factory.Trait(state=ImportState.CONFIRMED, lines_count=1)


class NeedLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NeedLine

    need_import = factory.SubFactory(NeedImportFactory, confirmed=True)
    organisation = factory.SelfAttribute("need_import.organisation")
    year = factory.SelfAttribute("need_import.year")
    confirmed = factory.LazyAttribute(lambda line: line.need_import.state == ImportState.CONFIRMED)
    sheet = "Besoins"
    row = factory.Sequence(lambda n: n + 2)
    designation = "SERINGUE 10 ML"
    folded = "seringue 10 ml"
    quantity = Decimal(400)
    unit = "piece"
    q1 = q2 = q3 = q4 = Decimal(100)
    kind = "device"
    family = "syringe_hypodermic"
    emdn = "A020102"
    confidence = 0.95
    reading = factory.LazyAttribute(lambda line: dump(a_reading(line.designation)))
