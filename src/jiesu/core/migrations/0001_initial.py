"""Journal, receipts, audit log and numbers, with what Django's models cannot say: a sequence and a guard."""

import django.db.models.deletion
from django.db import migrations, models

SEQUENCE = "CREATE SEQUENCE core_serial AS bigint"
DROP_SEQUENCE = "DROP SEQUENCE core_serial"

GUARD = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER core_auditentry_is_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER core_auditentry_is_not_emptied BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
DROP_GUARD = """
DROP TRIGGER core_auditentry_is_append_only ON core_auditentry;
DROP TRIGGER core_auditentry_is_not_emptied ON core_auditentry;
DROP FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="NumberBase",
            fields=[
                ("series", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("base", models.BigIntegerField()),
            ],
            options={"verbose_name": "编号起点"},
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=100)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=100)),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "审计记录",
                "indexes": [
                    models.Index(fields=["at"], name="audit_at"),
                    models.Index(fields=["actor_id", "at"], name="audit_actor"),
                    models.Index(fields=["subject", "at"], name="audit_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=80)),
                ("occurred_at", models.DateTimeField()),
                ("payload", models.JSONField()),
            ],
            options={
                "verbose_name": "事件日志",
                "indexes": [models.Index(fields=["subject", "id"], name="journal_subject")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subscriber", models.CharField(max_length=200)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="core.journalentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "事件签收",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "subscriber"), name="receipt_once")
                ],
            },
        ),
        migrations.RunSQL(SEQUENCE, DROP_SEQUENCE),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
