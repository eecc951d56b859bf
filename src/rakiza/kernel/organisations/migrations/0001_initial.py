import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                            ("health_group", "groupe de santé"),
                            ("maker", "fabricant"),
                            ("adjacent_industry", "industrie voisine"),
                            ("association", "association de groupes de santé"),
                            ("authority_health", "autorité de santé"),
                            ("certification_body", "organisme certificateur"),
                            ("ministry_industry", "ministère de l'industrie"),
                            ("cluster", "cluster"),
                            ("university", "université"),
                            ("start_up", "jeune pousse"),
                            ("investor", "investisseur"),
                        ],
                        max_length=24,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="nom")),
                ("name_ar", models.CharField(blank=True, max_length=200, verbose_name="nom en arabe")),
                (
                    "ice",
                    models.CharField(
                        blank=True,
                        help_text="Identifiant commun de l'entreprise, 15 chiffres.",
                        max_length=15,
                        verbose_name="ICE",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MA-01", "Tanger-Tétouan-Al Hoceïma"),
                            ("MA-02", "L'Oriental"),
                            ("MA-03", "Fès-Meknès"),
                            ("MA-04", "Rabat-Salé-Kénitra"),
                            ("MA-05", "Béni Mellal-Khénifra"),
                            ("MA-06", "Casablanca-Settat"),
                            ("MA-07", "Marrakech-Safi"),
                            ("MA-08", "Drâa-Tafilalet"),
                            ("MA-09", "Souss-Massa"),
                            ("MA-10", "Guelmim-Oued Noun"),
                            ("MA-11", "Laâyoune-Sakia El Hamra"),
                            ("MA-12", "Dakhla-Oued Ed-Dahab"),
                        ],
                        max_length=5,
                        verbose_name="région",
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Organisation fictive, signalée comme telle partout.",
                        verbose_name="démonstration",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
                "indexes": [models.Index(fields=["kind", "name"], name="organisatio_kind_2b7277_idx")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("buyer", "acheteur"),
                            ("coordinator", "coordinateur des achats"),
                            ("maker", "fabricant"),
                            ("certification_officer", "chargé de certification"),
                            ("registration_officer", "chargé d'homologation"),
                            ("cluster_staff", "équipe du cluster"),
                            ("administrator", "administrateur"),
                        ],
                        max_length=24,
                        verbose_name="rôle",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="au")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "rattachement",
                "verbose_name_plural": "rattachements",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organisation", "role"), name="membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="membership_dates_in_order",
                    ),
                ],
            },
        ),
    ]
