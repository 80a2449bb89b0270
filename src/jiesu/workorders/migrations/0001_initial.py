"""Orders and what belongs to them, with what Django's models cannot say: history that stays as it was written."""

import django.contrib.postgres.fields
import django.db.models.deletion
import jiesu.core.fields
from django.db import migrations, models

GUARD = """
CREATE TRIGGER workorders_timelineevent_is_append_only BEFORE UPDATE OR DELETE ON workorders_timelineevent
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER workorders_timelineevent_is_not_emptied BEFORE TRUNCATE ON workorders_timelineevent
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER workorders_workorder_is_kept BEFORE DELETE ON workorders_workorder
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER workorders_workorder_keeps_its_number BEFORE UPDATE OF number ON workorders_workorder
    FOR EACH ROW WHEN (OLD.number IS DISTINCT FROM NEW.number) EXECUTE FUNCTION core_refuse_change();
"""
DROP_GUARD = """
DROP TRIGGER workorders_timelineevent_is_append_only ON workorders_timelineevent;
DROP TRIGGER workorders_timelineevent_is_not_emptied ON workorders_timelineevent;
DROP TRIGGER workorders_workorder_is_kept ON workorders_workorder;
DROP TRIGGER workorders_workorder_keeps_its_number ON workorders_workorder;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(max_length=60, verbose_name="单位路径")),
                (
                    "kind",
                    models.CharField(
                        choices=[("lead", "主办"), ("assist", "协办"), ("child", "下派")],
                        max_length=8,
                        verbose_name="份额",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending_sign", "待签收"),
                            ("handling", "办理中"),
                            ("return_requested", "申请退单"),
                            ("replied", "已反馈"),
                            ("accepted", "已采纳"),
                            ("returned", "已退回"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("previous_state", models.CharField(blank=True, max_length=20, verbose_name="申请前状态")),
                ("is_current", models.BooleanField(default=True, verbose_name="现行")),
                ("instructions", models.TextField(blank=True, verbose_name="交办意见")),
                ("legal_basis", models.TextField(blank=True, verbose_name="派单依据")),
                ("assigned_at", models.DateTimeField(verbose_name="交办时间")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                ("contacted_at", models.DateTimeField(null=True, verbose_name="首次联系")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="反馈时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("due_at", models.DateTimeField(null=True, verbose_name="办理期限")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="workorders.assignment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "承办",
                "verbose_name_plural": "承办",
            },
        ),
        migrations.CreateModel(
            name="Citizen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone_hash", models.CharField(max_length=32, null=True, verbose_name="电话指纹")),
                ("name_hash", models.CharField(blank=True, max_length=32, verbose_name="姓名指纹")),
                ("phone", jiesu.core.fields.SealedTextField(blank=True, verbose_name="电话")),
                ("name", jiesu.core.fields.SealedTextField(blank=True, verbose_name="姓名")),
                ("gender", models.CharField(blank=True, max_length=1, verbose_name="性别")),
                ("identity", jiesu.core.fields.SealedTextField(blank=True, verbose_name="身份证号")),
                ("identity_hash", models.CharField(blank=True, max_length=32, verbose_name="身份证指纹")),
                ("email", jiesu.core.fields.SealedTextField(blank=True, verbose_name="邮箱")),
                ("address", jiesu.core.fields.SealedTextField(blank=True, verbose_name="住址")),
                ("first_seen_at", models.DateTimeField(verbose_name="首次来电")),
                ("last_seen_at", models.DateTimeField(verbose_name="最近来电")),
            ],
            options={
                "verbose_name": "诉求人",
                "verbose_name_plural": "诉求人",
                "indexes": [
                    models.Index(
                        condition=models.Q(("identity_hash", ""), _negated=True),
                        fields=["identity_hash"],
                        name="citizen_identity",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("phone_hash", "name_hash"), name="citizen_once"),
                    models.CheckConstraint(
                        condition=models.Q(("phone_hash", ""), _negated=True),
                        name="citizen_phone_known_by_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handling", models.TextField(verbose_name="办理情况")),
                ("public_answer", models.TextField(blank=True, verbose_name="公开答复")),
                ("facts_confirmed", models.BooleanField(null=True, verbose_name="诉求属实")),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[("resolved", "已解决"), ("partly", "部分解决"), ("unresolved", "未解决")],
                        max_length=12,
                        verbose_name="解决情况",
                    ),
                ),
                ("unresolved_reason", models.TextField(blank=True, verbose_name="未解决原因")),
                ("created_at", models.DateTimeField(verbose_name="反馈时间")),
                ("created_by_id", models.BigIntegerField(null=True, verbose_name="反馈人")),
                ("created_by_name", models.CharField(max_length=100, verbose_name="反馈人姓名")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="workorders.assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈",
                "verbose_name_plural": "反馈",
            },
        ),
        migrations.CreateModel(
            name="WorkOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, verbose_name="工单编号")),
                ("query_hash", models.CharField(max_length=32, verbose_name="查询码指纹")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "登记中"),
                            ("pending_dispatch", "待派单"),
                            ("pending_sign", "待签收"),
                            ("return_requested", "退单申请中"),
                            ("conference", "疑难会商"),
                            ("handling", "办理中"),
                            ("suspended", "已挂起"),
                            ("pending_approval", "待审签"),
                            ("pending_review", "待审核"),
                            ("pending_callback", "待回访"),
                            ("closed", "已办结"),
                            ("direct_answered", "直接答复"),
                            ("transferred", "已转接"),
                            ("guided", "已引导"),
                            ("invalid", "无效诉求"),
                            ("merged", "已并单"),
                            ("withdrawn", "已撤诉"),
                            ("archived", "已归档"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("consultation", "咨询"),
                            ("help", "求助"),
                            ("complaint", "投诉"),
                            ("report", "举报"),
                            ("suggestion", "建议"),
                            ("praise", "表扬"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="诉求类型",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("urgent", "紧急"), ("critical", "特急")],
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "电话"),
                            ("web", "网站"),
                            ("wechat", "微信"),
                            ("weibo", "微博"),
                            ("app", "APP/小程序"),
                            ("mail", "邮件"),
                            ("sms", "短信"),
                            ("mayor_mailbox", "市长信箱"),
                            ("video", "视频监控"),
                            ("collector", "监督员上报"),
                            ("province", "省12345流转"),
                            ("rating", "好差评"),
                            ("police_110", "110移交"),
                            ("people_board", "人民网留言板"),
                            ("supervision", "互联网+督查"),
                            ("letter", "来信"),
                            ("visit", "来访"),
                            ("api", "接口"),
                            ("import", "批量导入"),
                        ],
                        max_length=16,
                        verbose_name="受理渠道",
                    ),
                ),
                ("topic_code", models.CharField(blank=True, max_length=12, verbose_name="事项分类")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("content", models.TextField(verbose_name="诉求内容")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="事发地址")),
                ("area_code", models.CharField(blank=True, max_length=12, verbose_name="区划")),
                ("cell_code", models.CharField(blank=True, max_length=15, verbose_name="网格")),
                ("lon", models.FloatField(null=True, verbose_name="经度")),
                ("lat", models.FloatField(null=True, verbose_name="纬度")),
                ("occurred_at", models.DateTimeField(null=True, verbose_name="事发时间")),
                ("is_confidential", models.BooleanField(default=False, verbose_name="保密")),
                ("is_public", models.BooleanField(default=False, verbose_name="可公开")),
                ("public_answer", models.TextField(blank=True, verbose_name="公开答复")),
                ("reason_code", models.CharField(blank=True, max_length=30, verbose_name="处置原因")),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                ("registered_by_id", models.BigIntegerField(null=True, verbose_name="登记人")),
                ("dispatched_at", models.DateTimeField(null=True, verbose_name="首次派单")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ("due_at", models.DateTimeField(null=True, verbose_name="办理期限")),
                ("return_forbidden", models.BooleanField(default=False, verbose_name="禁止退回")),
                ("return_count", models.PositiveSmallIntegerField(default=0, verbose_name="退单次数")),
                ("extension_count", models.PositiveSmallIntegerField(default=0, verbose_name="延期次数")),
                ("send_back_count", models.PositiveSmallIntegerField(default=0, verbose_name="退回重办次数")),
                ("rework_count", models.PositiveSmallIntegerField(default=0, verbose_name="重办次数")),
                (
                    "reopen_count",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="重新打开次数"),
                ),
                ("is_problem", models.BooleanField(default=False, verbose_name="问题工单")),
                ("is_excluded", models.BooleanField(default=False, verbose_name="剔除考核")),
                (
                    "pending_applications",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="待决申请",
                    ),
                ),
                ("callback_attempts", models.PositiveSmallIntegerField(default=0, verbose_name="回访次数")),
                (
                    "first_satisfaction",
                    models.CharField(blank=True, max_length=20, verbose_name="首次满意度"),
                ),
                (
                    "final_satisfaction",
                    models.CharField(blank=True, max_length=20, verbose_name="最终满意度"),
                ),
                ("final_resolution", models.CharField(blank=True, max_length=12, verbose_name="解决情况")),
                ("callback_round", models.CharField(blank=True, max_length=12, verbose_name="本轮回访结论")),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.calendarversion",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="workorders.citizen",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="workorders.workorder",
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.packversion",
                    ),
                ),
                (
                    "topic_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.topicversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单",
                "verbose_name_plural": "工单",
            },
        ),
        migrations.CreateModel(
            name="TimelineEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField(verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("save_draft", "暂存"),
                            ("register", "登记"),
                            ("amend", "更正"),
                            ("annotate", "备注"),
                            ("attach", "上传附件"),
                            ("answer_directly", "直接答复"),
                            ("transfer", "转接"),
                            ("guide", "告知引导"),
                            ("invalidate", "标记无效"),
                            ("merge", "并单"),
                            ("withdraw", "诉求人撤回"),
                            ("dispatch", "派单"),
                            ("redispatch", "改派"),
                            ("sign", "签收"),
                            ("request_return", "申请退单"),
                            ("approve_return", "同意退单"),
                            ("refuse_return", "驳回退单"),
                            ("object", "派单异议"),
                            ("convene", "提交会商"),
                            ("assign_lead", "会商指定主办"),
                            ("delegate", "下派"),
                            ("withdraw_share", "撤回分派"),
                            ("contact", "首次联系"),
                            ("reply", "反馈"),
                            ("collect", "采纳反馈"),
                            ("approve_reply", "审签通过"),
                            ("reject_reply", "审签退回"),
                            ("review", "审核通过"),
                            ("send_back", "退回重办"),
                            ("apply_extension", "申请延期"),
                            ("approve_extension", "批准延期"),
                            ("refuse_extension", "驳回延期"),
                            ("apply_suspension", "申请挂起"),
                            ("approve_suspension", "批准挂起"),
                            ("refuse_suspension", "驳回挂起"),
                            ("review_suspension", "复核挂起"),
                            ("resume", "恢复办理"),
                            ("apply_final_answer", "申请最终答复"),
                            ("approve_final_answer", "认定最终答复"),
                            ("refuse_final_answer", "驳回最终答复"),
                            ("apply_exclusion", "申请剔除考核"),
                            ("approve_exclusion", "同意剔除考核"),
                            ("refuse_exclusion", "驳回剔除考核"),
                            ("record_callback", "记录回访"),
                            ("rework", "发回重办"),
                            ("close", "办结"),
                            ("archive", "归档"),
                            ("reopen", "重新打开"),
                        ],
                        max_length=24,
                        verbose_name="动作",
                    ),
                ),
                ("from_state", models.CharField(blank=True, max_length=20, verbose_name="原状态")),
                ("to_state", models.CharField(max_length=20, verbose_name="新状态")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="经办人")),
                ("actor_name", models.CharField(max_length=100, verbose_name="经办人姓名")),
                ("unit_id", models.BigIntegerField(null=True, verbose_name="经办单位")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("data", models.JSONField(default=dict, verbose_name="数据")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "public"), ("unit", "unit"), ("internal", "internal")],
                        max_length=8,
                        verbose_name="可见",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timeline",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "流转记录",
                "verbose_name_plural": "流转记录",
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="时限")),
                ("amount", models.DecimalField(decimal_places=3, max_digits=8, verbose_name="数量")),
                ("measure", models.CharField(max_length=16, verbose_name="单位")),
                ("state", models.CharField(default="running", max_length=10, verbose_name="状态")),
                ("started_at", models.DateTimeField(verbose_name="开始")),
                ("due_at", models.DateTimeField(verbose_name="到期")),
                ("warn_at", models.DateTimeField(null=True, verbose_name="预警")),
                ("base_due_at", models.DateTimeField(null=True, verbose_name="延期前到期")),
                ("paused_at", models.DateTimeField(null=True, verbose_name="暂停")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="停止")),
                ("warned_at", models.DateTimeField(null=True, verbose_name="已预警")),
                ("overdue_at", models.DateTimeField(null=True, verbose_name="已超期")),
                ("next_check_at", models.DateTimeField(null=True, verbose_name="下次检查")),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="workorders.assignment",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "时限",
                "verbose_name_plural": "时限",
            },
        ),
        migrations.CreateModel(
            name="CallbackRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                ("attempt", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("reached", models.BooleanField(verbose_name="接通")),
                ("contacted", models.BooleanField(null=True, verbose_name="单位是否联系")),
                ("truthful", models.BooleanField(null=True, verbose_name="办理是否属实")),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[("resolved", "已解决"), ("partly", "部分解决"), ("unresolved", "未解决")],
                        max_length=12,
                        verbose_name="是否解决",
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("very_satisfied", "非常满意"),
                            ("satisfied", "满意"),
                            ("fair", "基本满意"),
                            ("dissatisfied", "不满意"),
                            ("very_dissatisfied", "非常不满意"),
                        ],
                        max_length=20,
                        verbose_name="是否满意",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="不满意原因")),
                ("unit_at_fault", models.BooleanField(null=True, verbose_name="承办单位原因")),
                ("at", models.DateTimeField(verbose_name="回访时间")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="回访员")),
                ("by_name", models.CharField(max_length=100, verbose_name="回访员姓名")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="callbacks",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "回访",
                "verbose_name_plural": "回访",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True, verbose_name="存储名")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("content_type", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "public"), ("unit", "unit"), ("internal", "internal")],
                        max_length=8,
                        verbose_name="可见",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ("uploaded_by_id", models.BigIntegerField(null=True, verbose_name="上传人")),
                ("uploaded_by_name", models.CharField(max_length=100, verbose_name="上传人姓名")),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="workorders.assignment",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="workorders.workorder",
            ),
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("return", "退单"),
                            ("extension", "延期"),
                            ("suspension", "挂起"),
                            ("final_answer", "最终答复"),
                            ("exclusion", "剔除考核"),
                        ],
                        max_length=20,
                        verbose_name="申请",
                    ),
                ),
                ("state", models.CharField(default="pending", max_length=10, verbose_name="状态")),
                ("reason_code", models.CharField(blank=True, max_length=30, verbose_name="原因")),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked", models.JSONField(default=dict, verbose_name="申请内容")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("asked_by_id", models.BigIntegerField(null=True, verbose_name="申请人")),
                ("asked_by_name", models.CharField(max_length=100, verbose_name="申请人姓名")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                ("decided_by_id", models.BigIntegerField(null=True, verbose_name="决定人")),
                ("decided_by_name", models.CharField(blank=True, max_length=100, verbose_name="决定人姓名")),
                ("decision", models.TextField(blank=True, verbose_name="决定理由")),
                ("granted", models.JSONField(default=dict, verbose_name="批准内容")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="workorders.assignment",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请",
                "verbose_name_plural": "申请",
            },
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(fields=["state", "-registered_at", "-id"], name="order_by_state"),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(fields=["-registered_at", "-id"], name="order_by_time"),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                fields=["topic_code", "-registered_at"],
                name="order_by_topic",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                fields=["area_code", "-registered_at"],
                name="order_by_area",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="order_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                condition=models.Q(("registered_by_id__isnull", False)),
                fields=["registered_by_id", "-registered_at"],
                name="order_by_registrar",
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="order_by_main",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(
                fields=("number",), name="order_number_once", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "pending_dispatch",
                            "pending_sign",
                            "return_requested",
                            "conference",
                            "handling",
                            "suspended",
                            "pending_approval",
                            "pending_review",
                            "pending_callback",
                            "closed",
                            "direct_answered",
                            "transferred",
                            "guided",
                            "invalid",
                            "merged",
                            "withdrawn",
                            "archived",
                        ],
                    )
                ),
                name="order_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "merged"), _negated=True),
                    ("merged_into__isnull", False),
                    _connector="OR",
                ),
                name="order_merged_has_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="order_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_confidential", False), ("is_public", False), _connector="OR"),
                name="order_confidential_is_not_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.UniqueConstraint(fields=("order", "seq"), name="timeline_numbered"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("next_check_at__isnull", False)),
                fields=["next_check_at", "id"],
                name="deadline_sweep",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "paused", "met", "missed", "cancelled"])),
                name="deadline_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "running"), ("next_check_at__isnull", True), _connector="OR"),
                name="deadline_ended_is_not_watched",
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackrecord",
            constraint=models.UniqueConstraint(
                fields=("order", "round", "attempt"), name="callback_numbered"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(
                    ("is_current", True),
                    ("state__in", ["handling", "pending_sign", "replied", "return_requested"]),
                ),
                fields=["unit", "due_at", "id"],
                name="share_worklist",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["unit_path"],
                include=("order", "is_current"),
                name="share_scope",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True), ("kind", "lead")), fields=("order",), name="one_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("order", "unit", "parent"),
                name="one_share_a_unit",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "pending_sign",
                            "handling",
                            "return_requested",
                            "replied",
                            "accepted",
                            "returned",
                            "withdrawn",
                        ],
                    )
                ),
                name="share_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "child"), ("parent__isnull", False)),
                    models.Q(models.Q(("kind", "child"), _negated=True), ("parent__isnull", True)),
                    _connector="OR",
                ),
                name="child_has_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("assignment", "kind"),
                name="one_pending_application",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "approved", "refused", "lapsed"])),
                name="application_state_known",
            ),
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
