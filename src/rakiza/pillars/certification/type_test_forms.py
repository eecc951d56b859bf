"""Forms of an NM mark: its products, the tests ordered, what laboratories found."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.pillars.certification.enums import FailureCause, LabResult
from rakiza.pillars.certification.forms import date_input
from rakiza.pillars.certification.models import CertificationCase, TypeTest
from rakiza.pillars.certification.type_tests import LabReport
from rakiza.pillars.industry.models import Device

_SELECT = {"class": "select select-sm w-full"}
REPORT_DAYS = 45


class DeviceBoxes(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic as it runs
    """Devices of one maker, by their reference and name."""

    def __init__(self, *, language: str, **options: Any) -> None:
        super().__init__(queryset=Device.objects.none(), widget=Checkboxes, **options)
        self.language = language

    def label_from_instance(self, obj: Device) -> str:
        """Return how a device is chosen."""
        return f"{obj.reference} · {obj.name_in(self.language)}"

    def of_maker(self, organisation: int) -> None:
        """Offer the devices of one maker's catalogue."""
        self.queryset = Device.objects.active().of_maker(organisation).order_by("reference")


class ProductsForm(forms.Form):
    """The products that a mark names."""

    def __init__(self, *args: Any, case: CertificationCase, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = DeviceBoxes(label=_("Produits"), language=language)
        field.of_maker(case.maker_id)
        field.initial = list(case.devices.values_list("pk", flat=True))
        self.fields["devices"] = field


class OrderTestForm(forms.Form):
    """Which product goes to which laboratory."""

    device = forms.ModelChoiceField(
        label=_("Produit"), queryset=Device.objects.none(), widget=forms.Select(attrs=_SELECT)
    )
    laboratory = forms.ModelChoiceField(
        label=_("Laboratoire"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=_SELECT)
    )
    standard = forms.CharField(
        label=_("Norme"),
        help_text=_("Avec son année, comme au registre."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input input-sm w-full", "dir": "ltr"}),
    )
    due_on = forms.DateField(label=_("Rapport attendu le"), widget=date_input())

    def __init__(self, *args: Any, case: CertificationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["device"].queryset = case.devices.order_by("reference")  # type: ignore[attr-defined]
        laboratories = Organisation.objects.active().filter(kind=OrganisationKind.LABORATORY)
        self.fields["laboratory"].queryset = laboratories.order_by("name")  # type: ignore[attr-defined]
        _choose_the_only_one(self.fields["device"], self.fields["laboratory"])
        self.fields["standard"].initial = case.standard
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=REPORT_DAYS)


class ReportTestForm(forms.Form):
    """What a laboratory found, with its report."""

    test = forms.ModelChoiceField(
        label=_("Essai"), queryset=TypeTest.objects.none(), widget=forms.Select(attrs=_SELECT)
    )
    result = forms.ChoiceField(
        label=_("Résultat"), choices=LabResult.choices, widget=forms.Select(attrs=_SELECT)
    )
    reported_on = forms.DateField(label=_("Rapport du"), widget=date_input())
    file = forms.FileField(
        label=_("Rapport d'essais"),
        help_text=_("Le rapport du laboratoire : PDF, image, classeur ou texte."),
        required=False,  # its absence is told by the act, after what matters more
        widget=forms.ClearableFileInput(attrs={"class": "file-input file-input-sm w-full"}),
    )
    failure = forms.ChoiceField(
        label=_("Cause de l'échec"),
        choices=[("", "—"), *FailureCause.choices],
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    remark = forms.CharField(
        label=_("Ce qu'il faut corriger"),
        help_text=_("Pour un essai échoué : le fabricant le lit."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3}),
    )

    def __init__(self, *args: Any, case: CertificationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = TypeTest.objects.filter(case=case, result="").select_related("device", "laboratory")
        self.fields["test"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["test"].label_from_instance = _said  # type: ignore[attr-defined]
        _choose_the_only_one(self.fields["test"])
        self.fields["reported_on"].initial = timezone.localdate()

    def report(self) -> LabReport:
        """Return what the laboratory found."""
        given = self.cleaned_data
        failure = FailureCause(given["failure"]) if given["failure"] else None
        return LabReport(LabResult(given["result"]), given["reported_on"], failure, given["remark"])


def _choose_the_only_one(*fields: Any) -> None:
    """Have what there is no choice about chosen already."""
    for field in fields:
        found = field.queryset[:2]
        if len(found) == 1:
            field.initial = found[0]


def _said(test: TypeTest) -> str:
    return f"{test.device.reference} · {test.standard} · {test.laboratory}"
