"""Pages of the register of standards: the list, one edition with what it touches, a new edition."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import chip, one_page, whole, workbook_response
from rakiza.pillars.certification.forms import date_input
from rakiza.pillars.certification.models import Certificate, StandardEdition
from rakiza.pillars.certification.queries import cases_for, certificates_for
from rakiza.pillars.certification.standard_models import MONTH, YEAR
from rakiza.pillars.certification.standards import (
    attach_edition,
    candidates_for,
    enter_edition,
    holders_of,
    touched_by,
)

_TEXT = {"class": "input input-sm w-full"}


class EditionForm(forms.Form):
    """An edition to enter."""

    standard = forms.CharField(
        label=gettext_lazy("Norme"),
        help_text=gettext_lazy("Sans son année : ISO 13485."),
        max_length=60,
        widget=forms.TextInput(attrs={**_TEXT, "dir": "ltr"}),
    )
    edition = forms.CharField(
        label=gettext_lazy("Édition"),
        help_text=gettext_lazy("Son année : 2016."),
        max_length=4,
        validators=[YEAR],
        widget=forms.TextInput(attrs={**_TEXT, "dir": "ltr", "inputmode": "numeric"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Intitulé"), max_length=250, widget=forms.TextInput(attrs=_TEXT)
    )
    published = forms.CharField(
        label=gettext_lazy("Publiée en"),
        help_text=gettext_lazy("Année et mois : 2016-03."),
        max_length=7,
        validators=[MONTH],
        widget=forms.TextInput(attrs={**_TEXT, "dir": "ltr"}),
    )
    transition_ends = forms.DateField(
        label=gettext_lazy("Fin de la transition"),
        help_text=gettext_lazy("Dernier jour où valent les certificats de l'édition remplacée."),
        required=False,
        widget=date_input(),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Qui le dit, et où."),
        max_length=250,
        widget=forms.TextInput(attrs=_TEXT),
    )


@require_GET
@acting
def editions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the editions of the register."""
    found = StandardEdition.objects.select_related("replaces").prefetch_related("successors")
    query, state = request.GET.get("q", "").strip()[:100], request.GET.get("etat", "")
    chips = []
    if query:
        found = found.filter(
            Q(standard__icontains=query) | Q(title__icontains=query) | Q(edition__icontains=query)
        )
        chips.append(chip(request, "q", _("Mots"), query))
    if state in {"actuelles", "remplacees"}:
        found = found.current() if state == "actuelles" else found.replaced()
        chips.append(
            chip(request, "etat", _("État"), _("actuelles") if state == "actuelles" else _("remplacées"))
        )
    found = found.order_by("standard", "-edition")
    if request.GET.get("export"):
        return workbook_response([_sheet(found)], "normes.xlsx", _("Registre des normes"))
    keeps = allowed(actor, "certification.keep_standards")
    context = {
        "page_title": _("Registre des normes"),
        "page": one_page(request, found),
        "chips": chips,
        "query": query,
        "states": [("actuelles", _("actuelles")), ("remplacees", _("remplacées"))],
        "unattached": certificates_for(actor).filter(edition__isnull=True).count() if keeps else 0,
        "may_keep": keeps,
    }
    return render(request, "certification/standards.html", context)


@require_GET
@acting
def edition(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """Show one edition, and which of the reader's certificates and cases it touches."""
    shown = get_object_or_404(StandardEdition.objects.select_related("replaces", "entered_by"), pk=edition_id)
    touched = touched_by(shown, certificates_for(actor), cases_for(actor))
    context = {
        "page_title": str(shown),
        "edition": shown,
        "successors": shown.successors.order_by("edition"),
        "touched": touched,
        "holders": holders_of(touched),
        "history": history_of(shown),
    }
    return render(request, "certification/standard.html", context)


@require_http_methods(["GET", "POST"])
@acting
def new_edition(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter an edition."""
    if not allowed(actor, "certification.keep_standards"):
        raise PermissionDenied(_("Le registre est tenu par les chargés de certification et le cluster."))
    form = EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_edition(actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("L'édition est inscrite ; les titulaires de la précédente sont avertis.")
            )
            return redirect("certification:edition", made.pk)
    context = {"page_title": _("Inscrire une édition"), "form": form}
    return render(request, "certification/new_standard.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def unattached(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the certificates whose text designates no edition of the register."""
    if not allowed(actor, "certification.keep_standards"):
        raise PermissionDenied(_("Le registre est tenu par les chargés de certification et le cluster."))
    found = certificates_for(actor).filter(edition__isnull=True)
    page = one_page(request, found.order_by("standard", "pk"))
    certificates = list(page.object_list)
    candidates, officer = candidates_for(certificates), allowed(actor, "certification.issue")
    context = {
        "page_title": _("Certificats sans édition"),
        "page": page,
        "rows": [
            (one, candidates[one.pk], officer and actor.belongs_to(one.body_id)) for one in certificates
        ],
        "chips": (),
    }
    return render(request, "certification/unattached.html", context)


@require_POST
@acting
def attach(request: HttpRequest, actor: Actor, certificate_id: int) -> HttpResponse:
    """Attach a certificate to its edition."""
    shown: Certificate = get_object_or_404(certificates_for(actor), pk=certificate_id)
    require(actor, "certification.change", shown)
    chosen = whole(request.POST.get("edition", ""))
    edition = get_object_or_404(StandardEdition, pk=chosen or 0)
    try:
        attach_edition(actor, shown, edition)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le certificat est rattaché à son édition."))
    return redirect("certification:unattached")


def _sheet(found: Iterable[StandardEdition]) -> Sheet:
    columns = (
        Column(_("Norme"), CellKind.CODE, 20),
        Column(_("Édition"), CellKind.CODE, 10),
        Column(_("Intitulé"), CellKind.LONG_TEXT, 50),
        Column(_("Publiée en"), CellKind.CODE, 12),
        Column(_("Remplace"), CellKind.CODE, 12),
        Column(_("Fin de la transition"), CellKind.DATE, 14),
        Column(_("Source"), CellKind.LONG_TEXT, 50),
    )
    cells = (
        (
            one.standard,
            one.edition,
            one.title,
            one.published,
            one.replaces.edition if one.replaces else "",
            one.transition_ends,
            one.source,
        )
        for one in found
    )
    return Sheet(_("Normes"), columns, cells)
