import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
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
                ("manages", models.BooleanField(default=False, verbose_name="gère les personnes")),
                ("language", models.CharField(default="fr", max_length=2, verbose_name="langue")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "attend un second accord"),
                            ("open", "envoyée"),
                            ("accepted", "acceptée"),
                            ("refused", "refusée"),
                            ("revoked", "retirée"),
                        ],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "secret_hash",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="empreinte du lien"
                    ),
                ),
                ("mailed", models.BooleanField(default=False, verbose_name="envoyée par courrier")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expire le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
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
                            ("establishment", "établissement de santé"),
                            ("laboratory", "laboratoire"),
                            ("expert", "expert"),
                        ],
                        max_length=24,
                        verbose_name="nature",
                    ),
                ),
                ("organisation_name", models.CharField(max_length=200, verbose_name="nom de l'organisation")),
                ("ice", models.CharField(blank=True, max_length=15, verbose_name="ICE")),
                (
                    "region",
                    models.CharField(
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
                ("contact_name", models.CharField(max_length=150, verbose_name="votre nom")),
                (
                    "contact_email",
                    models.EmailField(max_length=254, verbose_name="votre adresse électronique"),
                ),
                ("language", models.CharField(default="fr", max_length=2, verbose_name="langue")),
                ("message", models.TextField(max_length=2000, verbose_name="ce que vous faites")),
                (
                    "state",
                    models.CharField(
                        choices=[("filed", "déposée"), ("accepted", "acceptée"), ("refused", "refusée")],
                        default="filed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True, verbose_name="référence")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="décidée le")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déposée le")),
            ],
            options={
                "verbose_name": "demande d'adhésion",
                "verbose_name_plural": "demandes d'adhésion",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Site",
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
                            ("head_office", "siège"),
                            ("plant", "usine"),
                            ("warehouse", "dépôt"),
                            ("care", "lieu de soins"),
                            ("laboratory", "laboratoire"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("city", models.CharField(max_length=80, verbose_name="ville")),
                (
                    "province",
                    models.CharField(blank=True, max_length=20, verbose_name="province ou préfecture"),
                ),
                (
                    "region",
                    models.CharField(
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
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="delegated_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Le rattachement dont celui-ci tient ses pouvoirs ; il finit avec lui.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="delegations",
                to="organisations.membership",
                verbose_name="délégué par",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="manages",
            field=models.BooleanField(
                default=False,
                help_text="Peut inviter des personnes dans son organisation et mettre fin à leur rattachement.",
                verbose_name="gère les personnes",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="languages",
            field=models.CharField(
                blank=True,
                help_text="Codes séparés par des virgules : fr,ar,en.",
                max_length=20,
                verbose_name="langues",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="Le groupe auquel l'établissement appartient.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="establishments",
                to="organisations.organisation",
                verbose_name="groupe",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="social_security_number",
            field=models.CharField(blank=True, max_length=20, verbose_name="CNSS"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="tax_number",
            field=models.CharField(blank=True, max_length=20, verbose_name="identifiant fiscal"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="trade_register",
            field=models.CharField(
                blank=True,
                help_text="Numéro et tribunal.",
                max_length=60,
                verbose_name="registre de commerce",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
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
                    ("establishment", "établissement de santé"),
                    ("laboratory", "laboratoire"),
                    ("expert", "expert"),
                ],
                max_length=24,
                verbose_name="nature",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegated_by__isnull", True), ("valid_to__isnull", False), _connector="OR"
                ),
                name="delegation_has_an_end",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="acceptée par",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approuvée par",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="demandée par",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="organisations.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="décidée par",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="organisation",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="join_request",
                to="organisations.organisation",
                verbose_name="organisation ouverte",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sites",
                to="organisations.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "open"))),
                fields=("organisation", "email", "role"),
                name="one_waiting_invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="site_name_once"),
        ),
    ]
