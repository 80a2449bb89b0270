from django.conf import settings
from django.db import migrations, models


def name_what_is_there(apps, schema_editor):
    """Messages of before were short messages; what was carried is handed over."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET key = 'message-' || id, wanted_at = created_at, due_at = created_at,"
            " state = CASE state WHEN 'carried' THEN 'handed_over' ELSE state END"
        )


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("messaging", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("message", "message_state_known"),
        migrations.RenameField("message", "phone", "address"),
        migrations.RenameField("message", "carried_at", "handed_over_at"),
        migrations.AlterField("message", "state", models.CharField("状态", max_length=12, default="waiting")),
        migrations.AddField(
            "message", "channel", models.CharField("渠道", max_length=8, default="sms"), preserve_default=False
        ),
        migrations.AddField(
            "message", "urgency", models.CharField("紧急程度", max_length=8, default="normal"), preserve_default=False
        ),
        migrations.AddField("message", "key", models.CharField("去重键", max_length=160, null=True)),
        migrations.AddField("message", "wanted_at", models.DateTimeField("应发", null=True)),
        migrations.AddField("message", "due_at", models.DateTimeField("下次发送", null=True)),
        migrations.RunPython(name_what_is_there, migrations.RunPython.noop),
    ]
