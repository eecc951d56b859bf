import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("notifications", "0003_digest"),
        ("organisations", "0004_provinces"),
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TitleAlert",
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
                            ("declaration", "déclaration d'établissement"),
                            ("certificate", "certificat"),
                            ("registration", "enregistrement"),
                        ],
                        max_length=14,
                        verbose_name="titre exigé",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Vide : aucun titre n'est connu.",
                        max_length=60,
                        verbose_name="numéro",
                    ),
                ),
                ("cause", models.JSONField(verbose_name="cause")),
                ("first_month", models.PositiveSmallIntegerField(verbose_name="premier mois perdu")),
                (
                    "deadline",
                    models.DateField(
                        help_text="Premier jour d'un mois qui n'est plus couvert.", verbose_name="échéance"
                    ),
                ),
                ("lots", models.PositiveIntegerField(verbose_name="lots touchés")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=20, verbose_name="montant en jeu"),
                ),
                ("opened_on", models.DateField(verbose_name="ouverte le")),
                ("cleared_on", models.DateField(null=True, verbose_name="levée le")),
                ("mended", models.BooleanField(default=False, verbose_name="titre réparé")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="title_alerts",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "alerte d'éligibilité",
                "verbose_name_plural": "alertes d'éligibilité",
            },
        ),
        migrations.CreateModel(
            name="AlertStake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=24, verbose_name="rôle")),
                ("lots", models.PositiveIntegerField(verbose_name="lots touchés")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=20, verbose_name="montant en jeu"),
                ),
                ("told_lots", models.PositiveIntegerField(default=0, verbose_name="lots annoncés")),
                (
                    "told",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=20, verbose_name="montant annoncé"
                    ),
                ),
                (
                    "notification",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notifications.notification",
                        verbose_name="message",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakes",
                        to="eligibility.titlealert",
                        verbose_name="alerte",
                    ),
                ),
            ],
            options={
                "verbose_name": "enjeu",
                "verbose_name_plural": "enjeux",
            },
        ),
        migrations.CreateModel(
            name="AlertedAward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("months", models.JSONField(verbose_name="mois perdus")),
                ("parts", models.JSONField(verbose_name="part de chaque trimestre")),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.award",
                        verbose_name="attribution",
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awards",
                        to="eligibility.titlealert",
                        verbose_name="alerte",
                    ),
                ),
            ],
            options={
                "verbose_name": "attribution touchée",
                "verbose_name_plural": "attributions touchées",
            },
        ),
        migrations.AddIndex(
            model_name="titlealert",
            index=models.Index(fields=["maker", "cleared_on"], name="eligibility_maker_i_33b3d5_idx"),
        ),
        migrations.AddConstraint(
            model_name="titlealert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_on__isnull", True)),
                fields=("plan", "maker", "kind", "number"),
                name="one_standing_alert_a_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertstake",
            constraint=models.UniqueConstraint(
                fields=("alert", "organisation", "role"), name="alert_stake_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertstake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("alert", "role"),
                name="alert_stake_of_a_role_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertedaward",
            constraint=models.UniqueConstraint(fields=("alert", "award"), name="alerted_award_once"),
        ),
    ]
