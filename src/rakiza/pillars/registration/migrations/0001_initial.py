import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("industry", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EstablishmentDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="numéro")),
                ("valid_from", models.DateField(verbose_name="valable du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valable au")),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "en vigueur"), ("suspended", "suspendu"), ("withdrawn", "retiré")],
                        default="valid",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="suspendu ou retiré le")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="organisations.organisation",
                        verbose_name="établissement",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d'établissement",
                "verbose_name_plural": "déclarations d'établissement",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "number"), name="establishmentdeclaration_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="establishmentdeclaration_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrationCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="numéro")),
                ("valid_from", models.DateField(verbose_name="valable du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valable au")),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "en vigueur"), ("suspended", "suspendu"), ("withdrawn", "retiré")],
                        default="valid",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="suspendu ou retiré le")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                ("risk_class", models.CharField(blank=True, max_length=6, verbose_name="classe de risque")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificat d'enregistrement",
                "verbose_name_plural": "certificats d'enregistrement",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "number"), name="registrationcertificate_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="registrationcertificate_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecificAuthorisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="numéro")),
                ("valid_from", models.DateField(verbose_name="valable du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valable au")),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "en vigueur"), ("suspended", "suspendu"), ("withdrawn", "retiré")],
                        default="valid",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="suspendu ou retiré le")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("experimental", "expérimentation"),
                            ("named_patient", "patient désigné"),
                            ("refurbish_export", "remise en état pour l'export"),
                            ("custom_made", "sur mesure"),
                            ("evaluation_sample", "échantillon d'évaluation"),
                            ("demonstration_sample", "échantillon de démonstration"),
                        ],
                        max_length=24,
                        verbose_name="objet",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
            ],
            options={
                "verbose_name": "autorisation spécifique",
                "verbose_name_plural": "autorisations spécifiques",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "number"), name="specificauthorisation_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="specificauthorisation_dates_in_order",
                    ),
                ],
            },
        ),
    ]
