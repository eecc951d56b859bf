"""The registers' files of the house, and what reviewing them is answered by."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.security.api_write import CERTIFIER, REGISTRAR, Made, Write, empty
from tests.security.house import House, certificates_of, titles_of
from tests.security.house_addresses import certificates_file, titles_file

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.register_pages import RegisterRoom
from rakiza.pillars.certification.register_files.room import ROOM as CERTIFICATES
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.register_files.room import ROOM as TITLES


def titles_reviewed(house: House) -> Made:
    return _reviewed(house, TITLES, titles_file(), Role.REGISTRATION_OFFICER)


def certificates_reviewed(house: House) -> Made:
    return _reviewed(house, CERTIFICATES, certificates_file(), Role.CERTIFICATION_OFFICER)


def _reviewed(house: House, room: RegisterRoom, file: StoredFile, role: Role) -> Made:  # type: ignore[type-arg]
    return {"reviewed": room.mark(room.read(open_stored(file), house.people[role]).rows)}


def _titles() -> SimpleUploadedFile:
    return SimpleUploadedFile("t.csv", titles_of(Device.objects.earliest("pk")))


def _certificates() -> SimpleUploadedFile:
    return SimpleUploadedFile("c.csv", certificates_of(Organisation.objects.suppliers().earliest("pk")))


def _at(room: str, file: Callable[[], StoredFile], step: str) -> Callable[[House], str]:
    return lambda _house: f"/{room}/files/{file().pk}/transitions/{step}"


def _writes(
    tag: str,
    room: str,
    does: frozenset[Role],
    file: Callable[[], StoredFile],
    reviewed: Callable[[House], Made],
    piece: Callable[[], SimpleUploadedFile],
    leaves: tuple[str, str, str, str],
) -> dict[str, Write]:
    uploaded, imported, confirmed, dropped = (f"{room}.{name}" for name in leaves)
    return {
        f"{tag}_hand_over_file": Write(
            "POST", lambda _: f"/{room}/files", empty, does, uploaded, alone=False, file=True, piece=piece
        ),
        f"{tag}_propose_file": Write("POST", _at(room, file, "propose"), reviewed, does, imported),
        f"{tag}_confirm_file": Write("POST", _at(room, file, "confirm"), empty, does, confirmed),
        f"{tag}_drop_file": Write("POST", _at(room, file, "drop"), empty, does, dropped),
    }


REGISTER_WRITES = {
    **_writes(
        "titles",
        "registration",
        REGISTRAR,
        titles_file,
        titles_reviewed,
        _titles,
        ("upload_titles", "import_titles", "confirm_title", "drop_title"),
    ),
    **_writes(
        "certification",
        "certification",
        CERTIFIER,
        certificates_file,
        certificates_reviewed,
        _certificates,
        ("upload_certificates", "import_certificates", "confirm_certificate", "drop_certificate"),
    ),
}
