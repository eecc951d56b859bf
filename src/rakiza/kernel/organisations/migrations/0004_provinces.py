"""Turn the provinces typed so far into codes; what names none surely stays as it was typed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rakiza.reference.geography.provinces import find_province, province


def into_codes(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write the code where the text names a province of the site's own region."""
    sites = apps.get_model("organisations", "Site")
    for site in sites.objects.exclude(province="").iterator():
        found = find_province(site.province)
        if found is not None and found.region == site.region:
            site.province = found.code
            site.save(update_fields=["province"])


def into_names(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write names again, as they fit in the field."""
    sites = apps.get_model("organisations", "Site")
    for site in sites.objects.filter(province__startswith="MA-").iterator():
        found = province(site.province)
        if found is not None:
            site.province = found.labels.fr[:20]
            site.save(update_fields=["province"])


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_partners"),
    ]

    operations = [
        migrations.AlterField(
            model_name="site",
            name="province",
            field=models.CharField(
                blank=True,
                help_text="Code ISO 3166-2 ; un texte d'avant les codes reste tel qu'il fut écrit.",
                max_length=20,
                verbose_name="province ou préfecture",
            ),
        ),
        migrations.RunPython(into_codes, into_names),
    ]
