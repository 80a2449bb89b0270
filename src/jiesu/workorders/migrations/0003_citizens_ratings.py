from django.db import migrations, models

from jiesu.catalogue.natures import CHANNEL_LABELS


class Migration(migrations.Migration):
    """The way a callback's result came; finished orders that are published, newest first."""

    dependencies = [("workorders", "0002_claims")]

    operations = [
        migrations.AddField(
            model_name="callbackrecord",
            name="channel",
            field=models.CharField(
                verbose_name="方式",
                max_length=16,
                default="phone",
                db_default="phone",
                choices=[(channel.value, label) for channel, label in CHANNEL_LABELS.items()],
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                fields=["-registered_at", "-id"],
                name="order_published",
                condition=models.Q(is_public=True, state__in=["archived", "closed", "direct_answered"]),
            ),
        ),
    ]
