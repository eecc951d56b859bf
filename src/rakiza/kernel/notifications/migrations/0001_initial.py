import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
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
                        blank=True,
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
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("params", models.JSONField(default=dict, verbose_name="paramètres")),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        help_text="Objet visé, par exemple plans.plan:3.",
                        max_length=200,
                        verbose_name="lien",
                    ),
                ),
                ("deadline", models.DateField(null=True, verbose_name="échéance")),
                ("read_at", models.DateTimeField(null=True, verbose_name="lue le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "indexes": [
                    models.Index(
                        fields=["organisation", "role", "read_at", "-created_at"],
                        name="notificatio_organis_1a1364_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            models.Q(("role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notification_has_a_recipient",
                    )
                ],
            },
        ),
    ]
