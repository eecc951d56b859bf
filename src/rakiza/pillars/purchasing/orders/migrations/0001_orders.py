import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0008_loans_beside_own"),
        ("plans", "0002_plan_names_by_language"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="numéro")),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        help_text="De l'année du plan.", verbose_name="mois de livraison"
                    ),
                ),
                ("deliver_by", models.DateField(verbose_name="à livrer au plus tard le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("sent", "envoyée"),
                            ("confirmed", "confirmée"),
                            ("declined", "déclinée"),
                            ("partly", "reçue en partie"),
                            ("received", "reçue"),
                            ("cancelled", "annulée"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="remarque")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="D'un refus, d'une annulation ou d'un solde.",
                        max_length=2000,
                        verbose_name="motif",
                    ),
                ),
                ("currency", models.CharField(default="MAD", max_length=3, verbose_name="monnaie")),
                (
                    "untaxed",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="montant hors taxe"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=20,
                        verbose_name="montant rendu toutes taxes comprises",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="envoyée le")),
                ("answer_by", models.DateField(null=True, verbose_name="réponse attendue le")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondue le")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="finie le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="organisations.organisation",
                        verbose_name="acheteur",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparée par",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_orders",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.site",
                        verbose_name="lieu de livraison",
                    ),
                ),
            ],
            options={
                "verbose_name": "commande",
                "verbose_name_plural": "commandes",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="OrderAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.JSONField(help_text="De la ligne la plus chère.", verbose_name="cause")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="montant en jeu, toutes taxes comprises"
                    ),
                ),
                (
                    "untaxed",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="montant en jeu, hors taxe"
                    ),
                ),
                (
                    "told",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="montant annoncé"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="ouverte le")),
                ("cleared_on", models.DateField(null=True, verbose_name="levée le")),
                ("mended", models.BooleanField(default=False, verbose_name="titre réparé")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="orders.order",
                        verbose_name="commande",
                    ),
                ),
            ],
            options={
                "verbose_name": "alerte de commande",
                "verbose_name_plural": "alertes de commande",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OrderCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="dernier numéro")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="acheteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "compteur de commandes",
                "verbose_name_plural": "compteurs de commandes",
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité")),
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
                (
                    "accepted",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="quantité acceptée"
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.award",
                        verbose_name="attribution",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.order",
                        verbose_name="commande",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de commande",
                "verbose_name_plural": "lignes de commande",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AlertedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.JSONField(verbose_name="cause")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité en jeu"),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="montant en jeu, toutes taxes comprises"
                    ),
                ),
                (
                    "untaxed",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="montant en jeu, hors taxe"
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.orderalert",
                        verbose_name="alerte",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.orderline",
                        verbose_name="ligne",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne touchée",
                "verbose_name_plural": "lignes touchées",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="reçue le")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité reçue"),
                ),
                (
                    "refused",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="quantité refusée"
                    ),
                ),
                ("refusal", models.TextField(blank=True, max_length=500, verbose_name="motif du refus")),
                ("batch", models.CharField(blank=True, max_length=60, verbose_name="numéro de lot")),
                ("remark", models.TextField(blank=True, max_length=500, verbose_name="remarque")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="saisie le")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="orders.orderline",
                        verbose_name="ligne",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisie par",
                    ),
                ),
            ],
            options={
                "verbose_name": "réception",
                "verbose_name_plural": "réceptions",
                "ordering": ["received_on", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["buyer", "state", "-id"], name="orders_orde_buyer_i_e0ab24_idx"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["maker", "state", "-id"], name="orders_orde_maker_i_6eaa96_idx"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["plan", "state"], name="orders_orde_plan_id_bc26f4_idx"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("buyer", "number"), name="order_number_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="order_month_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderalert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_on__isnull", True)),
                fields=("order",),
                name="one_standing_alert_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="ordercounter",
            constraint=models.UniqueConstraint(fields=("buyer", "year"), name="one_order_counter_a_year"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "award"), name="order_award_once"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="order_quantity_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted__gte", 0), ("accepted__lte", models.F("quantity"))),
                name="order_accepted_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertedline",
            constraint=models.UniqueConstraint(fields=("alert", "line"), name="alerted_line_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="receipt_quantity_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("refused__gte", 0), ("refused__lte", models.F("quantity"))),
                name="receipt_refused_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("refused", 0), models.Q(("refusal", ""), _negated=True), _connector="OR"),
                name="receipt_refusal_has_a_reason",
            ),
        ),
    ]
