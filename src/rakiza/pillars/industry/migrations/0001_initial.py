import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        db_index=True,
                        help_text="Identifiant de la famille de dispositifs.",
                        max_length=80,
                        verbose_name="famille",
                    ),
                ),
                ("reference", models.CharField(max_length=80, verbose_name="référence")),
                ("name", models.CharField(max_length=250, verbose_name="désignation")),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=250, verbose_name="désignation en arabe"),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=250, verbose_name="désignation en anglais"),
                ),
                (
                    "attributes",
                    models.JSONField(
                        default=list,
                        help_text="Valeurs au format de l'éditeur de caractéristiques.",
                        verbose_name="caractéristiques",
                    ),
                ),
                ("gtin", models.CharField(blank=True, max_length=14, verbose_name="GTIN")),
                ("risk_class", models.CharField(blank=True, max_length=6, verbose_name="classe de risque")),
                (
                    "pack_size",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Unités de base par conditionnement de vente.",
                        verbose_name="conditionnement",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "au catalogue"), ("withdrawn", "retiré du catalogue")],
                        default="active",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispositif",
                "verbose_name_plural": "dispositifs",
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=4, default="0.20", max_digits=5, verbose_name="taux de TVA"
                    ),
                ),
                (
                    "minimum_order",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=16, verbose_name="minimum de commande"
                    ),
                ),
                (
                    "order_multiple",
                    models.DecimalField(
                        decimal_places=2, default=1, max_digits=16, verbose_name="multiple de commande"
                    ),
                ),
                (
                    "monthly_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="capacité mensuelle",
                    ),
                ),
                (
                    "lead_time_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="délai de livraison (jours)"),
                ),
                (
                    "delivery_cost",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        help_text="Par unité de base, hors taxe.",
                        max_digits=14,
                        verbose_name="frais de livraison",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valable du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valable au")),
                (
                    "state",
                    models.CharField(
                        choices=[("submitted", "déposée"), ("withdrawn", "retirée")],
                        default="submitted",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déposée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
            ],
            options={
                "verbose_name": "offre",
                "verbose_name_plural": "offres",
            },
        ),
        migrations.CreateModel(
            name="OfferTier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_quantity",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="à partir de"),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, verbose_name="prix unitaire hors taxe"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="industry.offer",
                        verbose_name="offre",
                    ),
                ),
            ],
            options={
                "verbose_name": "palier de prix",
                "verbose_name_plural": "paliers de prix",
                "ordering": ["from_quantity"],
            },
        ),
        migrations.CreateModel(
            name="ProductionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "monthly_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="En unités de base.",
                        max_digits=16,
                        verbose_name="capacité mensuelle",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="production_lines",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de production",
                "verbose_name_plural": "lignes de production",
            },
        ),
        migrations.AddField(
            model_name="offer",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="offers",
                to="industry.productionline",
                verbose_name="ligne de production",
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["maker", "state", "name"], name="industry_de_maker_i_e3455f_idx"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("maker", "reference"), name="device_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("pack_size__gte", 1)), name="device_pack_at_least_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="offertier",
            constraint=models.UniqueConstraint(fields=("offer", "from_quantity"), name="tier_threshold_once"),
        ),
        migrations.AddConstraint(
            model_name="offertier",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_price__gt", 0)), name="tier_price_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="offertier",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_quantity__gte", 0)), name="tier_threshold_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="productionline",
            constraint=models.UniqueConstraint(fields=("maker", "name"), name="line_name_once"),
        ),
        migrations.AddConstraint(
            model_name="productionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly_capacity__gt", 0)), name="line_capacity_positive"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["year", "state"], name="industry_of_year_732ae2_idx"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("device", "year"),
                name="one_standing_offer_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("vat_rate__gte", 0), ("vat_rate__lt", 1)), name="offer_vat_is_a_rate"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum_order__gte", 0)), name="offer_minimum_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_multiple__gt", 0)), name="offer_multiple_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("monthly_capacity__isnull", True), ("monthly_capacity__gt", 0), _connector="OR"
                ),
                name="offer_capacity_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery_cost__gte", 0)), name="offer_delivery_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="offer_dates_in_order",
            ),
        ),
    ]
