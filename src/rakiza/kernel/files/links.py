"""Links to a file that end by themselves: signed, for one organisation, for a quarter of an hour.

A room that may show a file gives a link instead of the right: whoever follows it acts for that organisation.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require

LIFE = timedelta(minutes=15)
_SALT = "rakiza.files.link"


def link_to(actor: Actor, file: StoredFile) -> str:
    """Return an address that opens a file, for people of the actor's organisation, until `LIFE` is over."""
    require(actor, "files.open", file)
    return reverse("files:open", args=[signing.dumps([file.pk, actor.organisation.pk], salt=_SALT)])


def linked_file(actor: Actor, token: str) -> StoredFile:
    """Return the file of a link; PermissionDenied, with what to do, where the link doesn't hold."""
    try:
        file_id, organisation_id = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.SignatureExpired:
        raise PermissionDenied(
            _("Ce lien a expiré : rouvrez la page du fichier pour en avoir un neuf.")
        ) from None
    except signing.BadSignature:
        raise PermissionDenied(_("Ce lien est incomplet ou a été modifié.")) from None
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not actor.belongs_to(organisation_id):
        raise PermissionDenied(_("Ce lien a été donné à une autre organisation que la vôtre."))
    return file
