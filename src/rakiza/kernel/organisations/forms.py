"""Forms of organisations: who they are, where they work, who acts for them, who asks to join."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.identity.models import Language, User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import LONGEST_DELEGATION, colleagues_for
from rakiza.kernel.organisations.enums import APPLICANT_KINDS, ROLES_OF_KIND, OrganisationKind, Role
from rakiza.kernel.organisations.models import JoinRequest, Organisation, Site
from rakiza.kernel.presentation.choices import Checkboxes
from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.sorting import name_key
from rakiza.reference.geography import REGIONS
from rakiza.reference.geography.provinces import province, provinces_of

ICE_LENGTH = 15
_TEXT = {"class": "input w-full"}
_CODE = {"class": "input w-full", "dir": "ltr"}
_SELECT = {"class": "select w-full"}


class DescriptionForm(forms.ModelForm[Organisation]):
    """What a party says of itself."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = [
            "name_ar",
            "region",
            "ice",
            "trade_register",
            "tax_number",
            "social_security_number",
            "small_firm",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name_ar": forms.TextInput(attrs={"class": "input w-full", "dir": "rtl", "lang": "ar"}),
            "region": forms.Select(attrs=_SELECT),
            "ice": forms.TextInput(attrs=_CODE),
            "trade_register": forms.TextInput(attrs=_TEXT),
            "tax_number": forms.TextInput(attrs=_CODE),
            "social_security_number": forms.TextInput(attrs=_CODE),
            "small_firm": forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
        }

    ice = forms.CharField(
        label=_("ICE"),
        help_text=_("Identifiant commun de l'entreprise, 15 chiffres."),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs=_CODE),
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues de travail"),
        choices=Language.choices,
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["languages"] = [code for code in self.instance.languages.split(",") if code]

    def clean_ice(self) -> str:
        """Keep the number's signs only; what it must look like is told, never imposed."""
        written = "".join(str(self.cleaned_data["ice"]).split())
        if len(written) > ICE_LENGTH:
            raise forms.ValidationError(_("Un ICE a 15 chiffres."))
        return written

    def said(self) -> dict[str, object]:
        """Return the fields as the action takes them."""
        return {**self.cleaned_data, "languages": ",".join(self.cleaned_data["languages"])}


class OrganisationForm(forms.Form):
    """A party that the cluster enters itself."""

    kind = forms.ChoiceField(
        label=_("Nature"), choices=OrganisationKind.choices, widget=forms.Select(attrs=_SELECT)
    )
    name = forms.CharField(label=_("Nom"), max_length=200, widget=forms.TextInput(attrs=_TEXT))
    parent = forms.ModelChoiceField(
        label=_("Groupe"),
        help_text=_("Pour un établissement de santé : le groupe auquel il appartient."),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.active().health_groups()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse a name that a party bears already."""
        name = str(self.cleaned_data["name"]).strip()
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Une organisation porte déjà ce nom."))
        return name

    def clean(self) -> dict[str, Any]:
        """Tie a group to establishments only."""
        given: dict[str, Any] = super().clean() or {}
        is_part = given.get("kind") == OrganisationKind.ESTABLISHMENT
        if is_part and not given.get("parent"):
            self.add_error("parent", _("Indiquez le groupe de cet établissement."))
        if given.get("parent") and not is_part:
            self.add_error("parent", _("Seul un établissement de santé appartient à un groupe."))
        return given


class SiteForm(forms.ModelForm[Site]):
    """A place where a party works."""

    class Meta:
        model = Site
        fields: ClassVar[list[str]] = ["kind", "name", "address", "city", "region", "province"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "kind": forms.Select(attrs=_SELECT),
            "name": forms.TextInput(attrs=_TEXT),
            "address": forms.TextInput(attrs=_TEXT),
            "city": forms.TextInput(attrs=_TEXT),
            "region": forms.Select(attrs=_SELECT),
        }

    province = forms.ChoiceField(
        label=_("Province ou préfecture"), required=False, widget=forms.Select(attrs=_SELECT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].choices = _provinces()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the province to the region."""
        given: dict[str, Any] = super().clean() or {}
        chosen = province(given.get("province", ""))
        if chosen and given.get("region") and chosen.region != given["region"]:
            self.add_error("province", _("Cette province n'est pas dans la région choisie."))
        return given


def _provinces() -> list[tuple[str, object]]:
    """Return the provinces in the reader's language, grouped by region."""
    language = base_language(None)
    groups: list[tuple[str, object]] = [("", "---------")]
    for region in REGIONS:
        named = ((one.labels.in_language(language), one.code) for one in provinces_of(region.code))
        rows = sorted(named, key=lambda pair: name_key(pair[0]))
        groups.append((region.labels.in_language(language), [(code, label) for label, code in rows]))
    return groups


class InvitationForm(forms.Form):
    """A role offered to somebody."""

    name = forms.CharField(label=_("Nom"), max_length=150, widget=forms.TextInput(attrs=_TEXT))
    email = forms.EmailField(label=_("Adresse électronique"), widget=forms.EmailInput(attrs=_CODE))
    role = forms.ChoiceField(label=_("Rôle"), widget=forms.Select(attrs=_SELECT))
    language = forms.ChoiceField(
        label=_("Langue"), choices=Language.choices, widget=forms.Select(attrs=_SELECT)
    )
    manages = forms.BooleanField(
        label=_("Gère les personnes de l'organisation"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_OF_KIND.get(organisation.kind, ())
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class ReasonForm(forms.Form):
    """Why something is ended or refused."""

    reason = forms.CharField(label=_("Motif"), max_length=500, widget=forms.TextInput(attrs=_TEXT))


class DelegationForm(forms.Form):
    """To whom one lends one's role, until when, and whether with the people one manages."""

    to = forms.ModelChoiceField(
        label=_("Personne"),
        help_text=_("De votre organisation, ou de son groupe."),
        queryset=User.objects.none(),
        widget=forms.Select(attrs=_SELECT),
    )
    until = forms.DateField(
        label=_("Jusqu'au"),
        help_text=_(
            "Ce jour compris ; trois mois au plus. Elle finit seule, et vous pouvez y mettre fin avant."
        ),
        widget=forms.DateInput(attrs={"type": "date", **_CODE}, format="%Y-%m-%d"),
    )
    manages = forms.BooleanField(
        label=_("Avec la gestion des personnes"),
        help_text=_(
            "Inviter des personnes et mettre fin à leur rattachement : une seconde personne donne son accord."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        lent = colleagues_for(actor.organisation).filter(user=OuterRef("pk"))
        if not actor.manages:
            del self.fields["manages"]
            held = lent.filter(organisation=actor.organisation, role=actor.role)
        else:
            held = lent.filter(organisation=actor.organisation, role=actor.role, manages=True)
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(Exists(lent)).exclude(Exists(held)).exclude(pk=actor.user.pk).order_by("name")
        )
        self.fields["until"].initial = today + timedelta(days=14)
        self.fields["until"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + LONGEST_DELEGATION).isoformat(),
        }


class JoinForm(forms.ModelForm[JoinRequest]):
    """A party's request to join, filled in by a visitor."""

    class Meta:
        model = JoinRequest
        fields: ClassVar[list[str]] = [
            "kind",
            "organisation_name",
            "ice",
            "region",
            "contact_name",
            "contact_email",
            "message",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "kind": forms.Select(attrs=_SELECT),
            "organisation_name": forms.TextInput(attrs={**_TEXT, "autocomplete": "organization"}),
            "ice": forms.TextInput(attrs=_CODE),
            "region": forms.Select(attrs=_SELECT),
            "contact_name": forms.TextInput(attrs={**_TEXT, "autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={**_CODE, "autocomplete": "email"}),
            "message": forms.Textarea(attrs={"class": "textarea w-full", "rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in APPLICANT_KINDS
        ]

    def clean_organisation_name(self) -> str:
        """Refuse a name that a party bears already."""
        name = str(self.cleaned_data["organisation_name"]).strip()
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(
                _("Cette organisation participe déjà : demandez une invitation à ses responsables.")
            )
        return name


class NewAccountForm(forms.Form):
    """What an invited person says to open their account."""

    name = forms.CharField(
        label=_("Nom"), max_length=150, widget=forms.TextInput(attrs={**_TEXT, "autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_("Dix caractères au moins ; une phrase convient bien."),
        widget=forms.PasswordInput(attrs={**_CODE, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Mot de passe, encore"),
        widget=forms.PasswordInput(attrs={**_CODE, "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password to the site's rules, and to itself."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("Les deux mots de passe diffèrent."))
        if given.get("password"):
            try:
                validate_password(given["password"], User(email=self._email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
