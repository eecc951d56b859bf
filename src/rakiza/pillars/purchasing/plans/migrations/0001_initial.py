import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("industry", "0001_initial"),
        ("jobs", "0001_initial"),
        ("needs", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Identifiant stable que le moteur donne au lot.",
                        max_length=120,
                        verbose_name="code",
                    ),
                ),
                ("family", models.CharField(max_length=80, verbose_name="famille")),
                ("emdn", models.CharField(blank=True, max_length=16, verbose_name="code EMDN")),
                ("title", models.CharField(max_length=400, verbose_name="intitulé")),
                ("requirement", models.JSONField(default=list, verbose_name="spécification")),
                ("base_unit", models.CharField(max_length=30, verbose_name="unité de base")),
                ("criticality", models.CharField(max_length=12, verbose_name="criticité")),
                ("q1", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T4")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="quantité"),
                ),
                (
                    "covered_quantity",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="quantité couverte"
                    ),
                ),
                (
                    "uncovered_quantity",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="quantité non couverte"
                    ),
                ),
                (
                    "reference_price",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="prix de référence toutes taxes comprises",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Inconnue sans aucun prix.",
                        max_digits=20,
                        null=True,
                        verbose_name="valeur estimée",
                    ),
                ),
                (
                    "covered_value",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="valeur couverte"
                    ),
                ),
                (
                    "savings",
                    models.DecimalField(decimal_places=2, max_digits=20, null=True, verbose_name="économie"),
                ),
                (
                    "local_share",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=7, verbose_name="part locale"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("covered", "couvert"),
                            ("partly", "partiellement couvert"),
                            ("uncovered", "non couvert"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("at_risk", models.BooleanField(default=False, verbose_name="à risque")),
                ("risks", models.JSONField(default=list, verbose_name="risques")),
                (
                    "maker_names",
                    models.CharField(blank=True, max_length=400, verbose_name="fabricants retenus"),
                ),
                ("buyers_count", models.PositiveSmallIntegerField(default=0, verbose_name="acheteurs")),
                ("search_text", models.TextField(blank=True, verbose_name="texte de recherche")),
                (
                    "makers_text",
                    models.TextField(blank=True, verbose_name="texte de recherche des fabricants"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
            ],
            options={
                "verbose_name": "lot",
                "verbose_name_plural": "lots",
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("q1", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T4")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="quantité"),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        decimal_places=6, max_digits=18, verbose_name="prix unitaire hors taxe"
                    ),
                ),
                (
                    "landed_price",
                    models.DecimalField(
                        decimal_places=6, max_digits=18, verbose_name="prix rendu toutes taxes comprises"
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="raisons")),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="industry.offer",
                        verbose_name="offre",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awards",
                        to="plans.lot",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "attribution",
                "verbose_name_plural": "attributions",
            },
        ),
        migrations.CreateModel(
            name="ImportPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("family", models.CharField(max_length=80, verbose_name="famille")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "cif",
                    models.DecimalField(
                        decimal_places=6,
                        help_text="Une unité de base, en dirhams.",
                        max_digits=16,
                        verbose_name="valeur CAF",
                    ),
                ),
                (
                    "duty_rate",
                    models.DecimalField(decimal_places=4, max_digits=6, verbose_name="droit de douane"),
                ),
                (
                    "parafiscal_rate",
                    models.DecimalField(decimal_places=4, max_digits=6, verbose_name="taxe parafiscale"),
                ),
                ("vat_rate", models.DecimalField(decimal_places=4, max_digits=6, verbose_name="taux de TVA")),
                ("source", models.CharField(max_length=250, verbose_name="source")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
            ],
            options={
                "verbose_name": "prix d'importation",
                "verbose_name_plural": "prix d'importation",
                "constraints": [
                    models.UniqueConstraint(fields=("family", "year"), name="one_import_price_a_year"),
                    models.CheckConstraint(condition=models.Q(("cif__gt", 0)), name="import_price_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awarded", "retenue"),
                            ("outbid", "plus chère qu'une autre"),
                            ("too_dear", "au-dessus de la référence"),
                            ("not_eligible", "non éligible"),
                            ("no_match", "non conforme"),
                            ("no_capacity", "sans capacité"),
                            ("below_minimum", "sous le minimum de commande"),
                        ],
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("match", models.JSONField(verbose_name="comparaison")),
                ("reasons", models.JSONField(default=list, verbose_name="raisons")),
                (
                    "landed_price",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="prix rendu toutes taxes comprises",
                    ),
                ),
                ("near_miss", models.BooleanField(default=False, verbose_name="à une caractéristique près")),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="industry.offer",
                        verbose_name="offre",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="plans.lot",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidat",
                "verbose_name_plural": "candidats",
            },
        ),
        migrations.CreateModel(
            name="LotContribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("q1", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T4")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="quantité"),
                ),
                (
                    "units_per_pack",
                    models.PositiveIntegerField(default=1, verbose_name="unités par conditionnement"),
                ),
                ("to_confirm", models.BooleanField(default=False, verbose_name="lecture à vérifier")),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="plans.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "need_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="needs.needline",
                        verbose_name="ligne de besoin",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("consolidated", "consolidé"),
                            ("allocated", "attribué"),
                            ("published", "publié"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "rules",
                    models.JSONField(
                        default=dict, help_text="Écarts aux règles par défaut.", verbose_name="règles"
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publié le")),
                ("unpublish_reason", models.TextField(blank=True, verbose_name="motif du retrait")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="organisations.organisation",
                        verbose_name="association",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publié par",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan annuel",
                "verbose_name_plural": "plans annuels",
                "ordering": ["-year", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "en attente"),
                            ("running", "en cours"),
                            ("done", "terminé"),
                            ("failed", "échoué"),
                            ("cancelled", "annulé"),
                        ],
                        default="queued",
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
                ("figures", models.JSONField(default=dict, verbose_name="chiffres clés")),
                ("solve", models.JSONField(default=dict, verbose_name="preuve du calcul")),
                ("buyers_count", models.PositiveIntegerField(default=0, verbose_name="acheteurs")),
                (
                    "family_rests",
                    models.JSONField(
                        default=list,
                        help_text="Famille par famille, ce que les lots masqués laissent derrière son total.",
                        verbose_name="parts masquées",
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="commencé le")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="fini le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
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
                        related_name="runs",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "calcul de plan",
                "verbose_name_plural": "calculs de plan",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PlanFile",
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
                            ("plan_xlsx", "classeur du plan"),
                            ("plan_pdf", "plan imprimable"),
                            ("plan_json", "plan en données"),
                            ("rejected", "lignes rejetées"),
                            ("made", "résultat du calcul"),
                        ],
                        max_length=12,
                        verbose_name="document",
                    ),
                ),
                ("language", models.CharField(default="fr", max_length=2, verbose_name="langue")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="plans.planrun",
                        verbose_name="calcul",
                    ),
                ),
            ],
            options={
                "verbose_name": "document de plan",
                "verbose_name_plural": "documents de plan",
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="current_run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="plans.planrun",
                verbose_name="calcul retenu",
            ),
        ),
        migrations.AddField(
            model_name="lot",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lots",
                to="plans.planrun",
                verbose_name="calcul",
            ),
        ),
        migrations.CreateModel(
            name="FamilyTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("family", models.CharField(max_length=80, verbose_name="famille")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="groupe")),
                ("label_fr", models.CharField(max_length=200, verbose_name="nom en français")),
                ("label_ar", models.CharField(max_length=200, verbose_name="nom en arabe")),
                ("label_en", models.CharField(max_length=200, verbose_name="nom en anglais")),
                ("lots", models.PositiveIntegerField(default=0, verbose_name="lots")),
                ("lots_covered", models.PositiveIntegerField(default=0, verbose_name="lots couverts")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="valeur estimée"
                    ),
                ),
                (
                    "covered_value",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="valeur couverte"
                    ),
                ),
                (
                    "savings",
                    models.DecimalField(decimal_places=2, default=0, max_digits=20, verbose_name="économie"),
                ),
                ("buyers_count", models.PositiveSmallIntegerField(default=0, verbose_name="acheteurs")),
                (
                    "rests",
                    models.JSONField(
                        default=dict,
                        help_text="Ce que les lots de moins de trois acheteurs laissent derrière le total.",
                        verbose_name="part masquée",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="families",
                        to="plans.planrun",
                        verbose_name="calcul",
                    ),
                ),
            ],
            options={
                "verbose_name": "total par famille",
                "verbose_name_plural": "totaux par famille",
            },
        ),
        migrations.CreateModel(
            name="RunEligibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("months", models.JSONField(default=list, verbose_name="mois")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="industry.offer",
                        verbose_name="offre",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibility",
                        to="plans.planrun",
                        verbose_name="calcul",
                    ),
                ),
            ],
            options={
                "verbose_name": "mois livrables d'une offre",
                "verbose_name_plural": "mois livrables des offres",
            },
        ),
        migrations.CreateModel(
            name="UncoveredNeed",
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
                            ("no_device", "personne ne le fabrique ici"),
                            ("near_miss", "un dispositif s'en approche"),
                            ("not_eligible", "fabriqué ici, non autorisé"),
                            ("capacity", "capacité insuffisante"),
                            ("price", "prix trop élevé"),
                            ("minimum_order", "minimum de commande"),
                            ("share", "part maximale d'un fabricant"),
                        ],
                        max_length=16,
                        verbose_name="cause",
                    ),
                ),
                ("q1", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T4")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="quantité"),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="raisons")),
                (
                    "import_price",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="prix d'importation toutes taxes comprises",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uncovered",
                        to="plans.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "nearest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.candidate",
                        verbose_name="le plus proche",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.planrun",
                        verbose_name="calcul",
                    ),
                ),
            ],
            options={
                "verbose_name": "besoin non couvert",
                "verbose_name_plural": "besoins non couverts",
            },
        ),
        migrations.CreateModel(
            name="AwardShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("q1", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="T4")),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="plans.award",
                        verbose_name="attribution",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
            ],
            options={
                "verbose_name": "part d'attribution",
                "verbose_name_plural": "parts d'attribution",
                "constraints": [
                    models.UniqueConstraint(fields=("award", "organisation"), name="award_share_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["lot", "maker"], name="plans_candi_lot_id_ac8d65_idx"),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["maker", "lot"], name="plans_candi_maker_i_839f1f_idx"),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["maker", "lot"], name="plans_award_maker_i_2c00f7_idx"),
        ),
        migrations.AddIndex(
            model_name="lotcontribution",
            index=models.Index(fields=["lot", "organisation"], name="plans_lotco_lot_id_cd2751_idx"),
        ),
        migrations.AddIndex(
            model_name="lotcontribution",
            index=models.Index(fields=["organisation", "lot"], name="plans_lotco_organis_3332f7_idx"),
        ),
        migrations.AddConstraint(
            model_name="planrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("queued", "running"))),
                fields=("plan",),
                name="one_run_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="planfile",
            constraint=models.UniqueConstraint(fields=("run", "kind", "language"), name="plan_file_once"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("association", "year", "name"), name="plan_name_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("association", "year"),
                name="one_published_plan_a_year",
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["run", "family", "id"], name="plans_lot_run_id_bc61b8_idx"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["run", "state", "id"], name="plans_lot_run_id_c57c78_idx"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["run", "-value", "id"], name="plans_lot_run_id_1ff2dc_idx"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["run", "-quantity", "id"], name="plans_lot_run_id_9a9173_idx"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["run", "title", "id"], name="plans_lot_run_id_c5073f_idx"),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(fields=("run", "code"), name="lot_code_once"),
        ),
        migrations.AddIndex(
            model_name="familytotal",
            index=models.Index(fields=["run", "-value"], name="plans_famil_run_id_1610df_idx"),
        ),
        migrations.AddConstraint(
            model_name="familytotal",
            constraint=models.UniqueConstraint(fields=("run", "family"), name="family_total_once"),
        ),
        migrations.AddConstraint(
            model_name="runeligibility",
            constraint=models.UniqueConstraint(fields=("run", "offer"), name="run_eligibility_once"),
        ),
        migrations.AddIndex(
            model_name="uncoveredneed",
            index=models.Index(fields=["run", "kind", "id"], name="plans_uncov_run_id_2fac44_idx"),
        ),
    ]
