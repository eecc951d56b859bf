"""Forms of a certification case."""
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
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.enums import (
    NEEDED,
    DocumentKind,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
)
from rakiza.pillars.certification.forms import date_input, family_choices
from rakiza.pillars.certification.models import Certificate, CertificationCase
from rakiza.pillars.certification.type_test_forms import DeviceBoxes

_TEXT = {"class": "input input-sm w-full"}
_SELECT = {"class": "select select-sm w-full"}
_AREA = {"class": "textarea w-full", "rows": 3}
FINDINGS_AT_ONCE = 5


class OpenCaseForm(forms.Form):
    """What is to be certified, by whom."""

    body = forms.ModelChoiceField(
        label=_("Organisme certificateur"),
        queryset=Organisation.objects.none(),
        widget=forms.Select(attrs=_SELECT),
    )
    scheme = forms.ChoiceField(label=_("Objet"), choices=Scheme.choices, widget=forms.Select(attrs=_SELECT))
    standard = forms.CharField(
        label=_("Norme"),
        help_text=_("Avec son année, comme au registre : ISO 13485:2016."),
        max_length=60,
        widget=forms.TextInput(attrs={**_TEXT, "list": "editions"}),
    )
    site = forms.ModelChoiceField(
        label=_("Site"),
        help_text=_("Vide : toute l'entreprise."),
        queryset=Site.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    scope_families = forms.MultipleChoiceField(
        label=_("Familles couvertes"),
        help_text=_("Aucune choisie : toute l'entreprise. Une marque NM : celles de ses produits."),
        required=False,
        widget=Checkboxes,
    )
    devices = DeviceBoxes(
        label=_("Produits"),
        help_text=_("Pour une marque NM : ceux de votre catalogue qu'elle nomme."),
        language="fr",
        required=False,
    )
    renews = forms.ModelChoiceField(
        label=_("Renouvelle le certificat"),
        queryset=Certificate.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, *args: Any, actor: Actor, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = self.fields["devices"]
        boxes.language = language  # type: ignore[attr-defined]
        boxes.of_maker(actor.organisation.pk)  # type: ignore[attr-defined]
        bodies = Organisation.objects.active().filter(kind=OrganisationKind.CERTIFICATION_BODY)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.filter(  # type: ignore[attr-defined]
            organisation=actor.organisation, closed_on__isnull=True
        )
        self.fields["renews"].queryset = Certificate.objects.filter(  # type: ignore[attr-defined]
            maker=actor.organisation
        ).order_by("valid_to")
        self.fields["scope_families"].choices = family_choices(language)  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    """One piece of a case."""

    kind = forms.ChoiceField(label=_("Pièce"), widget=forms.Select(attrs=_SELECT))
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("PDF, image, classeur ou texte."),
        widget=forms.ClearableFileInput(attrs={"class": "file-input file-input-sm w-full"}),
    )

    def __init__(self, *args: Any, case: CertificationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = NEEDED[case.scheme]
        others = [kind for kind in DocumentKind if kind not in wanted]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in (*wanted, *others)
        ]

    def clean_kind(self) -> DocumentKind:
        """Return the kind itself."""
        return DocumentKind(self.cleaned_data["kind"])


# Failed tests send a case back by themselves.
_REASONS = [(one.value, one.label) for one in SendBackReason if one != SendBackReason.TESTS]


class SendBackForm(forms.Form):
    """Why a case is sent back."""

    reason = forms.ChoiceField(label=_("Motif"), choices=_REASONS, widget=forms.Select(attrs=_SELECT))
    remark = forms.CharField(
        label=_("Ce qu'il faut corriger"), max_length=2000, widget=forms.Textarea(attrs=_AREA)
    )

    def clean_reason(self) -> SendBackReason:
        """Return the reason itself."""
        return SendBackReason(self.cleaned_data["reason"])


class PlanForm(forms.Form):
    """Who visits, when."""

    auditor = forms.ModelChoiceField(
        label=_("Auditeur"), queryset=User.objects.none(), widget=forms.Select(attrs=_SELECT)
    )
    planned_on = forms.DateField(label=_("Prévu le"), widget=date_input())

    def __init__(self, *args: Any, case: CertificationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = Membership.objects.valid_on(timezone.localdate()).filter(
            user=OuterRef("pk"), organisation=case.body, role=Role.CERTIFICATION_OFFICER
        )
        self.fields["auditor"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(Exists(officers)).order_by("name")
        )
        self.fields["planned_on"].initial = timezone.localdate() + timedelta(days=30)


class HoldForm(forms.Form):
    """What an audit found, with its non-conformities."""

    held_on = forms.DateField(label=_("Tenu le"), widget=date_input())
    outcome = forms.ChoiceField(
        label=_("Résultat"), choices=Outcome.choices, widget=forms.Select(attrs=_SELECT)
    )
    note = forms.CharField(label=_("Compte rendu"), max_length=4000, widget=forms.Textarea(attrs=_AREA))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = [("", "—"), *Grade.choices]
        for number in range(1, FINDINGS_AT_ONCE + 1):
            label = _("Non-conformité %(number)s") % {"number": number}
            self.fields[f"finding_{number}"] = forms.CharField(
                label=label,
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={**_AREA, "rows": 2}),
            )
            self.fields[f"grade_{number}"] = forms.ChoiceField(
                label=_("Poids de la non-conformité %(number)s") % {"number": number},
                choices=grades,
                required=False,
                widget=forms.Select(attrs=_SELECT),
            )

    def clean_outcome(self) -> Outcome:
        """Return the outcome itself."""
        return Outcome(self.cleaned_data["outcome"])

    def report(self) -> dict[str, Any]:
        """Return what the act takes of the form."""
        said = {name: self.cleaned_data[name] for name in ("held_on", "outcome", "note")}
        return {**said, "findings": self.findings()}

    def findings(self) -> list[Remark]:
        """Return the non-conformities written down; one without a weight is minor."""
        found = []
        for number in range(1, FINDINGS_AT_ONCE + 1):
            text = str(self.cleaned_data.get(f"finding_{number}", "")).strip()
            if text:
                found.append(Remark(Grade(self.cleaned_data[f"grade_{number}"] or Grade.MINOR), text))
        return found


class AnswerForm(forms.Form):
    """What a maker answers to a non-conformity."""

    cause = forms.CharField(label=_("Cause"), max_length=2000, widget=forms.Textarea(attrs=_AREA))
    plan = forms.CharField(label=_("Actions et dates"), max_length=2000, widget=forms.Textarea(attrs=_AREA))
    evidence = forms.FileField(
        label=_("Preuve"),
        help_text=_("Une non-conformité majeure ne se lève que sur preuve."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "file-input file-input-sm w-full"}),
    )


class RemarkForm(forms.Form):
    """Words that go with a refusal."""

    remark = forms.CharField(label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs=_AREA))


class GrantForm(forms.Form):
    """The number and the first day of a certificate."""

    number = forms.CharField(
        label=_("Numéro"), max_length=60, widget=forms.TextInput(attrs={**_TEXT, "dir": "ltr"})
    )
    valid_from = forms.DateField(label=_("Valable du"), help_text=_("Pour trois ans."), widget=date_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()
