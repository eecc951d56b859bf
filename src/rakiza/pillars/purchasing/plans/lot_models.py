"""What a run made: lots, who put what in, candidates, awards, what stays uncovered.

Rows are written once by the run and never changed. Some columns of `Lot` repeat what awards and
contributions say, so that a list of ten thousand lots is one query.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.enums import CandidateState, LotState, UncoveredKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


MAKERS_APART = " · "  # between the makers of a lot, in `maker_names`


def _quantity(name: _StrPromise) -> models.DecimalField[Decimal | int | str | Combinable, Decimal]:
    return models.DecimalField(name, max_digits=20, decimal_places=6, default=0)


class LotQuerySet(models.QuerySet["Lot"]):
    """Lots by who may see them."""

    def of_run(self, run_id: int) -> Self:
        """Keep one run's lots."""
        return self.filter(run_id=run_id)

    def with_needs_of(self, organisation_id: int) -> Self:
        """Keep the lots that a member put something into."""
        return self.filter(
            models.Exists(
                LotContribution.objects.filter(lot_id=models.OuterRef("pk"), organisation_id=organisation_id)
            )
        )

    def awarded_to(self, maker_id: int) -> Self:
        """Keep the lots of which the maker holds an award."""
        return self.filter(
            models.Exists(Award.objects.filter(lot_id=models.OuterRef("pk"), maker_id=maker_id))
        )

    def considered_for(self, maker_id: int) -> Self:
        """Keep the lots for which an offer of the maker was considered."""
        return self.filter(
            models.Exists(Candidate.objects.filter(lot_id=models.OuterRef("pk"), maker_id=maker_id))
        )


class Lot(models.Model):
    """Equivalent needs of several members, pooled. Quantities in base units."""

    run = models.ForeignKey(
        "plans.PlanRun", on_delete=models.CASCADE, related_name="lots", verbose_name=_("calcul")
    )
    code = models.CharField(
        _("code"), max_length=120, help_text=_("Identifiant stable que le moteur donne au lot.")
    )
    family = models.CharField(_("famille"), max_length=80)
    emdn = models.CharField(_("code EMDN"), max_length=16, blank=True)
    title = models.CharField(_("intitulé"), max_length=400)
    requirement = models.JSONField(_("spécification"), default=list)
    base_unit = models.CharField(_("unité de base"), max_length=30)
    criticality = models.CharField(_("criticité"), max_length=12)
    q1 = _quantity(_("T1"))
    q2 = _quantity(_("T2"))
    q3 = _quantity(_("T3"))
    q4 = _quantity(_("T4"))
    quantity = _quantity(_("quantité"))
    covered_quantity = _quantity(_("quantité couverte"))
    uncovered_quantity = _quantity(_("quantité non couverte"))
    reference_price = models.DecimalField(
        _("prix de référence toutes taxes comprises"), max_digits=18, decimal_places=6, null=True
    )
    value = models.DecimalField(
        _("valeur estimée"),
        max_digits=20,
        decimal_places=2,
        null=True,
        help_text=_("Inconnue sans aucun prix."),
    )
    covered_value = models.DecimalField(_("valeur couverte"), max_digits=20, decimal_places=2, default=0)
    savings = models.DecimalField(_("économie"), max_digits=20, decimal_places=2, null=True)
    local_share = models.DecimalField(_("part locale"), max_digits=7, decimal_places=6, default=0)
    state = models.CharField(_("état"), max_length=12, choices=LotState.choices)
    at_risk = models.BooleanField(_("à risque"), default=False)
    risks = models.JSONField(_("risques"), default=list)
    maker_names = models.CharField(_("fabricants retenus"), max_length=400, blank=True)
    buyers_count = models.PositiveSmallIntegerField(_("acheteurs"), default=0)
    search_text = models.TextField(_("texte de recherche"), blank=True)
    makers_text = models.TextField(_("texte de recherche des fabricants"), blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="lot_code_once")]
        indexes = [
            models.Index(fields=["run", "family", "id"]),
            models.Index(fields=["run", "state", "id"]),
            models.Index(fields=["run", "-value", "id"]),
            models.Index(fields=["run", "-quantity", "id"]),
            models.Index(fields=["run", "title", "id"]),
        ]

    def __str__(self) -> str:
        return self.title


class LotContribution(models.Model):
    """What one need line put into a lot, and what it was read as when the plan ran."""

    lot = models.ForeignKey(
        Lot, on_delete=models.CASCADE, related_name="contributions", verbose_name=_("lot")
    )
    need_line = models.ForeignKey(
        NeedLine, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("ligne de besoin")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("membre")
    )
    q1 = _quantity(_("T1"))
    q2 = _quantity(_("T2"))
    q3 = _quantity(_("T3"))
    q4 = _quantity(_("T4"))
    quantity = _quantity(_("quantité"))
    units_per_pack = models.PositiveIntegerField(_("unités par conditionnement"), default=1)
    to_confirm = models.BooleanField(_("lecture à vérifier"), default=False)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [
            models.Index(fields=["lot", "organisation"]),
            models.Index(fields=["organisation", "lot"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.quantity}"


class Candidate(models.Model):
    """One offer considered for one lot: the verdict a characteristic, and what became of it."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="candidates", verbose_name=_("lot"))
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", verbose_name=_("offre"))
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("fabricant")
    )
    state = models.CharField(_("état"), max_length=16, choices=CandidateState.choices)
    match = models.JSONField(_("comparaison"))
    reasons = models.JSONField(_("raisons"), default=list)
    landed_price = models.DecimalField(
        _("prix rendu toutes taxes comprises"), max_digits=18, decimal_places=6, null=True
    )
    near_miss = models.BooleanField(_("à une caractéristique près"), default=False)

    class Meta:
        verbose_name = _("candidat")
        verbose_name_plural = _("candidats")
        indexes = [models.Index(fields=["lot", "maker"]), models.Index(fields=["maker", "lot"])]

    def __str__(self) -> str:
        return f"{self.lot} · {self.maker}"


class RunEligibility(models.Model):
    """The months in which a run held that an offer may lawfully be delivered, and why not in the others."""

    run = models.ForeignKey(
        "plans.PlanRun", on_delete=models.CASCADE, related_name="eligibility", verbose_name=_("calcul")
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", verbose_name=_("offre"))
    months = models.JSONField(_("mois"), default=list)

    class Meta:
        verbose_name = _("mois livrables d'une offre")
        verbose_name_plural = _("mois livrables des offres")
        constraints = [models.UniqueConstraint(fields=["run", "offer"], name="run_eligibility_once")]

    def __str__(self) -> str:
        return f"{self.run} · {self.offer}"


class Award(models.Model):
    """What one offer supplies to one lot, by quarter."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="awards", verbose_name=_("lot"))
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="awards", verbose_name=_("offre"))
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("fabricant")
    )
    q1 = _quantity(_("T1"))
    q2 = _quantity(_("T2"))
    q3 = _quantity(_("T3"))
    q4 = _quantity(_("T4"))
    quantity = _quantity(_("quantité"))
    unit_price = models.DecimalField(_("prix unitaire hors taxe"), max_digits=18, decimal_places=6)
    landed_price = models.DecimalField(
        _("prix rendu toutes taxes comprises"), max_digits=18, decimal_places=6
    )
    reasons = models.JSONField(_("raisons"), default=list)

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        indexes = [models.Index(fields=["maker", "lot"])]

    def __str__(self) -> str:
        return f"{self.lot} · {self.maker}"


class AwardShare(models.Model):
    """What one member receives of an award."""

    award = models.ForeignKey(
        Award, on_delete=models.CASCADE, related_name="shares", verbose_name=_("attribution")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("membre")
    )
    q1 = _quantity(_("T1"))
    q2 = _quantity(_("T2"))
    q3 = _quantity(_("T3"))
    q4 = _quantity(_("T4"))

    class Meta:
        verbose_name = _("part d'attribution")
        verbose_name_plural = _("parts d'attribution")
        constraints = [models.UniqueConstraint(fields=["award", "organisation"], name="award_share_once")]

    def __str__(self) -> str:
        return f"{self.award} · {self.organisation}"


class UncoveredNeed(models.Model):
    """A remainder of a lot that no local maker supplies, with the reason and the nearest miss."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="uncovered", verbose_name=_("lot"))
    run = models.ForeignKey(
        "plans.PlanRun", on_delete=models.CASCADE, related_name="+", verbose_name=_("calcul")
    )
    kind = models.CharField(_("cause"), max_length=16, choices=UncoveredKind.choices)
    q1 = _quantity(_("T1"))
    q2 = _quantity(_("T2"))
    q3 = _quantity(_("T3"))
    q4 = _quantity(_("T4"))
    quantity = _quantity(_("quantité"))
    reasons = models.JSONField(_("raisons"), default=list)
    nearest = models.ForeignKey(
        Candidate, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("le plus proche")
    )
    import_price = models.DecimalField(
        _("prix d'importation toutes taxes comprises"), max_digits=18, decimal_places=6, null=True
    )

    class Meta:
        verbose_name = _("besoin non couvert")
        verbose_name_plural = _("besoins non couverts")
        indexes = [models.Index(fields=["run", "kind", "id"])]

    def __str__(self) -> str:
        return f"{self.lot} · {self.get_kind_display()}"


class FamilyTotal(models.Model):
    """Totals of a family in a run, and the family's names as they were then."""

    run = models.ForeignKey(
        "plans.PlanRun", on_delete=models.CASCADE, related_name="families", verbose_name=_("calcul")
    )
    family = models.CharField(_("famille"), max_length=80)
    group = models.CharField(_("groupe"), max_length=60, blank=True)
    label_fr = models.CharField(_("nom en français"), max_length=200)
    label_ar = models.CharField(_("nom en arabe"), max_length=200)
    label_en = models.CharField(_("nom en anglais"), max_length=200)
    lots = models.PositiveIntegerField(_("lots"), default=0)
    lots_covered = models.PositiveIntegerField(_("lots couverts"), default=0)
    value = models.DecimalField(_("valeur estimée"), max_digits=20, decimal_places=2, default=0)
    covered_value = models.DecimalField(_("valeur couverte"), max_digits=20, decimal_places=2, default=0)
    savings = models.DecimalField(_("économie"), max_digits=20, decimal_places=2, default=0)
    buyers_count = models.PositiveSmallIntegerField(_("acheteurs"), default=0)
    rests = models.JSONField(
        _("part masquée"),
        default=dict,
        help_text=_("Ce que les lots de moins de trois acheteurs laissent derrière le total."),
    )

    class Meta:
        verbose_name = _("total par famille")
        verbose_name_plural = _("totaux par famille")
        constraints = [models.UniqueConstraint(fields=["run", "family"], name="family_total_once")]
        indexes = [models.Index(fields=["run", "-value"])]

    def __str__(self) -> str:
        return self.label_fr

    def label(self, language: str) -> str:
        """Return the family's name in `language`."""
        return {"ar": self.label_ar, "en": self.label_en}.get(language, self.label_fr)
