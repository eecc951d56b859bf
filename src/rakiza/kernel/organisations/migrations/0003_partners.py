from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_joining"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
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
