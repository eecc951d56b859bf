import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0002_catalogue_stamp"),
        ("organisations", "0002_joining"),
    ]

    operations = [
        migrations.AddField(
            model_name="productionline",
            name="clean_room",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(4, "ISO 4"), (5, "ISO 5"), (6, "ISO 6"), (7, "ISO 7"), (8, "ISO 8"), (9, "ISO 9")],
                null=True,
                verbose_name="salle propre",
            ),
        ),
        migrations.AddField(
            model_name="productionline",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="fermée le"),
        ),
        migrations.AddField(
            model_name="productionline",
            name="machines",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="machines"),
        ),
        migrations.AddField(
            model_name="productionline",
            name="process",
            field=models.CharField(
                blank=True,
                help_text="Un terme du vocabulaire des familles.",
                max_length=60,
                verbose_name="procédé",
            ),
        ),
        migrations.AddField(
            model_name="productionline",
            name="shifts",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="Par jour ouvré.", verbose_name="équipes"
            ),
        ),
        migrations.CreateModel(
            name="Plant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("medical", "dispositifs médicaux"),
                            ("aeronautics", "aéronautique"),
                            ("automotive", "automobile"),
                            ("plastics", "plasturgie"),
                            ("textile", "textile"),
                            ("electronics", "électronique"),
                            ("other", "autre industrie"),
                        ],
                        default="medical",
                        max_length=16,
                        verbose_name="industrie",
                    ),
                ),
                (
                    "processes",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Procédés maîtrisés sans ligne déclarée, dans le vocabulaire des familles.",
                        verbose_name="savoir-faire",
                    ),
                ),
                (
                    "materials",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Matériaux travaillés, même vocabulaire.",
                        verbose_name="matériaux",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déclarée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plants",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plant",
                        to="organisations.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "usine",
                "verbose_name_plural": "usines",
                "ordering": ["site__name"],
            },
        ),
        migrations.AddField(
            model_name="productionline",
            name="plant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="industry.plant",
                verbose_name="usine",
            ),
        ),
        migrations.AddConstraint(
            model_name="productionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("machines__gte", 1)), name="line_has_a_machine"
            ),
        ),
        migrations.AddConstraint(
            model_name="productionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("shifts__gte", 1), ("shifts__lte", 4)), name="line_shifts_in_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="plant",
            index=models.Index(fields=["maker", "closed_on"], name="industry_pl_maker_i_2d6762_idx"),
        ),
    ]
