"""Organisations, and the people who act for them over a span of dates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.enums import (
    ApplicationState,
    InvitationState,
    OrganisationKind,
    Region,
    Role,
    SiteKind,
)
from rakiza.kernel.wording.language import apart, base_language
from rakiza.reference.geography.provinces import province


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Parties by what they are."""

    def active(self) -> Self:
        """Keep the parties that still take part."""
        return self.filter(active=True)

    def health_groups(self) -> Self:
        """Keep the buyers' groups."""
        return self.filter(kind=OrganisationKind.HEALTH_GROUP)

    def suppliers(self) -> Self:
        """Keep the parties that can make devices."""
        return self.filter(
            kind__in=(OrganisationKind.MAKER, OrganisationKind.ADJACENT_INDUSTRY, OrganisationKind.START_UP)
        )


class Organisation(models.Model):
    """One party of the cluster: a health group, a maker, an authority."""

    kind = models.CharField(_("nature"), max_length=24, choices=OrganisationKind.choices)
    name = models.CharField(_("nom"), max_length=200, unique=True)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    ice = models.CharField(
        _("ICE"), max_length=15, blank=True, help_text=_("Identifiant commun de l'entreprise, 15 chiffres.")
    )
    region = models.CharField(_("région"), max_length=5, choices=Region.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="establishments",
        verbose_name=_("groupe"),
        help_text=_("Le groupe auquel l'établissement appartient."),
    )
    trade_register = models.CharField(
        _("registre de commerce"), max_length=60, blank=True, help_text=_("Numéro et tribunal.")
    )
    tax_number = models.CharField(_("identifiant fiscal"), max_length=20, blank=True)
    social_security_number = models.CharField(_("CNSS"), max_length=20, blank=True)
    small_firm = models.BooleanField(
        _("petite ou moyenne entreprise"),
        default=False,
        help_text=_("Pour un fabricant : un plan peut réserver une part à ces entreprises."),
    )
    languages = models.CharField(
        _("langues"), max_length=20, blank=True, help_text=_("Codes séparés par des virgules : fr,ar,en.")
    )
    two_to_publish = models.BooleanField(
        _("deux personnes pour publier"),
        default=False,
        help_text=_("Ce qu'une personne propose de publier attend l'accord d'une autre."),
    )
    is_demonstration = models.BooleanField(
        _("démonstration"), default=False, help_text=_("Organisation fictive, signalée comme telle partout.")
    )
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name_in(base_language(None))

    def name_in(self, language: str) -> str:
        """Return the name in `language`; the Arabic one where it is known."""
        return self.name_ar if language == "ar" and self.name_ar else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def valid_on(self, day: date) -> Self:
        """Keep the memberships in force on `day`, of active people and organisations."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            Q(delegated_by__isnull=True)
            | Q(delegated_by__valid_to__isnull=True, delegated_by__user__is_active=True)
            | Q(delegated_by__valid_to__gte=day, delegated_by__user__is_active=True),
            user__is_active=True,
            organisation__active=True,
        )


class Membership(models.Model):
    """One person acting for one organisation in one role, from a date to a date."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("personne"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices)
    valid_from = models.DateField(_("du"), null=True, blank=True)
    valid_to = models.DateField(_("au"), null=True, blank=True)
    manages = models.BooleanField(
        _("gère les personnes"),
        default=False,
        help_text=_("Peut inviter des personnes dans son organisation et mettre fin à leur rattachement."),
    )
    delegated_by = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("délégué par"),
        help_text=_("Le rattachement dont celui-ci tient ses pouvoirs ; il finit avec lui."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(delegated_by__isnull=True),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(delegated_by__isnull=False),
                name="loan_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True) | Q(valid_to__isnull=False),
                name="delegation_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"

    def label_in(self, language: str) -> str:
        """Return for whom and as what the person acts; a loan says whose it is, and whether people are managed."""
        own = self.organisation.name_in(language)
        parts = [apart(own) if language == "ar" else own, str(self.get_role_display())]
        if self.delegated_by is not None:
            lender = str(self.delegated_by.user)
            said = apart(lender) if language == "ar" else lender
            parts.append(str(_("délégué par %(name)s")) % {"name": said})
            parts += [str(_("gère les personnes"))] if self.manages else []
        return " · ".join(parts)


class Site(models.Model):
    """A place where a party works."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="sites", verbose_name=_("organisation")
    )
    kind = models.CharField(_("nature"), max_length=16, choices=SiteKind.choices)
    name = models.CharField(_("nom"), max_length=120)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    city = models.CharField(_("ville"), max_length=80)
    province = models.CharField(
        _("province ou préfecture"),
        max_length=20,
        blank=True,
        help_text=_("Code ISO 3166-2 ; un texte d'avant les codes reste tel qu'il fut écrit."),
    )
    region = models.CharField(_("région"), max_length=5, choices=Region.choices)
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once")]

    def __str__(self) -> str:
        return f"{self.name} · {self.city}"

    def name_in(self, language: str) -> str:  # noqa: ARG002 - a site is called by the one name of its house
        """Return the name, the same in every language."""
        return str(self)

    def closed_while(self, last: date | None, today: date) -> date | None:
        """Return the day on which the site closed, where what was given for it held until `last` (None: without end)."""
        closed = self.closed_on
        if closed is None or closed > today or (last is not None and closed > last):
            return None
        return closed

    def province_in(self, language: str) -> str:
        """Return the province's name in a language; what was typed where no code is known."""
        known = province(self.province)
        return known.labels.in_language(language) if known else self.province


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by state."""

    def waiting(self) -> Self:
        """Keep what nobody has settled: asked for, or sent."""
        return self.filter(state__in=(InvitationState.ASKED, InvitationState.OPEN))


class Invitation(models.Model):
    """A role offered to an address. Only the hash of its link's secret is kept."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=150)
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices)
    manages = models.BooleanField(_("gère les personnes"), default=False)
    language = models.CharField(_("langue"), max_length=2, default="fr")
    state = models.CharField(_("état"), max_length=10, choices=InvitationState.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandée par")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approuvée par"),
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("acceptée par"),
    )
    secret_hash = models.CharField(_("empreinte du lien"), max_length=64, blank=True, db_index=True)
    mailed = models.BooleanField(_("envoyée par courrier"), default=False)
    expires_at = models.DateTimeField(_("expire le"), null=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(state__in=("asked", "open")),
                name="one_waiting_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"


class JoinRequest(models.Model):
    """A party that asks to join the cluster, as its contact filled it in."""

    kind = models.CharField(_("nature"), max_length=24, choices=OrganisationKind.choices)
    organisation_name = models.CharField(_("nom de l'organisation"), max_length=200)
    ice = models.CharField(_("ICE"), max_length=15, blank=True)
    region = models.CharField(_("région"), max_length=5, choices=Region.choices)
    contact_name = models.CharField(_("votre nom"), max_length=150)
    contact_email = models.EmailField(_("votre adresse électronique"))
    language = models.CharField(_("langue"), max_length=2, default="fr")
    message = models.TextField(_("ce que vous faites"), max_length=2000)
    state = models.CharField(
        _("état"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.FILED
    )
    reference = models.CharField(_("référence"), max_length=32, unique=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("décidée par"),
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="join_request",
        verbose_name=_("organisation ouverte"),
    )
    created_at = models.DateTimeField(_("déposée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("demande d'adhésion")
        verbose_name_plural = _("demandes d'adhésion")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.organisation_name


class Proposal(models.Model):
    """What one person proposed and a second has yet to agree to; the audit trail keeps those settled."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("organisation")
    )
    action = models.CharField(_("action"), max_length=80)
    object_type = models.CharField(_("type d'objet"), max_length=80)
    object_id = models.PositiveBigIntegerField(_("objet"))
    version = models.CharField(
        _("version"), max_length=80, help_text=_("Ce qui fut proposé : une autre version est à proposer.")
    )
    reason = models.TextField(_("motif"), blank=True, default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposé par")
    )
    asked_at = models.DateTimeField(_("proposé le"))

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        constraints = [
            models.UniqueConstraint(fields=["action", "object_type", "object_id"], name="proposed_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.object_type} {self.object_id}"
