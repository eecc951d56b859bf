import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0003_corrections_memory"),
        ("organisations", "0002_joining"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="needline",
            name="remarks",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Ce que les mots et les valeurs montrent, et dont personne n'a encore décidé.",
                verbose_name="remarques sur les exigences",
            ),
        ),
        migrations.CreateModel(
            name="RequirementDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("folded", models.CharField(max_length=300, verbose_name="désignation normalisée")),
                ("code", models.CharField(max_length=80, verbose_name="constat")),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        help_text="La caractéristique ou les mots en cause.",
                        max_length=120,
                        verbose_name="objet",
                    ),
                ),
                ("finding", models.JSONField(verbose_name="constat tel que lu")),
                (
                    "choice",
                    models.CharField(
                        choices=[("keep", "exigence gardée"), ("relax", "exigence assouplie")],
                        max_length=8,
                        verbose_name="décision",
                    ),
                ),
                ("justification", models.TextField(blank=True, verbose_name="justification")),
                ("removed", models.JSONField(default=list, verbose_name="exigences retirées")),
                ("decided_at", models.DateTimeField(verbose_name="décidé le")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="repris le")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirement_decisions",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="repris par",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision sur une exigence",
                "verbose_name_plural": "décisions sur des exigences",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "year", "folded", "code", "about"),
                        name="one_decision_a_finding",
                    )
                ],
            },
        ),
    ]
