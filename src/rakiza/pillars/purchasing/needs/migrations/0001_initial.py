import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NeedImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "déposé"),
                            ("mapped", "lecture en cours"),
                            ("refused", "illisible"),
                            ("reviewed", "à vérifier"),
                            ("confirmed", "confirmé"),
                            ("undone", "annulé"),
                        ],
                        default="uploaded",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(blank=True, null=True, verbose_name="correspondance des colonnes"),
                ),
                (
                    "unit_aliases",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Ce que valent les unités que le vocabulaire ne connaît pas.",
                        verbose_name="unités dites",
                    ),
                ),
                ("lines_count", models.PositiveIntegerField(default=0, verbose_name="lignes lues")),
                ("rejected_count", models.PositiveIntegerField(default=0, verbose_name="lignes rejetées")),
                ("warnings_count", models.PositiveIntegerField(default=0, verbose_name="avertissements")),
                (
                    "to_confirm_count",
                    models.PositiveIntegerField(default=0, verbose_name="lectures à vérifier"),
                ),
                ("refusal_code", models.CharField(blank=True, max_length=80, verbose_name="code du refus")),
                ("refusal", models.JSONField(blank=True, default=dict, verbose_name="motif du refus")),
                (
                    "published_in",
                    models.CharField(
                        blank=True,
                        help_text="Plan publié qui contient ces lignes : plus d'annulation.",
                        max_length=120,
                        verbose_name="plan publié",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmé le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="annulé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmé par",
                    ),
                ),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="need_imports",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annulé par",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "import de besoins",
                "verbose_name_plural": "imports de besoins",
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("error", "erreur"), ("warning", "avertissement")],
                        max_length=8,
                        verbose_name="gravité",
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("sheet", models.CharField(max_length=120, verbose_name="feuille")),
                ("row", models.PositiveIntegerField(verbose_name="ligne")),
                ("column", models.CharField(blank=True, max_length=250, verbose_name="colonne")),
                ("value", models.TextField(blank=True, verbose_name="valeur")),
                ("params", models.JSONField(blank=True, default=dict, verbose_name="paramètres")),
                (
                    "message",
                    models.TextField(
                        help_text="Phrase française, telle que composée à la lecture.", verbose_name="message"
                    ),
                ),
                (
                    "need_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="needs.needimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "remarque d'import",
                "verbose_name_plural": "remarques d'import",
            },
        ),
        migrations.CreateModel(
            name="NeedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Vrai quand l'import est confirmé et n'est pas annulé.",
                        verbose_name="confirmée",
                    ),
                ),
                ("sheet", models.CharField(max_length=120, verbose_name="feuille")),
                ("row", models.PositiveIntegerField(verbose_name="ligne")),
                ("designation", models.TextField(verbose_name="désignation")),
                (
                    "folded",
                    models.CharField(
                        help_text="Même texte, même clé : casse et accents ôtés.",
                        max_length=300,
                        verbose_name="désignation normalisée",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="quantité")),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unité")),
                (
                    "pack_size",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="unités par conditionnement"
                    ),
                ),
                ("q1", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="T1")),
                ("q2", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="T2")),
                ("q3", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="T3")),
                ("q4", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="T4")),
                (
                    "reference_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=16,
                        null=True,
                        verbose_name="prix actuel toutes taxes comprises",
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="région")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("device", "dispositif médical"),
                            ("ivd", "diagnostic in vitro"),
                            ("medicine", "médicament"),
                            ("other", "autre"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("family", models.CharField(blank=True, max_length=80, verbose_name="famille")),
                ("emdn", models.CharField(blank=True, max_length=16, verbose_name="code EMDN")),
                ("confidence", models.FloatField(default=0, verbose_name="confiance")),
                ("to_confirm", models.BooleanField(default=False, verbose_name="lecture à vérifier")),
                (
                    "reading",
                    models.JSONField(
                        help_text="Lecture complète : attributs, conditionnement, raisons.",
                        verbose_name="lecture",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="lecture vérifiée le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lecture vérifiée par",
                    ),
                ),
                (
                    "need_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="needs.needimport",
                        verbose_name="import",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="need_lines",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de besoin",
                "verbose_name_plural": "lignes de besoin",
            },
        ),
        migrations.CreateModel(
            name="ReadingCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("folded", models.CharField(max_length=300, verbose_name="désignation normalisée")),
                ("reading", models.JSONField(verbose_name="lecture")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="corrigée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading_corrections",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture corrigée",
                "verbose_name_plural": "lectures corrigées",
            },
        ),
        migrations.CreateModel(
            name="UnitAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("folded", models.CharField(max_length=80, verbose_name="unité normalisée")),
                ("written", models.CharField(max_length=80, verbose_name="unité écrite")),
                ("unit", models.CharField(max_length=30, verbose_name="unité")),
                (
                    "size",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="unités par conditionnement"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_aliases",
                        to="organisations.organisation",
                        verbose_name="membre",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dite par",
                    ),
                ),
            ],
            options={
                "verbose_name": "unité dite",
                "verbose_name_plural": "unités dites",
            },
        ),
        migrations.AddIndex(
            model_name="needimport",
            index=models.Index(fields=["organisation", "year", "-id"], name="needs_needi_organis_ea5a82_idx"),
        ),
        migrations.AddIndex(
            model_name="needimport",
            index=models.Index(fields=["year", "state"], name="needs_needi_year_2286c3_idx"),
        ),
        migrations.AddIndex(
            model_name="importproblem",
            index=models.Index(
                fields=["need_import", "severity", "id"], name="needs_impor_need_im_fa9f29_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(
                fields=["organisation", "year", "confirmed", "id"], name="needs_needl_organis_1ed33c_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(fields=["year", "confirmed", "id"], name="needs_needl_year_62ff7f_idx"),
        ),
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(
                fields=["need_import", "to_confirm", "id"], name="needs_needl_need_im_d74ed1_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(fields=["organisation", "folded"], name="needs_needl_organis_f340bf_idx"),
        ),
        migrations.AddConstraint(
            model_name="needline",
            constraint=models.UniqueConstraint(fields=("need_import", "sheet", "row"), name="need_row_once"),
        ),
        migrations.AddConstraint(
            model_name="needline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="need_quantity_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="needline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "quantity__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("q1"), "+", models.F("q2")
                                    ),
                                    "+",
                                    models.F("q3"),
                                ),
                                "+",
                                models.F("q4"),
                            ),
                            "-",
                            models.Value(Decimal("0.001")),
                        ),
                    ),
                    (
                        "quantity__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("q1"), "+", models.F("q2")
                                    ),
                                    "+",
                                    models.F("q3"),
                                ),
                                "+",
                                models.F("q4"),
                            ),
                            "+",
                            models.Value(Decimal("0.001")),
                        ),
                    ),
                ),
                name="need_quarters_sum_to_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingcorrection",
            constraint=models.UniqueConstraint(
                fields=("organisation", "folded"), name="one_correction_a_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitalias",
            constraint=models.UniqueConstraint(fields=("organisation", "folded"), name="one_meaning_a_unit"),
        ),
    ]
