import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standard",
                    models.CharField(
                        help_text="Par exemple ISO 13485:2016.", max_length=60, verbose_name="norme"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="numéro")),
                ("valid_from", models.DateField(verbose_name="valable du")),
                ("valid_to", models.DateField(verbose_name="valable au")),
                (
                    "scope_families",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Vide : toute l'entreprise.",
                        verbose_name="familles couvertes",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "délivré"), ("suspended", "suspendu"), ("withdrawn", "retiré")],
                        default="valid",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="motif du retrait")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_certificates",
                        to="organisations.organisation",
                        verbose_name="organisme certificateur",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificat",
                "verbose_name_plural": "certificats",
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("reason", models.TextField(verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suspensions",
                        to="certification.certificate",
                        verbose_name="certificat",
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
                "ordering": ["starts_on"],
            },
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["maker", "valid_to"], name="certificati_maker_i_c1ec4f_idx"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="certificate_number_once"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                name="certificate_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="suspension_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("certificate",),
                name="one_open_suspension",
            ),
        ),
    ]
