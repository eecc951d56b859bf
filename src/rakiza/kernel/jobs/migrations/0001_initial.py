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
            name="Job",
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
                        help_text="Nom du traitement, par exemple plans.run.",
                        max_length=60,
                        verbose_name="nature",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "en attente"),
                            ("running", "en cours"),
                            ("done", "terminé"),
                            ("failed", "échoué"),
                            ("cancelled", "annulé"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="étape")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="fait")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="total")),
                ("message_code", models.CharField(blank=True, max_length=80, verbose_name="code du message")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="tentative")),
                ("cancel_requested", models.BooleanField(default=False, verbose_name="annulation demandée")),
                ("object_type", models.CharField(max_length=80, verbose_name="type d'objet")),
                ("object_id", models.CharField(max_length=40, verbose_name="objet")),
                ("params", models.JSONField(default=dict, verbose_name="paramètres")),
                ("result", models.JSONField(default=dict, verbose_name="résultat")),
                ("role", models.CharField(blank=True, max_length=24, verbose_name="rôle")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
                ("started_at", models.DateTimeField(null=True, verbose_name="commencé le")),
                ("heartbeat_at", models.DateTimeField(null=True, verbose_name="dernier signe de vie")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="fini le")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "traitement",
                "verbose_name_plural": "traitements",
                "indexes": [
                    models.Index(
                        fields=["object_type", "object_id", "-id"], name="jobs_job_object__9f7eed_idx"
                    ),
                    models.Index(fields=["state", "heartbeat_at"], name="jobs_job_state_d7ed30_idx"),
                ],
            },
        ),
    ]
