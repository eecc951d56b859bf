import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0001_initial"),
        ("files", "0001_initial"),
        ("organisations", "0002_joining"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CertificationCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("system", "système de management"), ("product", "marque de produit NM")],
                        max_length=10,
                        verbose_name="objet",
                    ),
                ),
                (
                    "standard",
                    models.CharField(
                        help_text="Par exemple ISO 13485:2016.", max_length=60, verbose_name="norme"
                    ),
                ),
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
                        choices=[
                            ("draft", "brouillon"),
                            ("filed", "déposé, à examiner"),
                            ("sent_back", "renvoyé, à compléter"),
                            ("accepted", "accepté, étape 1 à planifier"),
                            ("stage_1", "étape 1 planifiée"),
                            ("stage_2_ready", "étape 2 à planifier"),
                            ("stage_2", "étape 2 planifiée"),
                            ("findings", "écarts à lever"),
                            ("decision", "décision à prendre"),
                            ("certified", "certifié"),
                            ("refused", "refusé"),
                            ("cancelled", "abandonné"),
                        ],
                        default="draft",
                        max_length=16,
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
                            ("scope", "domaine mal défini"),
                            ("identity", "identité de l'entreprise à préciser"),
                        ],
                        max_length=16,
                        verbose_name="renvoyé pour",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remarque")),
                ("filed_on", models.DateField(null=True, verbose_name="déposé le")),
                ("decided_on", models.DateField(null=True, verbose_name="décidé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ouvert le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_cases",
                        to="organisations.organisation",
                        verbose_name="organisme certificateur",
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="certification.certificate",
                        verbose_name="certificat",
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
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certification_cases",
                        to="organisations.organisation",
                        verbose_name="fabricant",
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="certification.certificate",
                        verbose_name="renouvelle",
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
                "verbose_name": "dossier de certification",
                "verbose_name_plural": "dossiers de certification",
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
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
                            ("manual", "manuel qualité ou équivalent"),
                            ("scope", "domaine demandé et procédés"),
                            ("organisation", "organigramme et effectifs"),
                            ("internal_audit", "dernier audit interne et revue de direction"),
                            ("test_report", "rapport d'essais de type"),
                            ("technical_file", "dossier technique du produit"),
                        ],
                        max_length=16,
                        verbose_name="pièce",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déposée le")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="certification.certificationcase",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce de dossier",
                "verbose_name_plural": "pièces de dossier",
                "ordering": ["kind", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("stage_1", "étape 1"),
                            ("stage_2", "étape 2"),
                            ("surveillance", "surveillance"),
                        ],
                        max_length=14,
                        verbose_name="étape",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="prévu le")),
                ("held_on", models.DateField(null=True, verbose_name="tenu le")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("conclusive", "concluant"), ("inconclusive", "non concluant")],
                        max_length=14,
                        verbose_name="résultat",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="compte rendu")),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certification_audits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auditeur",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audits",
                        to="certification.certificationcase",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit",
                "verbose_name_plural": "audits",
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("major", "majeure"), ("minor", "mineure")],
                        max_length=6,
                        verbose_name="poids",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="constat")),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("cause", models.TextField(blank=True, max_length=2000, verbose_name="cause")),
                ("plan", models.TextField(blank=True, max_length=2000, verbose_name="actions")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à traiter"),
                            ("answered", "réponse à examiner"),
                            ("closed", "levée"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remarque")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="certification.audit",
                        verbose_name="audit",
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
            ],
            options={
                "verbose_name": "non-conformité",
                "verbose_name_plural": "non-conformités",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="certificationcase",
            index=models.Index(fields=["body", "state"], name="certificati_body_id_bc9ef1_idx"),
        ),
        migrations.AddIndex(
            model_name="certificationcase",
            index=models.Index(fields=["maker", "state"], name="certificati_maker_i_a2fb4b_idx"),
        ),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.UniqueConstraint(
                fields=("case", "kind", "version"), name="case_document_version_once"
            ),
        ),
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(fields=["auditor", "planned_on"], name="certificati_auditor_a0abd6_idx"),
        ),
    ]
