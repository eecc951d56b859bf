import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("last_hash", models.CharField(max_length=64, verbose_name="dernière empreinte")),
            ],
            options={
                "verbose_name": "tête de chaîne d'audit",
                "verbose_name_plural": "têtes de chaîne d'audit",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_single")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("role", models.CharField(blank=True, max_length=24, verbose_name="rôle")),
                ("action", models.CharField(max_length=80, verbose_name="action")),
                ("object_type", models.CharField(max_length=80, verbose_name="type d'objet")),
                ("object_id", models.CharField(max_length=40, verbose_name="objet")),
                ("before", models.JSONField(default=dict, verbose_name="avant")),
                ("after", models.JSONField(default=dict, verbose_name="après")),
                ("previous_hash", models.CharField(max_length=64, verbose_name="empreinte précédente")),
                ("hash", models.CharField(max_length=64, unique=True, verbose_name="empreinte")),
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
                    "user",
                    models.ForeignKey(
                        help_text="Vide pour une action du système.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement d'audit",
                "verbose_name_plural": "événements d'audit",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["object_type", "object_id"], name="audit_audit_object__0e78a5_idx"),
                    models.Index(fields=["organisation", "-at"], name="audit_audit_organis_705af2_idx"),
                ],
            },
        ),
    ]
