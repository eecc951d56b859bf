import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0002_cases"),
        ("organisations", "0004_provinces"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("standard", models.CharField(max_length=60, verbose_name="norme")),
                (
                    "edition",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}\\Z", "Une édition se nomme par son année : 2016."
                            )
                        ],
                        verbose_name="édition",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="intitulé")),
                (
                    "published",
                    models.CharField(
                        help_text="Année et mois : 2016-03.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}-(0[1-9]|1[0-2])\\Z", "Écrivez l'année et le mois : 2016-03."
                            )
                        ],
                        verbose_name="publiée en",
                    ),
                ),
                (
                    "transition_ends",
                    models.DateField(
                        blank=True,
                        help_text="Dernier jour où valent les certificats de l'édition remplacée.",
                        null=True,
                        verbose_name="fin de la transition",
                    ),
                ),
                ("source", models.CharField(max_length=250, verbose_name="source")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="inscrite le")),
                (
                    "entered_by",
                    models.ForeignKey(
                        help_text="Vide : fait d'origine.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="inscrite par",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="certification.standardedition",
                        verbose_name="remplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "édition de norme",
                "verbose_name_plural": "éditions de normes",
                "ordering": ["standard", "edition"],
            },
        ),
        migrations.CreateModel(
            name="EditionNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="averti le")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="titulaire",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="certification.standardedition",
                        verbose_name="édition",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis d'édition",
                "verbose_name_plural": "avis d'édition",
            },
        ),
        migrations.AddConstraint(
            model_name="standardedition",
            constraint=models.UniqueConstraint(fields=("standard", "edition"), name="standard_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="standardedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("transition_ends__isnull", True), ("replaces__isnull", False), _connector="OR"
                ),
                name="transition_from_another_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionnotice",
            constraint=models.UniqueConstraint(fields=("edition", "holder"), name="edition_told_once"),
        ),
    ]
