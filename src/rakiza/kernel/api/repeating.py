"""A change that is sent again is done once: the first answer is kept for a day under the key that its sender gave it.

The header and its rules are those of the IETF's draft "The Idempotency-Key HTTP Header Field" (httpapi working group).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rakiza.kernel.access.models import KeptAnswer
from rakiza.kernel.api.caller import Caller
from rakiza.kernel.api.problems import Problem

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=1)
LONGEST = 80
Respond = Callable[[HttpRequest], HttpResponse]


def once(request: HttpRequest, caller: Caller, respond: Respond) -> HttpResponse:
    """Return the answer to a change; the kept one where it was done already under the same key.

    What is done and the answer are kept in one transaction: after a power cut there are both or neither. What
    is refused leaves nothing, and may be sent again.
    """
    name = request.headers.get(HEADER, "")
    if not name:
        return respond(request)
    if len(name) > LONGEST or not name.isascii() or not name.isprintable():
        text = _("La clé d'envoi (Idempotency-Key) a de 1 à 80 caractères ASCII.")
        return Problem(400, "malformed_idempotency_key", text).response()
    now, print_ = timezone.now(), _print_of(request)
    own = KeptAnswer.objects.filter(membership=caller.membership)
    own.filter(at__lt=now - KEPT_FOR).delete()
    with transaction.atomic():
        row, new = own.select_for_update().get_or_create(
            name=name, defaults={"membership": caller.membership, "fingerprint": print_, "at": now}
        )
        if not new:
            return _again(row, print_)
        answer = respond(request)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
            return answer
        row.status, row.body = answer.status_code, answer.content.decode()
        row.save()
    return answer


def _again(row: KeptAnswer, print_: str) -> HttpResponse:
    if row.fingerprint != print_:
        text = _(
            "Cette clé d'envoi (Idempotency-Key) a déjà servi à une autre demande : prenez-en une autre."
        )
        return Problem(422, "idempotency_key_reused", text).response()
    answer = HttpResponse(row.body, status=row.status, content_type="application/json; charset=utf-8")
    answer["Idempotency-Replayed"] = "true"
    return answer


def _print_of(request: HttpRequest) -> str:
    """Return what tells one request from another; of a form with a file, its length stands for it."""
    form = request.content_type == "multipart/form-data"
    told = request.META.get("CONTENT_LENGTH", "").encode() if form else request.body
    parts = (str(request.method).encode(), request.get_full_path().encode(), told)
    return sha256(b"\0".join(parts)).hexdigest()
