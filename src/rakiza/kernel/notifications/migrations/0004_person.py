import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("notifications", "0003_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="person",
            field=models.ForeignKey(
                help_text="Vide : la file de toute l'organisation ou du rôle.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="personne",
            ),
        ),
    ]
