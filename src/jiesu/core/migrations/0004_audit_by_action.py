from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_tally'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['action', 'at'], name='audit_action'),
        ),
    ]
