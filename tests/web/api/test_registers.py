"""A register's file by the API: handed over, reviewed, proposed by its mark, confirmed by a second officer."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.pillars.certification.models import Certificate, CertificateProposal
from rakiza.pillars.registration.models import RegistrationCertificate, TitleProposal

pytestmark = pytest.mark.django_db
ROOMS = {
    "registration": (
        Role.REGISTRATION_OFFICER,
        "Nature;Numéro;Fabricant;Référence du dispositif;Décidé le;Valable du;Valable au\n"
        "registration;R-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;2029-12-31\n"
        "registration;R-2;Fabrique fictive;S-11;2024-12-20;2025-01-01;2029-12-31\n",
        TitleProposal,
        RegistrationCertificate,
        ("register.device", 3, "Référence du dispositif", "S-11"),
    ),
    "certification": (
        Role.CERTIFICATION_OFFICER,
        "Numéro;Fabricant;Norme;Décidé le;Valable du;Valable au\n"
        "C-1;Fabrique fictive;ISO 9001:2015;2024-12-20;2025-01-01;2027-12-31\n"
        "C-2;Fabrique absente;ISO 9001:2015;2024-12-20;2025-01-01;2027-12-31\n",
        CertificateProposal,
        Certificate,
        ("register.maker", 3, "Fabricant", "Fabrique absente"),
    ),
}


@pytest.fixture(autouse=True)
def device() -> None:
    DeviceFactory(
        maker=OrganisationFactory(name="Fabrique fictive", kind=OrganisationKind.MAKER), reference="S-10"
    )


def a_register(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("registre.csv", text.encode())


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_goes_from_one_officer_to_another(room: str) -> None:
    role, text, proposals, titles, wrong = ROOMS[room]
    first = an_actor(role)
    own, second = Caller.of(first), Caller.of(an_actor(role, first.organisation))

    answer = own.join(f"/{room}/files", {}, a_register(text))

    assert answer.status_code == 201
    shown = said(answer)
    assert (shown["rows"], shown["left_out"], shown["name"]) == (1, 1, "registre.csv")
    (problem,) = shown["problems"]
    assert tuple(problem[key] for key in ("code", "row", "column", "value")) == wrong
    file = f"/{room}/files/{shown['id']}"
    assert said(second.get(file)) == shown
    assert not proposals._default_manager.exists()
    unseen = own.call("POST", f"{file}/transitions/propose", {"reviewed": "0" * 64})
    assert (unseen.status_code, proposals._default_manager.count()) == (409, 0)

    done = own.call("POST", f"{file}/transitions/propose", {"reviewed": shown["reviewed"]})

    assert said(done) == {"file": shown["id"], "rows": 1}
    assert [one["file"] for one in said(second.get(f"/{room}/proposals"))["items"]] == [shown["id"]]
    assert own.call("POST", f"{file}/transitions/confirm", {}).status_code == 409
    assert not titles._default_manager.exists()
    stranger = Caller.of(an_actor(role))
    assert stranger.get(file).status_code == 404
    assert stranger.call("POST", f"{file}/transitions/confirm", {}).status_code == 404

    assert said(second.call("POST", f"{file}/transitions/confirm", {})) == {"file": shown["id"], "rows": 1}
    assert (titles._default_manager.count(), proposals._default_manager.count()) == (1, 0)
    again = second.call("POST", f"{file}/transitions/confirm", {})
    assert (again.status_code, titles._default_manager.count()) == (409, 1)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_no_register_is_refused_at_the_file_and_not_kept(room: str) -> None:
    answer = Caller.of(an_actor(ROOMS[room][0])).join(f"/{room}/files", {}, a_register("x;y\n1;2\n"))

    assert (answer.status_code, said(answer)["code"]) == (422, "import.no_header")
    assert said(answer)["errors"][0]["pointer"] == "#/file"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("room", ROOMS)
def test_another_file_of_the_organisation_is_no_register(room: str) -> None:
    officer = an_actor(ROOMS[room][0])
    other = store([b"%PDF-1.4"], name="a.pdf", organisation=officer.organisation, uploaded_by=officer.user)
    caller = Caller.of(officer)
    assert caller.get(f"/{room}/files/{other.pk}").status_code == 404
    answer = caller.call("POST", f"/{room}/files/{other.pk}/transitions/propose", {"reviewed": "0" * 64})
    assert answer.status_code == 404


@pytest.mark.parametrize("room", ROOMS)
def test_a_field_that_is_not_known_is_refused(room: str) -> None:
    role, text, *_rest = ROOMS[room]
    answer = Caller.of(an_actor(role)).join(f"/{room}/files", {"kind": "all"}, a_register(text))
    assert (answer.status_code, said(answer)["errors"][0]["pointer"]) == (422, "#/kind")
    assert not StoredFile.objects.exists()
