"""Forms of a dossier: what is asked, its documents, what officers do."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.dossier_actions import Asked
from rakiza.pillars.registration.enums import (
    REQUESTS,
    Activity,
    AuthorisationPurpose,
    DocumentLanguage,
    DocumentStatus,
    Opinion,
    Process,
    Request,
    RiskClass,
    SendBackReason,
    TitleState,
)
from rakiza.pillars.registration.forms import date_input
from rakiza.pillars.registration.models import (
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
)

_SELECT = {"class": "select select-sm w-full"}
_AREA = {"class": "textarea w-full", "rows": 3}
_FILE = {"class": "file-input file-input-sm w-full"}


def _pick(label: object, queryset: Any, *, required: bool = True, help_text: object = "") -> Any:
    return forms.ModelChoiceField(
        label=label,  # type: ignore[arg-type]
        queryset=queryset,
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Select(attrs=_SELECT),
    )


def _choose(label: object, choices: Any, coerce: Any) -> Any:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,
        coerce=coerce,
        widget=forms.Select(attrs=_SELECT),
    )


class OpenForm(forms.Form):
    """What every dossier needs; `process` is the class's own."""

    process: Process

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        authorities = Organisation.objects.active().filter(kind=OrganisationKind.AUTHORITY_HEALTH)
        requests = REQUESTS[self.process]
        if len(requests) > 1:
            choices = [(one.value, one.label) for one in requests]
            self.fields["request"] = _choose(_("Demande"), choices, Request)
        self.add_own(actor)
        self.fields["authority"] = _pick(_("Autorité"), authorities)
        self.fields["authority"].initial = authorities.first()

    def add_own(self, actor: Actor) -> None:
        """Add the fields of the process."""

    def asked(self) -> tuple[Organisation, Asked]:
        """Return the authority and what is asked of it."""
        given = dict(self.cleaned_data)
        authority = given.pop("authority")
        return authority, Asked(self.process, given.pop("request", Request.INITIAL), **given)


class OpenDeclarationForm(OpenForm):
    """An establishment to declare, or a declaration to change."""

    process = Process.DECLARATION

    def add_own(self, actor: Actor) -> None:
        """Add the site, the activities, the declaration concerned."""
        sites = Site.objects.filter(organisation=actor.organisation, closed_on__isnull=True)
        standing = EstablishmentDeclaration.objects.filter(maker=actor.organisation, state=TitleState.VALID)
        self.fields["declaration"] = _pick(
            _("Déclaration concernée"), standing, required=False, help_text=_("Vide : première demande.")
        )
        self.fields["site"] = _pick(
            _("Site"), sites, required=False, help_text=_("Vide : toute l'entreprise.")
        )
        self.fields["activities"] = forms.TypedMultipleChoiceField(
            label=_("Activités"),
            choices=Activity.choices,
            coerce=Activity,
            initial=[Activity.MANUFACTURE.value],
            widget=Checkboxes,
        )


class OpenDeviceForm(OpenForm):
    """A request about one of the applicant's devices."""

    def add_own(self, actor: Actor) -> None:
        """Add the device."""
        devices = (
            Device.objects.active()
            .of_maker(actor.organisation.pk)
            .order_by(NameColumn("name", ("ar", "en")).expression(), "reference")
        )
        self.fields["device"] = _pick(_("Dispositif"), devices)
        self.fields["device"].label_from_instance = lambda one: f"{one} · {one.reference}"  # type: ignore[attr-defined]


class OpenRegistrationForm(OpenDeviceForm):
    """A registration to grant, renew, amend or take over."""

    process = Process.REGISTRATION

    def add_own(self, actor: Actor) -> None:
        """Add the class and the certificate concerned: one's own, or one that its holder cedes."""
        super().add_own(actor)
        self.fields["risk_class"] = _choose(_("Classe de risque"), RiskClass.choices, RiskClass)
        standing = RegistrationCertificate.objects.filter(state=TitleState.VALID).select_related("device")
        own = standing.filter(device__maker=actor.organisation) | standing.filter(
            transfer_to=actor.organisation
        )
        self.fields["registration"] = _pick(
            _("Certificat concerné"), own, required=False, help_text=_("Vide : première demande.")
        )
        self.fields["registration"].label_from_instance = lambda one: f"{one.number} · {one.device}"  # type: ignore[attr-defined]


class OpenAuthorisationForm(OpenDeviceForm):
    """A specific authorisation to ask for."""

    process = Process.AUTHORISATION

    def add_own(self, actor: Actor) -> None:
        """Add the purpose."""
        super().add_own(actor)
        self.fields["purpose"] = _choose(_("Objet"), AuthorisationPurpose.choices, AuthorisationPurpose)


OPEN_FORMS: dict[str, type[OpenForm]] = {
    Process.DECLARATION: OpenDeclarationForm,
    Process.REGISTRATION: OpenRegistrationForm,
    Process.AUTHORISATION: OpenAuthorisationForm,
}


class DocumentForm(forms.Form):
    """A version of a section."""

    language = _choose(_("Langue du document"), DocumentLanguage.choices, DocumentLanguage)
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("PDF, image, classeur ou texte."),
        widget=forms.ClearableFileInput(attrs=_FILE),
    )


class ReviewForm(forms.Form):
    """What an officer says of a document."""

    status = _choose(
        _("Cette pièce est"),
        [(one.value, one.label) for one in (DocumentStatus.ACCEPTED, DocumentStatus.TO_CORRECT)],
        DocumentStatus,
    )
    remark = forms.CharField(
        label=_("Remarque au demandeur"),
        help_text=_("Le demandeur la lit."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
    )
    internal_note = forms.CharField(
        label=_("Note interne"),
        help_text=_("Lue par les seuls chargés d'homologation."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
    )


class AssignForm(forms.Form):
    """To whom a dossier is given."""

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, **options)
        officers = Membership.objects.valid_on(timezone.localdate()).filter(
            user=OuterRef("pk"), organisation=dossier.authority, role=Role.REGISTRATION_OFFICER
        )
        people = User.objects.filter(Exists(officers)).order_by("name")
        self.fields["officer"] = _pick(_("Confié à"), people)


class ClassForm(forms.Form):
    """The class of the device that the applicant was shown."""

    risk_class = forms.TypedChoiceField(
        choices=RiskClass.choices, coerce=RiskClass, widget=forms.HiddenInput()
    )


class SendBackForm(forms.Form):
    """Why a dossier is sent back."""

    reason = _choose(_("Motif"), SendBackReason.choices, SendBackReason)
    remark = forms.CharField(
        label=_("Ce qu'il faut corriger"), max_length=2000, widget=forms.Textarea(attrs=_AREA)
    )


class ConcludeForm(forms.Form):
    """What an evaluation concludes."""

    opinion = _choose(_("Avis de l'évaluation"), Opinion.choices, Opinion)
    internal_note = forms.CharField(
        label=_("Rapport d'évaluation"),
        help_text=_("Lu par les seuls chargés d'homologation."),
        max_length=4000,
        widget=forms.Textarea(attrs={**_AREA, "rows": 6}),
    )


class GrantForm(forms.Form):
    """When a title begins; an authorisation's own end."""

    valid_from = forms.DateField(label=_("Valable du"), widget=date_input())

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, **options)
        today = timezone.localdate()
        before = dossier.registration
        start = today
        if dossier.request == Request.RENEWAL and before is not None and before.valid_to is not None:
            start = max(today, before.valid_to + timedelta(days=1))
        self.fields["valid_from"].initial = start
        if dossier.process == Process.AUTHORISATION:
            self.fields["valid_to"] = forms.DateField(
                label=_("Valable au"), help_text=_("Ce jour compris."), widget=date_input()
            )


class RefuseForm(forms.Form):
    """The reason of a refusal."""

    remark = forms.CharField(
        label=_("Motif"),
        help_text=_("Le demandeur le lira ; il reste dans l'historique."),
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
    )


class SessionForm(forms.Form):
    """The day of a session."""

    held_on = forms.DateField(label=_("Date de la séance"), widget=date_input())


class OpinionForm(forms.Form):
    """The commission's opinion on one dossier."""

    opinion = _choose(_("Avis"), Opinion.choices, Opinion)
    grounds = forms.CharField(label=_("Motifs"), max_length=2000, widget=forms.Textarea(attrs=_AREA))


class CloseForm(forms.Form):
    """How many members were present."""

    present = forms.IntegerField(
        label=_("Membres présents"),
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "input input-sm w-full", "dir": "ltr"}),
    )


class TransferForm(forms.Form):
    """To whom a registration is ceded."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Organisation.objects.active().suppliers().exclude(pk=actor.organisation.pk)
        self.fields["to"] = _pick(_("Repreneur"), others)
