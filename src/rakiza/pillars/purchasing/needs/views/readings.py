"""Saying that a reading is right, or what the text is; and the page of one line."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import NotAllowed, Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.wording.formats import number
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.word_queries import devices_with_words
from rakiza.pillars.purchasing.needs.corrections import accept_readings, correct_reading, reopen_readings
from rakiza.pillars.purchasing.needs.enums import NeedKind
from rakiza.pillars.purchasing.needs.family_search import SHORTEST, find_families
from rakiza.pillars.purchasing.needs.forms import chosen_reading
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.requirements import decisions_on, standings
from rakiza.pillars.purchasing.needs.tables.history import history_of_line
from rakiza.pillars.purchasing.needs.tables.planned import planned_lot
from rakiza.pillars.purchasing.needs.tables.requirements import shown_decisions, shown_standings
from rakiza.pillars.purchasing.needs.tables.shown import families_to_choose, shown_line
from rakiza.pillars.purchasing.needs.views.common import import_or_404, language, line_or_404, open_to_buyers
from rakiza.pillars.purchasing.plans.lineage_queries import line_lineage

BY_WORDS = 5  # devices shown of those that only words find


@require_POST
@acting
def settle(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Settle readings of an import: accept the texts ticked (or all shown), or correct one."""
    need_import = import_or_404(actor, import_id)
    require(actor, "needs.change", need_import)
    if "line" in request.POST:
        line = need_import.lines.select_related("need_import").filter(pk=_whole(request.POST["line"])).first()
        if line is not None:
            _correct(request, actor, line)
    else:
        one = request.POST.getlist("one")
        ticked = one or request.POST.getlist("shown" if "all" in request.POST else "accept")
        _accept(request, actor, need_import, [_whole(text) for text in ticked])
    page = request.POST.get("page", "")
    query = f"&page={int(page)}" if page.isdecimal() and len(page) < 10 else ""
    return redirect(f"{reverse('needs:import', args=[import_id])}?etape=verification{query}#lectures")


@require_POST
@acting
def reopen(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Take back what was settled in one go."""
    need_import = import_or_404(actor, import_id)
    require(actor, "needs.change", need_import)
    try:
        decided_at = datetime.fromisoformat(request.POST.get("at", ""))
        count = reopen_readings(actor, need_import, decided_at)
    except NotAllowed:
        raise
    except ValueError:
        messages.error(request, _("Choisissez ce qu'il faut reprendre."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "%(count)s lecture attend de nouveau votre réponse.",
            "%(count)s lectures attendent de nouveau votre réponse.",
            count,
        )
        messages.success(request, text % {"count": number(count)})
    return redirect(f"{reverse('needs:import', args=[import_id])}?etape=verification#lectures")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _accept(request: HttpRequest, actor: Actor, need_import: NeedImport, line_ids: Collection[int]) -> None:
    """Accept the readings of the lines' texts, wherever the import repeats them."""
    texts = need_import.lines.filter(pk__in=line_ids).values_list("folded", flat=True)
    same = list(need_import.lines.filter(folded__in=list(texts)).values_list("pk", flat=True))
    count = accept_readings(actor, need_import, same)
    if not count:
        messages.warning(request, _("Cochez au moins une lecture qui attend encore."))
        return
    text = ngettext("%(count)s lecture acceptée.", "%(count)s lectures acceptées.", count)
    messages.success(request, text % {"count": number(count)})


def _correct(request: HttpRequest, actor: Actor, line: NeedLine) -> None:
    """Read the line's text as the form says, and tell how many lines changed."""
    chosen = chosen_reading(line.text, request.POST)
    if chosen.correction is None:
        messages.error(request, chosen.error)
        return
    try:
        count = correct_reading(actor, line, chosen.correction)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    text = ngettext(
        "Lecture corrigée sur %(count)s ligne ; ce texte sera lu ainsi dans vos prochains imports.",
        "Lecture corrigée sur %(count)s lignes ; ce texte sera lu ainsi dans vos prochains imports.",
        count,
    )
    messages.success(request, text % {"count": number(count)})


@require_GET
@acting
def families(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the families that what is being typed may mean, as buttons of the correction's form."""
    open_to_buyers(actor)
    typed = request.GET.get("family", "").strip()
    found = find_families(typed, language())
    return render(request, "needs/_families.html", {"found": found, "typed": len(typed) >= SHORTEST})


@require_http_methods(["GET", "POST"])
@acting
def line(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Show where a line comes from, what it was read as and why, and where it went."""
    found = line_or_404(actor, line_id)
    if request.method == "POST":
        require(actor, "needs.change", found)
        if "accept" in request.POST:
            _accept(request, actor, found.need_import, [found.pk])
        else:
            _correct(request, actor, found)
        return redirect("needs:line", line_id)
    lineage = line_lineage(actor, line_id, language=language())
    correction = ReadingCorrection.objects.filter(
        organisation_id=found.organisation_id, folded=found.folded
    ).select_related("corrected_by")
    context = {
        "shown": shown_line(found, language()),
        "line": found,
        "plans": [(planned_lot(one), one.makers) for one in lineage.plans],
        "correction": correction.first(),
        "events": history_of_line(found),
        "standings": shown_standings(standings(found)),
        "by_words": _by_words(actor, found),
        "decisions": shown_decisions(decisions_on(found)),
        "may_change": allowed(actor, "needs.change", found),
        "family_choices": families_to_choose(language()),
        "quarters": (found.q1, found.q2, found.q3, found.q4),
        "page_title": found.designation,
    }
    return render(request, "needs/line.html", context)


def _by_words(actor: Actor, line: NeedLine) -> tuple[Device, ...]:
    """Return the devices that hold a line's words, where it names a device that no family covers."""
    if line.family or line.kind not in {NeedKind.DEVICE, NeedKind.IVD}:
        return ()
    return devices_with_words(actor, line.text, BY_WORDS)
