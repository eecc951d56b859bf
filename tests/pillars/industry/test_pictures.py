"""Pictures of devices: written anew, bounded, described, ordered, undone; seen by who sees the device."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader
from tests.factories import DeviceFactory, an_actor
from tests.factories.pictures import a_bomb, a_jpeg, a_png

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.documents.thumbnail import Undrawable, thumbnail
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pictures import NotAPicture, cleaned
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.tables import differences
from rakiza.pillars.industry.devices.versions import current_version, snapshot
from rakiza.pillars.industry.models import Device, DevicePicture
from rakiza.pillars.industry.pictures.actions import (
    MOST,
    MOST_BYTES,
    Alternative,
    Upload,
    add_pictures,
    advance_picture,
    describe_picture,
    remove_picture,
    restore_picture,
)
from rakiza.pillars.industry.pictures.queries import shown_pictures
from rakiza.pillars.industry.showcase import pages
from rakiza.pillars.industry.showcase.actions import set_showcase, show_device

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = {
    "svg": SVG,
    "html": b"<!doctype html><script>1</script>",
    "named_png": b"\x89PNG\r\n\x1a\n" + SVG,
    "cut_png": a_png()[:-30],
    "wrong_sum": a_png()[:-40] + b"zz" + a_png()[-38:],
    "too_small": a_png(8),
    "too_many_pixels": a_bomb(),
    "jpeg_head_alone": b"\xff\xd8\xff\xe0\x00\x04ab",
    "cut_jpeg": a_jpeg()[:-20],
    "empty": b"",
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    pages.forget_pages()
    yield
    pages.forget_pages()


@pytest.fixture
def maker(db: None) -> Actor:
    return an_actor(Role.MAKER)


@pytest.fixture
def device(maker: Actor) -> Device:
    made: Device = DeviceFactory(maker=maker.organisation, name="Seringue dessinée")
    return made


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def give(maker: Actor, device: Device, *contents: bytes) -> list[DevicePicture]:
    uploads = [Upload(f"vue-{number}.png", content) for number, content in enumerate(contents)]
    add_pictures(maker, device, uploads, seen=current_version(device))
    return list(device.pictures.all())


def numbers(device: Device) -> list[int]:
    return [one.number for one in shown_pictures(Device.objects.get(pk=device.pk), "fr")]


def test_a_png_keeps_its_pixels_and_loses_what_it_says_besides() -> None:
    plain = a_png()
    told = (
        a_png(64, (b"tEXt", b"Author\0somebody"), (b"eXIf", b"GPS"), (b"acTL", bytes(8)))
        + b"PK\x03\x04 behind"
    )
    assert cleaned(told).content == plain
    assert (cleaned(told).width, cleaned(told).media_type) == (64, "image/png")


@pytest.mark.parametrize("up", [1, 3, 6, 8])
def test_a_jpeg_keeps_which_side_is_up_and_loses_where_it_was_taken(up: int) -> None:
    picture = cleaned(a_jpeg(up, comment=b"by somebody") + b"another picture")
    assert picture.media_type == "image/jpeg"
    assert all(said not in picture.content for said in (b"GPS", b"somebody", b"another"))
    assert cleaned(picture.content).content == picture.content
    assert (b"Exif" in picture.content) == (up != 1)
    assert thumbnail(picture.content, suffix="jpg", size=32).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_picture_is_refused_and_nothing_is_kept(name: str, maker: Actor, device: Device) -> None:
    with pytest.raises(NotAPicture):
        cleaned(BAD[name])
    with pytest.raises(Refused, match="n'est pas une image PNG ou JPEG"):
        give(maker, device, a_png(), BAD[name])
    assert (DevicePicture.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_well_formed_chunks_that_cannot_be_drawn_are_refused(maker: Actor, device: Device) -> None:
    hollow = a_png().replace(b"IDAT", b"IDAT")[: 8 + 25] + a_png()[-12:]
    with pytest.raises(NotAPicture):
        cleaned(hollow)
    with pytest.raises(Undrawable):
        thumbnail(a_png()[:60], suffix="png", size=32)


def test_size_and_number_are_bounded(maker: Actor, device: Device) -> None:
    with pytest.raises(Refused, match="dépasse 5 Mo"):
        give(maker, device, a_png() + bytes(MOST_BYTES))
    give(maker, device, *[a_png(20 + n) for n in range(MOST)])
    with pytest.raises(Refused, match="8 images au plus"):
        give(maker, device, a_png())
    with pytest.raises(Refused, match="au moins une image"):
        give(maker, device)
    assert device.pictures.count() == MOST


def test_pictures_are_described_ordered_taken_off_and_put_back(maker: Actor, device: Device) -> None:
    first, second = give(maker, device, a_png(20), a_png(30))
    say = Alternative(fr=" De face ", ar="منظر أمامي", en="Front view")
    describe_picture(maker, first, say, seen=current_version(device))
    advance_picture(maker, second, seen=current_version(device))
    assert numbers(device) == [second.pk, first.pk]
    assert [one.alt for one in shown_pictures(device, "ar")] == ["Seringue dessinée", "منظر أمامي"]
    remove_picture(maker, second, seen=current_version(device))
    assert numbers(device) == [first.pk]
    restore_picture(maker, second, seen=current_version(device))
    assert numbers(device) == [second.pk, first.pk]
    actions = AuditEvent.objects.filter(action__startswith="industry.").order_by("pk")
    assert [event.action for event in actions] == ["industry.add_pictures", *["industry.change_picture"] * 4]


def test_versions_keep_pictures_and_say_what_differs(maker: Actor, device: Device) -> None:
    (picture,) = give(maker, device, a_png())
    describe_picture(maker, picture, Alternative(fr="De face"), seen=current_version(device))
    versions = {one.number: one for one in device.versions.all()}
    assert [one.name for one in differences(versions[2], versions[3])] == ["Images"]
    (difference,) = differences(versions[1], versions[3])
    assert (difference.before, difference.after) == ("—", "vue-0.png · De face")
    assert "pictures" not in versions[1].content


def test_an_older_page_changes_nothing(maker: Actor, device: Device) -> None:
    give(maker, device, a_png())
    with pytest.raises(Refused, match="changé entre-temps"):
        add_pictures(maker, device, [Upload("b.png", a_png())], seen=0)
    assert device.pictures.count() == 1


def test_other_changes_and_imports_leave_pictures_alone(maker: Actor, device: Device) -> None:
    give(maker, device, a_png())
    kept = snapshot(device)["pictures"]
    terms = terms_of(device)
    change_device(maker, device, terms, seen=current_version(device))
    assert snapshot(Device.objects.get(pk=device.pk))["pictures"] == kept


@pytest.mark.parametrize("role", [Role.MAKER, Role.BUYER, Role.CLUSTER_STAFF, Role.PARTNER])
def test_nobody_else_touches_them(role: Role, maker: Actor, device: Device) -> None:
    (picture,) = give(maker, device, a_png())
    other = an_actor(role)
    with pytest.raises(NotAllowed):
        add_pictures(other, device, [Upload("b.png", a_png())], seen=current_version(device))
    with pytest.raises(NotAllowed):
        remove_picture(other, picture, seen=current_version(device))
    client, base = signed_in(other), f"/industrie/dispositifs/{device.pk}/images/"
    assert client.post(base, {"pictures": SimpleUploadedFile("a.png", a_png())}).status_code in (403, 404)
    assert client.post(f"{base}{picture.pk}/retirer/").status_code in (403, 404)
    assert numbers(device) == [picture.pk]


def test_a_picture_is_answered_as_a_picture_and_nothing_else(maker: Actor, device: Device) -> None:
    (picture,) = give(maker, device, a_png(64, (b"tEXt", b"a\0b")))
    answer = signed_in(an_actor(Role.BUYER)).get(f"/industrie/images/{picture.pk}/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert b"".join(answer.streaming_content) == a_png()  # type: ignore[attr-defined]
    again = signed_in(maker).get(
        f"/industrie/images/{picture.pk}/", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    small = signed_in(maker).get(f"/industrie/images/{picture.pk}/?taille=vignette")
    assert b"".join(small.streaming_content) == path_of(picture.thumbnail).read_bytes()  # type: ignore[attr-defined]


def test_the_showcase_shows_what_is_in_it(maker: Actor, device: Device) -> None:
    (picture,) = give(maker, device, a_png())
    address, sheet = f"/industrie/vitrine/images/{picture.pk}/", f"/industrie/vitrine/{device.pk}/fiche.pdf"
    assert Client().get(address).status_code == 404
    set_showcase(maker, is_open=True)
    show_device(maker, device, public=True)
    assert Client().get(address).getvalue() == a_png()  # type: ignore[attr-defined]
    for page in ("/industrie/vitrine/", f"/industrie/vitrine/{device.pk}/"):
        assert address in Client().get(page).content.decode()
    (page,) = PdfReader(BytesIO(Client().get(sheet).content)).pages
    assert len(page.images) == 1
    remove_picture(maker, picture, seen=current_version(device))
    assert Client().get(address).status_code == 404
    assert address not in Client().get("/industrie/vitrine/").content.decode()
    (page,) = PdfReader(BytesIO(Client().get(sheet).content)).pages
    assert len(page.images) == 0


def test_the_pages_of_a_maker_carry_it_out(maker: Actor, device: Device) -> None:
    client, base = signed_in(maker), f"/industrie/dispositifs/{device.pk}/images/"
    files = [SimpleUploadedFile("a.png", a_png(20)), SimpleUploadedFile("b.jpg", a_jpeg())]
    assert client.post(base, {"pictures": files, "seen": "0"}).status_code == 302
    first, second = device.pictures.all()
    said = {"fr": "De face", "ar": "أمام", "en": "Front", "seen": "2"}
    client.post(f"{base}{first.pk}/decrire/", said)
    client.post(f"{base}{second.pk}/avancer/")
    client.post(f"{base}{first.pk}/retirer/")
    first.refresh_from_db()
    assert (first.alt_fr, first.alt_ar, first.alt_en) == ("De face", "أمام", "Front")
    assert numbers(device) == [second.pk]
    assert "Images retirées" in client.get(base).content.decode()
    client.post(f"{base}{first.pk}/remettre/")
    assert numbers(device) == [second.pk, first.pk]
    assert client.post(f"{base}{first.pk}/brûler/").status_code == 404
    assert client.post(f"{base}{first.pk}/bruler/").status_code == 404
    client.post(f"{base}{first.pk}/decrire/", {"fr": "x" * 201})
    assert client.post(base, {"pictures": SimpleUploadedFile("c.svg", SVG)}).status_code == 302
    first.refresh_from_db()
    assert (first.alt_fr, device.pictures.count()) == ("De face", 2)
    assert f'alt="{first.alt_fr}"' in client.get(f"/industrie/dispositifs/{device.pk}/").content.decode()
