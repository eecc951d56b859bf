from django.db import migrations

from rakiza.kernel.word_index import word_index


class Migration(migrations.Migration):
    """A few letters of a name are found without reading every row."""

    dependencies = [("organisations", "0009_census_names")]

    operations = [word_index("organisations_organisation", "name", "name_ar")]
