"""One endpoint that writes: who may use it, on what, and what it leaves in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from tests.factories.pictures import a_png
from tests.security.house import House
from tests.web.api.caller import Caller

from rakiza.kernel.organisations.enums import Role

MAKER = frozenset({Role.MAKER})
CERTIFIER = frozenset({Role.CERTIFICATION_OFFICER})
REGISTRAR = frozenset({Role.REGISTRATION_OFFICER})
STAFF = frozenset({Role.CLUSTER_STAFF, Role.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
Made = Mapping[str, object]


def a_piece() -> SimpleUploadedFile:
    """Return a small document that no other is."""
    return SimpleUploadedFile("piece.pdf", b"%PDF-1.7 essai")


def a_picture() -> SimpleUploadedFile:
    """Return a small picture."""
    return SimpleUploadedFile("face.png", a_png(80))


def empty(_house: House) -> Made:
    return {}


@dataclass(frozen=True)
class Write:
    """One endpoint that writes. `alone`: another organisation's person of the same role doesn't see its object."""

    method: str
    path: Callable[[House], str]
    body: Callable[[House], Made]
    does: frozenset[Role]
    leaves: str
    prepare: Callable[[House], object] = lambda _house: None
    alone: bool = True
    file: bool = False
    piece: Callable[[], SimpleUploadedFile] = a_piece

    def send(self, caller: Caller, house: House) -> HttpResponseBase:
        """Send the request."""
        if self.file:
            return caller.join(self.path(house), self.body(house), self.piece())
        return caller.call(self.method, self.path(house), dict(self.body(house)))
