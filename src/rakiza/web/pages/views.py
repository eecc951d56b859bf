"""Views of the common pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.notifications.actions import mark_news_read, mark_read
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import already_read, awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.acting import acting, partners_too, whoever_opened
from rakiza.kernel.presentation.listing import one_page, whole
from rakiza.reference.families import load
from rakiza.web.middleware import SESSION_KEY
from rakiza.web.pages.awaiting import steps_for
from rakiza.web.pages.families import families_with_words, groups, row, schema
from rakiza.web.pages.links import address_of
from rakiza.web.pages.reading import EXPORTED, LINES, MOST_TEXT, pasted_csv, read_pasted
from rakiza.web.pages.results import find_everything

PAGE_SIZE = 50


def _language() -> str:
    return (get_language() or "fr")[:2]


@require_GET
@acting
@partners_too
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what awaits this role: messages with their one action, then the usual next steps."""
    page = one_page(request, awaiting(actor))
    context = {
        "page": page,
        "due": _with_addresses(message for message in page if message.deadline),
        "news": _with_addresses(message for message in page if not message.deadline),
        "newest": max((message.pk for message in page), default=0),
        "today": timezone.localdate(),
        "steps": steps_for(actor),
        "page_title": _("À traiter"),
    }
    return render(request, "pages/home.html", context)


@require_GET
@acting
@partners_too
def put_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the messages that were read: one put away by mistake is found again."""
    page = one_page(request, already_read(actor))
    context = {"page": page, "read": _with_addresses(page), "page_title": _("Messages lus")}
    return render(request, "pages/put_away.html", context)


def _with_addresses(messages: Iterable[Notification]) -> list[tuple[Notification, str]]:
    return [(message, address_of(message)) for message in messages]


@require_POST
@acting
@partners_too
def mark_as_read(request: HttpRequest, actor: Actor, notification_id: int) -> HttpResponse:  # noqa: ARG001
    """Put a message away."""
    mark_read(actor, notification_id)
    return redirect("home")


@require_POST
@acting
@partners_too
def mark_news_as_read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put away every message without a deadline that the page showed, none that came since."""
    read = mark_news_read(actor, whole(request.POST.get("newest", "")) or 0)
    said = ngettext("%(count)d message rangé.", "%(count)d messages rangés.", read)
    messages.success(request, said % {"count": read})
    return redirect("home")


@require_GET
@acting
@partners_too
def open_notification(request: HttpRequest, actor: Actor, notification_id: int) -> HttpResponse:  # noqa: ARG001
    """Go to what a message is about, as the organisation that it awaits; the mails link here."""
    current = request.membership  # type: ignore[attr-defined]
    held = sorted(request.memberships, key=lambda one: one != current)  # type: ignore[attr-defined]
    for membership in held:
        found = Notification.objects.for_actor(Actor.of(membership)).filter(pk=notification_id).first()
        if found is not None:
            if membership != current:
                request.session[SESSION_KEY] = membership.pk
            return redirect(address_of(found) or "home")
    raise Http404


@require_POST
@acting
@partners_too
@whoever_opened
def switch_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - must be signed in
    """Act for another of the person's organisations."""
    chosen = request.POST.get("membership", "")
    held = {str(membership.pk) for membership in request.memberships}  # type: ignore[attr-defined]
    if chosen not in held:
        raise PermissionDenied(_("Vous n'êtes pas rattaché à cette organisation."))
    request.session[SESSION_KEY] = int(chosen)
    return redirect("home")


@require_GET
@acting
@partners_too
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find needs, lots, devices and families by words."""
    query = request.GET.get("q", "").strip()[:200]
    found = find_everything(actor, query, _language()) if query else ()
    return render(
        request, "pages/search.html", {"query": query, "found": found, "page_title": _("Recherche")}
    )


@require_GET
@acting
@partners_too
def families(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - open to every member
    """List the device families."""
    query = request.GET.get("q", "").strip()[:200]
    group = request.GET.get("groupe", "")
    found = families_with_words(query, group if group in groups() else "", _language())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": query,
        "group": group,
        "groups": groups(),
        "page_title": _("Familles de dispositifs"),
    }
    return render(request, "pages/families.html", context)


@require_GET
@acting
@partners_too
def family(request: HttpRequest, actor: Actor, family_id: str) -> HttpResponse:  # noqa: ARG001 - open to every member
    """Show one family: how it is written, coded, compared, made and tested."""
    try:
        shown = load().family(family_id)
    except KeyError as error:
        raise Http404 from error
    language = _language()
    context = {
        "family": shown,
        "row": row(shown, language),
        "schema": schema(shown, language),
        "page_title": shown.labels.in_language(language),
    }
    return render(request, "pages/family.html", context)


@require_http_methods(["GET", "POST"])
@acting
@partners_too
def reading(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - open to every member
    """Show what designations are read as; nothing is kept."""
    text = request.POST.get("text", "")
    if "export" in request.POST:
        name = 'attachment; filename="lectures.csv"'
        content = pasted_csv(text, _language())
        return HttpResponse(
            content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
        )
    context = {
        "text": text[:MOST_TEXT],
        "pasted": read_pasted(text, _language()),
        "limit": LINES,
        "exported": EXPORTED,
        "most": MOST_TEXT,
        "page_title": _("Lire une désignation"),
    }
    return render(request, "pages/reading.html", context)
