"""Experts of an authority, the slots they open, and the consultations booked in them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.dossier_models import Dossier
from rakiza.pillars.registration.expertise.enums import RUNNING, TAKING, ConsultationState, Knowledge


class Expert(models.Model):
    """A person of an authority whom makers may ask, and about what."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="experts", verbose_name=_("autorité")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="expert_profiles",
        verbose_name=_("personne"),
    )
    fields = models.JSONField(_("domaines"), default=list)
    introduction = models.TextField(
        _("présentation"), max_length=600, blank=True, help_text=_("Ce que les fabricants lisent.")
    )
    active = models.BooleanField(_("reçoit des questions"), default=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("expert de l'autorité")
        verbose_name_plural = _("experts de l'autorité")
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="one_profile_an_expert")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def field_labels(self) -> tuple[str, ...]:
        """The fields of knowledge, in words."""
        return tuple(str(Knowledge(one).label) for one in self.fields)


class SlotQuerySet(models.QuerySet["Slot"]):
    """Slots by whether they may be booked."""

    def standing(self) -> Self:
        """Keep those that weren't withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def free(self) -> Self:
        """Keep the standing slots that no running or answered consultation takes."""
        taken = Consultation.objects.filter(slot=OuterRef("pk"), state__in=TAKING)
        return self.standing().filter(~Exists(taken))

    def of_standing_experts(self) -> Self:
        """Keep the slots of experts who take questions and are still officers of their authority."""
        serving = Membership.objects.valid_on(timezone.localdate()).filter(
            user=OuterRef("expert__user"),
            organisation=OuterRef("expert__authority"),
            role=Role.REGISTRATION_OFFICER,
        )
        return self.filter(Exists(serving), expert__active=True, expert__user__is_active=True)


class Slot(models.Model):
    """A span of time that an expert keeps for one question."""

    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="slots", verbose_name=_("expert")
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "starts_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_slot_a_moment",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_times_in_order"),
        ]
        indexes = [models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return timezone.localtime(self.starts_at).strftime("%Y-%m-%d %H:%M")

    def past(self, now: datetime) -> bool:
        """Tell whether it has begun."""
        return self.starts_at <= now


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations by whether somebody still awaits something."""

    def running(self) -> Self:
        """Keep those that haven't ended."""
        return self.filter(state__in=RUNNING)


class Consultation(models.Model):
    """A maker's question on one of its dossiers or devices, and the record of the answer."""

    slot = models.ForeignKey(
        Slot, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("créneau")
    )
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("fabricant")
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, null=True, related_name="consultations", verbose_name=_("dossier")
    )
    device = models.ForeignKey(
        Device,
        on_delete=models.PROTECT,
        null=True,
        related_name="consultations",
        verbose_name=_("dispositif"),
    )
    field = models.CharField(_("domaine"), max_length=20, choices=Knowledge.choices)
    question = models.TextField(_("question"), max_length=2000)
    state = models.CharField(
        _("état"), max_length=10, choices=ConsultationState.choices, default=ConsultationState.ASKED
    )
    reason = models.TextField(
        _("motif"), max_length=1000, blank=True, help_text=_("Du dernier déplacement, refus ou abandon.")
    )
    answer = models.TextField(_("réponse"), max_length=6000, blank=True)
    internal_note = models.TextField(_("note interne"), max_length=4000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandée par")
    )
    cancelled_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("annulée par")
    )
    asked_at = models.DateTimeField(_("demandée le"), default=timezone.now, editable=False)
    responded_at = models.DateTimeField(_("première suite le"), null=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation d'expert")
        verbose_name_plural = _("consultations d'experts")
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=TAKING), name="one_consultation_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False) | Q(device__isnull=False),
                name="consultation_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsultationState.ANSWERED) | Q(answered_at__isnull=False),
                name="consultation_answered_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["maker", "state"]), models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.get_field_display()} · {self.dossier or self.device}"
