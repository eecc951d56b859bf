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
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="empreinte SHA-256")),
                ("size", models.PositiveBigIntegerField(help_text="En octets.", verbose_name="taille")),
                (
                    "media_type",
                    models.CharField(
                        help_text="Reconnu au contenu, pas au nom.", max_length=100, verbose_name="type"
                    ),
                ),
                ("original_name", models.CharField(max_length=255, verbose_name="nom d'origine")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="déposé le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "fichier",
                "verbose_name_plural": "fichiers",
                "indexes": [
                    models.Index(
                        fields=["organisation", "-created_at"], name="files_store_organis_abf7be_idx"
                    )
                ],
            },
        ),
    ]
