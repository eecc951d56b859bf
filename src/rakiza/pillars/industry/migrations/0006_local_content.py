import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("industry", "0005_showcase"),
        ("organisations", "0002_joining"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BillOfMaterials",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Par unité de base, hors taxe.",
                        max_digits=14,
                        verbose_name="prix sortie d'usine",
                    ),
                ),
                (
                    "own_cost",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Main-d'œuvre, énergie, amortissement : par unité de base.",
                        max_digits=14,
                        verbose_name="coûts propres",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cost_share", "part du coût"),
                            ("value_added", "valeur ajoutée unitaire (label Made in Morocco)"),
                        ],
                        default="cost_share",
                        max_length=12,
                        verbose_name="méthode",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("declared", "déclaré"),
                            ("withdrawn", "retiré après contestation"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4, max_digits=5, null=True, verbose_name="part locale"
                    ),
                ),
                ("declared_on", models.DateField(null=True, verbose_name="déclarée le")),
                ("result", models.JSONField(default=dict, verbose_name="calcul")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bill",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
            ],
            options={
                "verbose_name": "nomenclature",
                "verbose_name_plural": "nomenclatures",
            },
        ),
        migrations.CreateModel(
            name="BillInput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="entrée")),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=16, verbose_name="quantité")),
                (
                    "unit_cost",
                    models.DecimalField(decimal_places=4, max_digits=14, verbose_name="coût unitaire"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("imported", "importé"),
                            ("local", "acheté ici"),
                            ("made", "fabriqué ici, avec sa propre nomenclature"),
                        ],
                        max_length=8,
                        verbose_name="origine",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_in",
                        to="industry.device",
                        verbose_name="article fabriqué ici",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="preuve",
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inputs",
                        to="industry.billofmaterials",
                        verbose_name="nomenclature",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrée de nomenclature",
                "verbose_name_plural": "entrées de nomenclature",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="part contestée")),
                ("reason", models.TextField(max_length=2000, verbose_name="motif")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="réponse")),
                (
                    "settlement",
                    models.TextField(blank=True, max_length=2000, verbose_name="décision motivée"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "attend la réponse du fabricant"),
                            ("answered", "attend la décision du cluster"),
                            ("upheld", "fondée"),
                            ("dismissed", "rejetée"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ouverte le")),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contests",
                        to="industry.billofmaterials",
                        verbose_name="nomenclature",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="ouverte par",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tranchée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "contestation",
                "verbose_name_plural": "contestations",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="billofmaterials",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_cost__gte", 0), ("price__gt", 0)), name="bill_amounts_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="billinput",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("unit_cost__gte", 0)), name="input_amounts_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "answered"))),
                fields=("bill", "opened_by"),
                name="one_running_contest",
            ),
        ),
    ]
