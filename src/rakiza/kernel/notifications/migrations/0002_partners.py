from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("buyer", "acheteur"),
                    ("coordinator", "coordinateur des achats"),
                    ("maker", "fabricant"),
                    ("certification_officer", "chargé de certification"),
                    ("registration_officer", "chargé d'homologation"),
                    ("cluster_staff", "équipe du cluster"),
                    ("administrator", "administrateur"),
                    ("partner", "partenaire"),
                ],
                max_length=24,
                verbose_name="rôle",
            ),
        ),
    ]
