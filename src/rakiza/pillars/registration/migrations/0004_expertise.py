import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0006_local_content"),
        ("organisations", "0005_second_person"),
        ("registration", "0003_verification_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fields", models.JSONField(default=list, verbose_name="domaines")),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Ce que les fabricants lisent.",
                        max_length=600,
                        verbose_name="présentation",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="reçoit des questions")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="experts",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_profiles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "expert de l'autorité",
                "verbose_name_plural": "experts de l'autorité",
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retiré le")),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="registration.expert",
                        verbose_name="expert",
                    ),
                ),
            ],
            options={
                "verbose_name": "créneau",
                "verbose_name_plural": "créneaux",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("classification", "classification et destination"),
                            ("quality", "système de management de la qualité"),
                            ("risk", "gestion des risques"),
                            ("biocompatibility", "biocompatibilité"),
                            ("sterility", "stérilisation et emballage"),
                            ("electrical", "sécurité électrique"),
                            ("software", "logiciel"),
                            ("clinical", "évaluation clinique"),
                            ("ivd", "diagnostic in vitro"),
                            ("labelling", "étiquetage et notice"),
                        ],
                        max_length=20,
                        verbose_name="domaine",
                    ),
                ),
                ("question", models.TextField(max_length=2000, verbose_name="question")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "demandée"),
                            ("moved", "autre créneau proposé"),
                            ("accepted", "acceptée"),
                            ("answered", "répondue"),
                            ("declined", "déclinée"),
                            ("cancelled", "annulée"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Du dernier déplacement, refus ou abandon.",
                        max_length=1000,
                        verbose_name="motif",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=6000, verbose_name="réponse")),
                ("internal_note", models.TextField(blank=True, max_length=4000, verbose_name="note interne")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="demandée le"
                    ),
                ),
                ("responded_at", models.DateTimeField(null=True, verbose_name="première suite le")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondue le")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandée par",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="annulée par",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="registration.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="registration.slot",
                        verbose_name="créneau",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation d'expert",
                "verbose_name_plural": "consultations d'experts",
            },
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.UniqueConstraint(fields=("authority", "user"), name="one_profile_an_expert"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["starts_at"], name="registratio_starts__68f9d5_idx"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("expert", "starts_at"),
                name="one_slot_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_times_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["maker", "state"], name="registratio_maker_i_204eb2_idx"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["asked_at"], name="registratio_asked_a_9193ae_idx"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "moved", "accepted", "answered"))),
                fields=("slot",),
                name="one_consultation_a_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("dossier__isnull", False), ("device__isnull", False), _connector="OR"),
                name="consultation_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="consultation_answered_on_a_day",
            ),
        ),
    ]
