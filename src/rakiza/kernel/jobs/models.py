"""One piece of background work, as people follow it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    FAILED = "failed", _("échoué")
    CANCELLED = "cancelled", _("annulé")


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by what they concern and how they fare."""

    def about(self, subject: models.Model) -> Self:
        """Keep the jobs on one object, newest first."""
        return self.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk)).order_by("-pk")

    def unfinished(self) -> Self:
        """Keep the jobs that wait or run."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))

    def waiting(self) -> Self:
        """Keep the jobs that no worker has taken yet."""
        return self.filter(state=JobState.QUEUED)

    def running(self) -> Self:
        """Keep the jobs that run, or that died with their process."""
        return self.filter(state=JobState.RUNNING)


class Job(models.Model):
    """State, progress and outcome of one piece of work."""

    kind = models.CharField(
        _("nature"), max_length=60, help_text=_("Nom du traitement, par exemple plans.run.")
    )
    state = models.CharField(_("état"), max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    stage = models.CharField(_("étape"), max_length=40, blank=True)
    done = models.PositiveIntegerField(_("fait"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    message_code = models.CharField(_("code du message"), max_length=80, blank=True)
    message = models.TextField(_("message"), blank=True)
    attempt = models.PositiveSmallIntegerField(_("tentative"), default=0)
    cancel_requested = models.BooleanField(_("annulation demandée"), default=False)
    object_type = models.CharField(_("type d'objet"), max_length=80)
    object_id = models.CharField(_("objet"), max_length=40)
    params = models.JSONField(_("paramètres"), default=dict)
    result = models.JSONField(_("résultat"), default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("personne"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("rôle"), max_length=24, blank=True)
    created_at = models.DateTimeField(_("demandé le"), auto_now_add=True)
    holder = models.CharField(_("processus"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("commencé le"), null=True)
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), null=True)
    finished_at = models.DateTimeField(_("fini le"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("traitement")
        verbose_name_plural = _("traitements")
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"]),
            models.Index(fields=["state", "heartbeat_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    @property
    def percent(self) -> int:
        """Progress of the present stage, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def silent_since(self, moment: datetime) -> bool:
        """Whether a running job gave no sign of life after `moment`."""
        return self.heartbeat_at is None or self.heartbeat_at < moment

    @property
    def silent_minutes(self) -> int:
        """Whole minutes since a running job gave a sign of life; 0 under one, and where it isn't running."""
        if self.state != JobState.RUNNING or self.heartbeat_at is None:
            return 0
        return max(0, int((timezone.now() - self.heartbeat_at).total_seconds() // 60))

    @property
    def patience_minutes(self) -> int:
        """Minutes of silence, rounded up, after which a running job is taken up again."""
        return -(-int(settings.RAKIZA_STALE_JOB_SECONDS) // 60)


class DailyRun(models.Model):
    """One day of one daily round: whoever makes the row does the round."""

    name = models.CharField(_("tâche"), max_length=60)
    day = models.DateField(_("jour"))
    tries = models.PositiveSmallIntegerField(_("tentatives"), default=0)
    told = models.BooleanField(_("échec signalé"), default=False)
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("traitement")
    )

    class Meta:
        verbose_name = _("tâche quotidienne")
        verbose_name_plural = _("tâches quotidiennes")
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="round_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} · {self.day}"
