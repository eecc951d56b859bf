import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
        ("plans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "à calculer"),
                            ("queued", "en attente"),
                            ("running", "en cours"),
                            ("done", "calculé"),
                            ("infeasible", "règles incompatibles"),
                            ("failed", "échoué"),
                            ("cancelled", "arrêté"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("rules", models.JSONField(default=dict, verbose_name="règles")),
                (
                    "input_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="empreinte des entrées"),
                ),
                (
                    "knowledge_version",
                    models.CharField(blank=True, max_length=80, verbose_name="version des familles"),
                ),
                (
                    "engine_version",
                    models.CharField(blank=True, max_length=80, verbose_name="version du moteur"),
                ),
                ("summary", models.JSONField(default=dict, verbose_name="chiffres clés")),
                ("solve", models.JSONField(default=dict, verbose_name="preuve du calcul")),
                ("conflict", models.JSONField(null=True, verbose_name="règles incompatibles")),
                (
                    "rules_before",
                    models.JSONField(
                        help_text="Celles du plan avant l'adoption.",
                        null=True,
                        verbose_name="règles remplacées",
                    ),
                ),
                ("adopted_at", models.DateTimeField(null=True, verbose_name="adopté le")),
                ("archived_at", models.DateTimeField(null=True, verbose_name="archivé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="calculé le")),
                (
                    "base_run",
                    models.ForeignKey(
                        help_text="Celui dont le scénario reprend les besoins, les offres et les titres.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="plans.planrun",
                        verbose_name="calcul de départ",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                        verbose_name="traitement",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "run_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.planrun",
                        verbose_name="calcul remplacé",
                    ),
                ),
            ],
            options={
                "verbose_name": "scénario",
                "verbose_name_plural": "scénarios",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ScenarioLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=120, verbose_name="code")),
                ("family", models.CharField(max_length=80, verbose_name="famille")),
                ("requirement", models.JSONField(default=list, verbose_name="spécification")),
                ("base_unit", models.CharField(max_length=30, verbose_name="unité de base")),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité")),
                (
                    "covered_quantity",
                    models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité couverte"),
                ),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Taxes comprises, import compris.",
                        max_digits=20,
                        verbose_name="coût rendu",
                    ),
                ),
                ("awards", models.JSONField(default=list, verbose_name="attributions")),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lots",
                        to="scenarios.scenario",
                        verbose_name="scénario",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot d'un scénario",
                "verbose_name_plural": "lots d'un scénario",
            },
        ),
        migrations.CreateModel(
            name="Analysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("front_imports", "coût et dépendance"),
                            ("front_value", "coût et valeur ajoutée locale"),
                            ("rules", "prix des règles"),
                            ("lines", "lignes de production"),
                            ("pooling", "achat groupé"),
                            ("lot", "un lot"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=120, verbose_name="objet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "en attente"),
                            ("running", "en cours"),
                            ("done", "terminé"),
                            ("failed", "échoué"),
                            ("cancelled", "arrêté"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("result", models.JSONField(null=True, verbose_name="résultat")),
                (
                    "engine_version",
                    models.CharField(blank=True, max_length=80, verbose_name="version du moteur"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="fini le")),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                        verbose_name="traitement",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="analyses",
                        to="plans.planrun",
                        verbose_name="calcul",
                    ),
                ),
            ],
            options={
                "verbose_name": "analyse",
                "verbose_name_plural": "analyses",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "kind", "subject"), name="analysis_once_a_run")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("plan", "name"), name="scenario_name_once_a_plan"),
        ),
        migrations.AddConstraint(
            model_name="scenariolot",
            constraint=models.UniqueConstraint(fields=("scenario", "code"), name="scenario_lot_once"),
        ),
    ]
