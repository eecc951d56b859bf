import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0007_device_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="billofmaterials",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "brouillon"),
                    ("declared", "déclaré"),
                    ("withdrawn", "retiré après contestation ou contrôle"),
                ],
                default="draft",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.CreateModel(
            name="ContentAudit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("drawn", models.BooleanField(default=True, verbose_name="tiré au sort")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Vide : le tirage le désigne.",
                        max_length=1000,
                        verbose_name="pourquoi hors tirage",
                    ),
                ),
                ("share", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="part déclarée")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cost_share", "part du coût"),
                            ("value_added", "valeur ajoutée unitaire (label Made in Morocco)"),
                        ],
                        max_length=12,
                        verbose_name="méthode",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "en cours"),
                            ("sent", "constats envoyés, réponse attendue"),
                            ("contested", "constats contestés, à décider"),
                            ("agreed", "constats acceptés, à décider"),
                            ("confirmed", "part confirmée"),
                            ("corrected", "part corrigée"),
                            ("withdrawn", "part retirée"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=4000, verbose_name="constats")),
                (
                    "consequence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "aucune : la part est confirmée"),
                            ("correct", "corriger la part"),
                            ("withdraw", "retirer la part"),
                        ],
                        max_length=10,
                        verbose_name="suite proposée",
                    ),
                ),
                (
                    "corrected_share",
                    models.DecimalField(
                        decimal_places=4, max_digits=5, null=True, verbose_name="part corrigée"
                    ),
                ),
                ("answer_due", models.DateField(null=True, verbose_name="réponse attendue le")),
                (
                    "answer",
                    models.TextField(blank=True, max_length=2000, verbose_name="réponse du fabricant"),
                ),
                ("decision", models.TextField(blank=True, max_length=2000, verbose_name="décision motivée")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="décidé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ouvert le")),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="contrôleur",
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audits",
                        to="industry.billofmaterials",
                        verbose_name="nomenclature",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "contrôle d'intégration locale",
                "verbose_name_plural": "contrôles d'intégration locale",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["year", "state"], name="industry_co_year_f51b76_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "sent", "contested", "agreed"))),
                        fields=("bill",),
                        name="one_running_content_audit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("drawn", True)), fields=("bill", "year"), name="drawn_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("auditor")), _negated=True),
                            _connector="OR",
                        ),
                        name="content_audit_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrected_share__isnull", True),
                            models.Q(("corrected_share__gte", 0), ("corrected_share__lte", 1)),
                            _connector="OR",
                        ),
                        name="corrected_share_is_a_share",
                    ),
                ],
            },
        ),
    ]
