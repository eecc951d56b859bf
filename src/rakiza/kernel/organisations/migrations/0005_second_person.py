import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_provinces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="two_to_publish",
            field=models.BooleanField(
                default=False,
                help_text="Ce qu'une personne propose de publier attend l'accord d'une autre.",
                verbose_name="deux personnes pour publier",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=80, verbose_name="action")),
                ("object_type", models.CharField(max_length=80, verbose_name="type d'objet")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="objet")),
                (
                    "version",
                    models.CharField(
                        help_text="Ce qui fut proposé : une autre version est à proposer.",
                        max_length=80,
                        verbose_name="version",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="proposé le")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposé par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition",
                "verbose_name_plural": "propositions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "object_type", "object_id"), name="proposed_once"
                    )
                ],
            },
        ),
    ]
