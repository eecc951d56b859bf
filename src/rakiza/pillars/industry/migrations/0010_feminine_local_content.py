"""Word the states of a declared share in the feminine, as the share itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0009_one_word_a_material"),
    ]

    operations = [
        migrations.AlterField(
            model_name="billofmaterials",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "brouillon"),
                    ("declared", "déclarée"),
                    ("withdrawn", "retirée après contestation ou contrôle"),
                ],
                default="draft",
                max_length=10,
                verbose_name="état",
            ),
        ),
    ]
