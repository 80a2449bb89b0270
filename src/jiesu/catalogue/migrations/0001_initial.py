"""The catalogue's tables, and what Django's models cannot say: a published version never changes."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = (
    "packversion", "calendarversion", "topicversion", "topic", "dutyversion", "dutyentry", "dutyentry_assist_units"
)

GUARD = """
CREATE FUNCTION catalogue_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'is_current' = to_jsonb(OLD) - 'is_current' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version never changes (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
""" + "".join(
    f"""
CREATE TRIGGER catalogue_{table}_never_changes BEFORE UPDATE OR DELETE ON catalogue_{table}
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_version();
"""
    for table in TABLES
)
DROP_GUARD = "DROP FUNCTION catalogue_keep_version() CASCADE"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('is_current', models.BooleanField(default=False, verbose_name='现行')),
                ('created_at', models.DateTimeField(verbose_name='发布时间')),
                ('created_by_id', models.BigIntegerField(null=True, verbose_name='发布人编号')),
                ('created_by_name', models.CharField(max_length=100, verbose_name='发布人')),
                ('windows', models.JSONField(verbose_name='工作时段')),
                ('exceptions', models.JSONField(blank=True, default=dict, verbose_name='例外日期')),
                ('known_until', models.DateField(blank=True, null=True, verbose_name='节假日已知至')),
                ('effective_from', models.DateField(verbose_name='施行日期')),
            ],
            options={
                'verbose_name': '工作日历',
                'verbose_name_plural': '工作日历',
                'constraints': [models.UniqueConstraint(fields=('version',), name='calendar_version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='calendar_one_current')],
            },
        ),
        migrations.CreateModel(
            name='DutyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('is_current', models.BooleanField(default=False, verbose_name='现行')),
                ('created_at', models.DateTimeField(verbose_name='发布时间')),
                ('created_by_id', models.BigIntegerField(null=True, verbose_name='发布人编号')),
                ('created_by_name', models.CharField(max_length=100, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '派单目录',
                'verbose_name_plural': '派单目录',
                'constraints': [models.UniqueConstraint(fields=('version',), name='duties_version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='duties_one_current')],
            },
        ),
        migrations.CreateModel(
            name='PackVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('is_current', models.BooleanField(default=False, verbose_name='现行')),
                ('created_at', models.DateTimeField(verbose_name='发布时间')),
                ('created_by_id', models.BigIntegerField(null=True, verbose_name='发布人编号')),
                ('created_by_name', models.CharField(max_length=100, verbose_name='发布人')),
                ('code', models.CharField(max_length=40, verbose_name='代码')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('data', models.JSONField(verbose_name='内容')),
                ('effective_from', models.DateField(verbose_name='施行日期')),
            ],
            options={
                'verbose_name': '时限方案',
                'verbose_name_plural': '时限方案',
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='pack_version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='pack_one_current')],
            },
        ),
        migrations.CreateModel(
            name='ReasonCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='代码')),
                ('kind', models.CharField(choices=[('transfer', '转接'), ('guide', '告知引导'), ('invalid', '无效'), ('merge', '并单'), ('return', '退单'), ('suspension', '挂起'), ('unresolved', '未解决原因')], max_length=12, verbose_name='用途')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('script', models.TextField(blank=True, verbose_name='话术')),
                ('target_channel', models.CharField(blank=True, max_length=200, verbose_name='引导渠道')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '原因代码',
                'verbose_name_plural': '原因代码',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['transfer', 'guide', 'invalid', 'merge', 'return', 'suspension', 'unresolved'])), name='reason_kind_known'), models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9_]+$')), name='reason_code_form')],
            },
        ),
        migrations.CreateModel(
            name='TopicVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('is_current', models.BooleanField(default=False, verbose_name='现行')),
                ('created_at', models.DateTimeField(verbose_name='发布时间')),
                ('created_by_id', models.BigIntegerField(null=True, verbose_name='发布人编号')),
                ('created_by_name', models.CharField(max_length=100, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '事项分类',
                'verbose_name_plural': '事项分类',
                'constraints': [models.UniqueConstraint(fields=('version',), name='topics_version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='topics_one_current')],
            },
        ),
        migrations.CreateModel(
            name='DutyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic_code', models.CharField(blank=True, max_length=6, verbose_name='事项代码')),
                ('area_code', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('area_stem', models.CharField(blank=True, editable=False, max_length=12)),
                ('legal_basis', models.TextField(blank=True, verbose_name='法律依据')),
                ('assist_units', models.ManyToManyField(related_name='+', to='organisations.unit', verbose_name='协办单位')),
                ('lead_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='主办单位')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='catalogue.dutyversion', verbose_name='版本')),
            ],
            options={
                'verbose_name': '派单目录条目',
                'verbose_name_plural': '派单目录条目',
                'constraints': [models.UniqueConstraint(fields=('version', 'topic_code', 'area_stem'), name='duty_once'), models.CheckConstraint(condition=models.Q(('topic_code', ''), ('area_stem', ''), _negated=True), name='duty_about_something')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.PositiveSmallIntegerField(verbose_name='层级')),
                ('full_name', models.CharField(max_length=190, verbose_name='全称')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.topic', verbose_name='上级')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='catalogue.topicversion', verbose_name='版本')),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='topic_code'), models.UniqueConstraint(fields=('version', 'full_name'), name='topic_name'), models.CheckConstraint(condition=models.Q(('code__regex', '^([0-9]{2}){1,3}$')), name='topic_code_form')],
            },
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
