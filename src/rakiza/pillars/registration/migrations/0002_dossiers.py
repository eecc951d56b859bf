import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("industry", "0002_catalogue_stamp"),
        ("organisations", "0002_joining"),
        ("registration", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=8, verbose_name="section")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("fr", "français"),
                            ("ar", "arabe"),
                            ("en", "anglais"),
                            ("other", "autre langue"),
                        ],
                        max_length=6,
                        verbose_name="langue",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to_review", "à examiner"),
                            ("accepted", "acceptée"),
                            ("to_correct", "à corriger"),
                        ],
                        default="to_review",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "remark",
                    models.TextField(blank=True, max_length=2000, verbose_name="remarque au demandeur"),
                ),
                ("internal_note", models.TextField(blank=True, max_length=2000, verbose_name="note interne")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déposée le")),
            ],
            options={
                "verbose_name": "pièce de dossier",
                "verbose_name_plural": "pièces de dossier",
                "ordering": ["section", "language", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(null=True, verbose_name="au")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("incomplete", "pièce manquante"),
                            ("unreadable", "pièce illisible ou d'un autre objet"),
                            ("language", "étiquetage ou notice ni en français ni en arabe"),
                            ("evidence", "preuve insuffisante"),
                            ("classification", "classe ou destination à revoir"),
                        ],
                        max_length=16,
                        verbose_name="motif",
                    ),
                ),
                ("remark", models.TextField(max_length=2000, verbose_name="remarque")),
            ],
            options={
                "verbose_name": "suspension du délai",
                "verbose_name_plural": "suspensions du délai",
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TitleSequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=4, verbose_name="série")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="dernier numéro")),
            ],
            options={
                "verbose_name": "série de numéros",
                "verbose_name_plural": "séries de numéros",
            },
        ),
        migrations.AddField(
            model_name="establishmentdeclaration",
            name="activities",
            field=models.JSONField(blank=True, default=list, verbose_name="activités"),
        ),
        migrations.AddField(
            model_name="establishmentdeclaration",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.site",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="establishmentdeclaration",
            name="verification_code",
            field=models.CharField(
                editable=False, max_length=32, null=True, verbose_name="code de vérification"
            ),
        ),
        migrations.AddField(
            model_name="registrationcertificate",
            name="transfer_to",
            field=models.ForeignKey(
                blank=True,
                help_text="À qui le titulaire accepte de transférer l'enregistrement.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="cédé à",
            ),
        ),
        migrations.AddField(
            model_name="registrationcertificate",
            name="verification_code",
            field=models.CharField(
                editable=False, max_length=32, null=True, verbose_name="code de vérification"
            ),
        ),
        migrations.AddField(
            model_name="specificauthorisation",
            name="verification_code",
            field=models.CharField(
                editable=False, max_length=32, null=True, verbose_name="code de vérification"
            ),
        ),
        migrations.CreateModel(
            name="CommissionSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="close le")),
                ("present", models.PositiveSmallIntegerField(null=True, verbose_name="membres présents")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="convoquée le")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance de la commission",
                "verbose_name_plural": "séances de la commission",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "process",
                    models.CharField(
                        choices=[
                            ("declaration", "déclaration d'établissement"),
                            ("registration", "certificat d'enregistrement"),
                            ("authorisation", "autorisation spécifique"),
                        ],
                        max_length=14,
                        verbose_name="procédure",
                    ),
                ),
                (
                    "request",
                    models.CharField(
                        choices=[
                            ("initial", "première demande"),
                            ("renewal", "renouvellement"),
                            ("amendment", "modification"),
                            ("transfer", "transfert"),
                            ("cessation", "cessation d'activité"),
                        ],
                        max_length=10,
                        verbose_name="demande",
                    ),
                ),
                ("activities", models.JSONField(blank=True, default=list, verbose_name="activités")),
                (
                    "risk_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("I", "classe I"),
                            ("Is", "classe I stérile"),
                            ("Im", "classe I de mesure"),
                            ("IIa", "classe IIa"),
                            ("IIb", "classe IIb"),
                            ("III", "classe III"),
                            ("IVD", "diagnostic in vitro"),
                        ],
                        max_length=6,
                        verbose_name="classe de risque",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("filed", "déposé, recevabilité à vérifier"),
                            ("sent_back", "renvoyé, à compléter"),
                            ("evaluation", "en évaluation"),
                            ("commission", "avis de la commission attendu"),
                            ("decision", "décision à prendre"),
                            ("granted", "accordé"),
                            ("refused", "refusé"),
                            ("cancelled", "abandonné"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "sent_back_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("incomplete", "pièce manquante"),
                            ("unreadable", "pièce illisible ou d'un autre objet"),
                            ("language", "étiquetage ou notice ni en français ni en arabe"),
                            ("evidence", "preuve insuffisante"),
                            ("classification", "classe ou destination à revoir"),
                        ],
                        max_length=16,
                        verbose_name="renvoyé pour",
                    ),
                ),
                (
                    "remark",
                    models.TextField(blank=True, max_length=2000, verbose_name="remarque au demandeur"),
                ),
                ("internal_note", models.TextField(blank=True, max_length=4000, verbose_name="note interne")),
                ("filed_on", models.DateField(null=True, verbose_name="déposé le")),
                ("due_on", models.DateField(null=True, verbose_name="à décider avant le")),
                ("admitted_on", models.DateField(null=True, verbose_name="recevable le")),
                ("evaluated_on", models.DateField(null=True, verbose_name="évalué le")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("favourable", "favorable"), ("unfavourable", "défavorable")],
                        max_length=12,
                        verbose_name="avis de l'évaluation",
                    ),
                ),
                ("opinion_on", models.DateField(null=True, verbose_name="avis de la commission le")),
                ("decided_on", models.DateField(null=True, verbose_name="décidé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ouvert le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="organisations.organisation",
                        verbose_name="demandeur",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_dossiers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confié à",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_dossiers",
                        to="organisations.organisation",
                        verbose_name="autorité",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="registration.establishmentdeclaration",
                        verbose_name="déclaration concernée",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="industry.device",
                        verbose_name="dispositif",
                    ),
                ),
                (
                    "evaluated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="évalué par",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="registration.registrationcertificate",
                        verbose_name="certificat concerné",
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
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier d'homologation",
                "verbose_name_plural": "dossiers d'homologation",
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("favourable", "favorable"), ("unfavourable", "défavorable")],
                        max_length=12,
                        verbose_name="avis",
                    ),
                ),
                ("grounds", models.TextField(blank=True, max_length=2000, verbose_name="motifs")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="registration.commissionsession",
                        verbose_name="séance",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="registration.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l'ordre du jour",
                "verbose_name_plural": "points de l'ordre du jour",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="establishmentdeclaration",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                help_text="Le dossier dont la décision a donné ce titre.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="registration.dossier",
                verbose_name="dossier",
            ),
        ),
        migrations.AddField(
            model_name="registrationcertificate",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                help_text="Le dossier dont la décision a donné ce titre.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="registration.dossier",
                verbose_name="dossier",
            ),
        ),
        migrations.AddField(
            model_name="specificauthorisation",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                help_text="Le dossier dont la décision a donné ce titre.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="registration.dossier",
                verbose_name="dossier",
            ),
        ),
        migrations.AddIndex(
            model_name="establishmentdeclaration",
            index=models.Index(fields=["authority", "valid_to"], name="registratio_authori_b71e7f_idx"),
        ),
        migrations.AddIndex(
            model_name="establishmentdeclaration",
            index=models.Index(fields=["number"], name="registratio_number_807379_idx"),
        ),
        migrations.AddIndex(
            model_name="establishmentdeclaration",
            index=models.Index(fields=["valid_from"], name="registratio_valid_f_cab179_idx"),
        ),
        migrations.AddIndex(
            model_name="establishmentdeclaration",
            index=models.Index(fields=["valid_to"], name="registratio_valid_t_74b682_idx"),
        ),
        migrations.AddIndex(
            model_name="establishmentdeclaration",
            index=models.Index(fields=["state", "valid_to"], name="registratio_state_4bb448_idx"),
        ),
        migrations.AddIndex(
            model_name="registrationcertificate",
            index=models.Index(fields=["authority", "valid_to"], name="registratio_authori_9b92db_idx"),
        ),
        migrations.AddIndex(
            model_name="registrationcertificate",
            index=models.Index(fields=["number"], name="registratio_number_238e2c_idx"),
        ),
        migrations.AddIndex(
            model_name="registrationcertificate",
            index=models.Index(fields=["valid_from"], name="registratio_valid_f_76a42f_idx"),
        ),
        migrations.AddIndex(
            model_name="registrationcertificate",
            index=models.Index(fields=["valid_to"], name="registratio_valid_t_d49efd_idx"),
        ),
        migrations.AddIndex(
            model_name="registrationcertificate",
            index=models.Index(fields=["state", "valid_to"], name="registratio_state_3cc600_idx"),
        ),
        migrations.AddIndex(
            model_name="specificauthorisation",
            index=models.Index(fields=["authority", "valid_to"], name="registratio_authori_ec7375_idx"),
        ),
        migrations.AddIndex(
            model_name="specificauthorisation",
            index=models.Index(fields=["number"], name="registratio_number_bbf50e_idx"),
        ),
        migrations.AddIndex(
            model_name="specificauthorisation",
            index=models.Index(fields=["valid_from"], name="registratio_valid_f_0f8a5a_idx"),
        ),
        migrations.AddIndex(
            model_name="specificauthorisation",
            index=models.Index(fields=["valid_to"], name="registratio_valid_t_abd4e2_idx"),
        ),
        migrations.AddIndex(
            model_name="specificauthorisation",
            index=models.Index(fields=["state", "valid_to"], name="registratio_state_e14316_idx"),
        ),
        migrations.AddField(
            model_name="dossierdocument",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="registration.dossier",
                verbose_name="dossier",
            ),
        ),
        migrations.AddField(
            model_name="dossierdocument",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="fichier",
            ),
        ),
        migrations.AddField(
            model_name="dossierdocument",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="examinée par",
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pauses",
                to="registration.dossier",
                verbose_name="dossier",
            ),
        ),
        migrations.AddField(
            model_name="titlesequence",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="autorité",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionsession",
            constraint=models.UniqueConstraint(fields=("authority", "held_on"), name="one_session_a_day"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["authority", "state", "filed_on"], name="registratio_authori_b4f20d_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["applicant", "state"], name="registratio_applica_c8a9b8_idx"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["authority", "due_on"], name="registratio_authori_0b057a_idx"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("granted", "refused", "cancelled")), _negated=True),
                    ("device__isnull", False),
                ),
                fields=("process", "device"),
                name="one_open_dossier_a_device",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True), ("decided_on__gte", models.F("filed_on")), _connector="OR"
                ),
                name="dossier_decided_after_filing",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("session", "dossier"), name="dossier_once_an_agenda"),
        ),
        migrations.AddConstraint(
            model_name="dossierdocument",
            constraint=models.UniqueConstraint(
                fields=("dossier", "section", "language", "version"), name="dossier_document_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="pause_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)), fields=("dossier",), name="one_open_pause"
            ),
        ),
        migrations.AddConstraint(
            model_name="titlesequence",
            constraint=models.UniqueConstraint(
                fields=("authority", "series", "year"), name="title_sequence_once"
            ),
        ),
    ]
