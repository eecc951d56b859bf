"""The page of a stored file: what it is, who opened it, and a link that ends by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.links import LIFE, link_to, linked_file
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting, partners_too
from rakiza.kernel.presentation.listing import one_page


@require_GET
@never_cache
@acting
@partners_too
def file_page(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Show a file of one's organisation; those who oversee see all."""
    file = get_object_or_404(StoredFile.objects.select_related("organisation", "uploaded_by"), pk=file_id)
    if not allowed(actor, "files.open", file):
        raise Http404
    link = link_to(actor, file)
    context = {
        "page_title": file,
        "file": file,
        "link": link,
        "address": request.build_absolute_uri(link),
        "minutes": LIFE.seconds // 60,
        "page": one_page(request, history_of(file).order_by("-pk")),
    }
    return render(request, "files/file.html", context)


@require_GET
@never_cache
@acting
@partners_too
def open_link(request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:  # noqa: ARG001
    """Hand over the file of a link."""
    return hand_over(actor, linked_file(actor, token))
