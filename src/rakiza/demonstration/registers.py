"""Registers kept elsewhere and handed over as files: proposed by one officer, each waits for the second."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.registers import Row
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.register_pages import RegisterRoom
from rakiza.pillars.certification.register_files.room import ROOM as CERTIFICATES
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.register_files.room import ROOM as TITLES

# All before the plan's year; the last row of each can't be read: what waits says why.
_TITLES = (
    ("Nature", "Numéro", "Fabricant", "Référence du dispositif", "Décidé le", "Valable du", "Valable au", "Objet"),
    ("déclaration", "D-DEMO-ARCHIVE-1", "{maker}", "", "20/12/1999", "01/01/2000", "31/12/2004", ""),
    ("enregistrement", "R-DEMO-ARCHIVE-1", "{maker}", "{device}", "20/12/1999", "01/01/2000", "31/12/2004", ""),
    ("autorisation", "A-DEMO-ARCHIVE-1", "{maker}", "{device}", "20/12/1999", "01/01/2000", "30/06/2000", "sur mesure"),
    ("enregistrement", "R-DEMO-ARCHIVE-2", "{maker}", "{device}", "31/02/2000", "01/03/2000", "28/02/2005", ""),
)  # fmt: skip
_CERTIFICATES = (
    ("Numéro", "Fabricant", "Norme", "Familles couvertes", "Décidé le", "Valable du", "Valable au"),
    ("C-DEMO-ARCHIVE-1", "{maker}", "ISO 13485:1996", "", "20/12/1999", "01/01/2000", "31/12/2002"),
    ("C-DEMO-ARCHIVE-2", "{maker}", "ISO 9002:1994", "{family}", "20/12/1999", "01/01/2000", "31/12/2002"),
    ("C-DEMO-ARCHIVE-3", "Atelier inconnu", "ISO 9002:1994", "", "20/12/1999", "01/01/2000", "31/12/2002"),
)


def load_registers(cluster: Cluster, device: Device) -> None:
    """Leave a file of the authority's archives and one of the body's, each with a row that is rejected."""
    _propose(TITLES, cluster.authority, "archives-titres.csv", _TITLES, device)
    _propose(CERTIFICATES, cluster.certifier, "archives-certificats.csv", _CERTIFICATES, device)


def _propose(
    room: RegisterRoom[Row], actor: Actor, name: str, rows: tuple[tuple[str, ...], ...], device: Device
) -> None:
    said = {"maker": device.maker.name, "device": device.reference, "family": device.family}
    text = "\n".join(";".join(cell.format(**said) for cell in row) for row in rows)
    stored = room.take(actor, SimpleUploadedFile(name, text.encode()))
    found = room.read(open_stored(stored), actor)
    room.propose(actor, found.rows, stored, reviewed=room.mark(found.rows))
