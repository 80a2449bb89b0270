from django.db import migrations


class Migration(migrations.Migration):
    """Let the database know more of the words: which are common decides how a search is carried out."""

    dependencies = [("workorders", "0005_exports")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE workorders_ordertext ALTER COLUMN terms SET STATISTICS 500",
            "ALTER TABLE workorders_ordertext ALTER COLUMN terms SET STATISTICS -1",
        )
    ]
