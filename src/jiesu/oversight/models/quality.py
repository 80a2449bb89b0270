"""Tables of quality: hints on replies, score forms, samples, inspections, appeals, coaching."""

from django.db import models
from django.db.models import Q

from jiesu.oversight.inspecting import (
    APPEAL_STATE_LABELS,
    INSPECTION_STATE_LABELS,
    SUBJECT_LABELS,
    AppealState,
    FormItem,
    InspectionState,
    Subject,
)
from jiesu.oversight.replies.findings import Band, band_of
from jiesu.oversight.sampling import METHOD_LABELS, PERIOD_LABELS, SPREAD_LABELS


class ReplyHint(models.Model):
    """What the rules say of a reply that was sent 答复质量提示, once for each reply.

    ``findings`` is a list of kinds, each with the words that led to it. ``rules`` is their version.
    """

    reply = models.OneToOneField("workorders.Reply", models.PROTECT, related_name="hint")
    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="reply_hints")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField("答复人", null=True)
    person_name = models.CharField("答复人姓名", max_length=100)
    score = models.PositiveSmallIntegerField("分数")
    is_perfunctory = models.BooleanField("敷衍")
    findings = models.JSONField("提示", default=list)
    rules = models.PositiveSmallIntegerField("规则版本")
    noted_at = models.DateTimeField("提示时间")

    class Meta:
        verbose_name = verbose_name_plural = "答复质量提示"
        indexes = [
            models.Index(fields=["-noted_at", "-id"], name="hint_by_time"),
            models.Index(fields=["unit", "-noted_at"], name="hint_by_unit"),
            models.Index(
                fields=["-noted_at", "-id"], name="hint_perfunctory", condition=Q(is_perfunctory=True)
            ),
            models.Index(fields=["-noted_at", "-id"], name="hint_weak", condition=Q(score__lt=60)),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.score}"

    @property
    def band(self) -> Band:
        """Where the score lies."""
        return band_of(self.score)


class ScoreForm(models.Model):
    """One version of a score form 质检评分表; a version that was published is never changed."""

    code = models.SlugField("代码", max_length=40)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=60)
    subject = models.CharField(
        "对象", max_length=10, choices=[(s.value, x) for s, x in SUBJECT_LABELS.items()]
    )
    pass_mark = models.PositiveSmallIntegerField("合格分")
    is_current = models.BooleanField("现行", default=True)
    published_at = models.DateTimeField("发布时间")
    published_by_name = models.CharField("发布人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "质检评分表"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="score_form_numbered"),
            models.UniqueConstraint(fields=["code"], name="score_form_current", condition=Q(is_current=True)),
            models.CheckConstraint(
                name="score_form_pass_mark", condition=Q(pass_mark__gte=1, pass_mark__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class ScoreItem(models.Model):
    """One item of a version of a score form 评分项; fatal ones 一票否决 have no points."""

    form = models.ForeignKey(ScoreForm, models.PROTECT, related_name="items", db_index=False)
    code = models.SlugField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    points = models.PositiveSmallIntegerField("分值")
    is_fatal = models.BooleanField("一票否决")
    guidance = models.CharField("扣分说明", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("序号")

    class Meta:
        verbose_name = verbose_name_plural = "评分项"
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="score_item_once"),
            models.CheckConstraint(
                name="score_item_fatal_has_no_points",
                condition=Q(is_fatal=True, points=0) | Q(is_fatal=False, points__gte=1, points__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def rule(self) -> FormItem:
        """The item as the rules know it."""
        return FormItem(
            code=self.code,
            label=self.label,
            points=self.points,
            is_fatal=self.is_fatal,
            guidance=self.guidance,
        )


class SamplingPlan(models.Model):
    """What is drawn how often 抽样方案; ``double_percent`` of it is scored twice, blind."""

    name = models.CharField("名称", max_length=60, unique=True)
    form_code = models.SlugField("评分表", max_length=40)
    method = models.CharField("方式", max_length=10, choices=[(m.value, x) for m, x in METHOD_LABELS.items()])
    spread = models.CharField("范围", max_length=10, choices=[(s.value, x) for s, x in SPREAD_LABELS.items()])
    size = models.PositiveSmallIntegerField("数量")
    period = models.CharField("周期", max_length=10, choices=[(p.value, x) for p, x in PERIOD_LABELS.items()])
    double_percent = models.PositiveSmallIntegerField("双人评分占比", default=10)
    is_active = models.BooleanField("启用", default=True)
    made_at = models.DateTimeField("建立时间")
    made_by_name = models.CharField("建立人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "抽样方案"
        constraints = [
            models.CheckConstraint(name="sampling_size", condition=Q(size__gte=1, size__lte=1000)),
            models.CheckConstraint(name="sampling_double", condition=Q(double_percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


class SamplingRun(models.Model):
    """One drawing of a plan 抽样批次: its period, its seed, how many there were and how many were drawn."""

    plan = models.ForeignKey(SamplingPlan, models.PROTECT, related_name="runs", db_index=False)
    key = models.CharField("期次", max_length=20)
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    seed = models.BigIntegerField("随机种子")
    population = models.PositiveIntegerField("总体")
    drawn = models.PositiveIntegerField("抽取")
    at = models.DateTimeField("抽样时间")

    class Meta:
        verbose_name = verbose_name_plural = "抽样批次"
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="sampling_run_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key}"


class Inspection(models.Model):
    """A task of inspection 质检任务 and what came of it.

    ``person_*`` is who is scored. A second one of the same thing (``is_second``) is for calibration only: it
    counts in nobody's results and neither inspector knows of the other. ``risks`` says why it was drawn.
    """

    run = models.ForeignKey(SamplingRun, models.PROTECT, related_name="inspections", db_index=False)
    form = models.ForeignKey(ScoreForm, models.PROTECT, related_name="+")
    subject = models.CharField(
        "对象", max_length=10, choices=[(s.value, x) for s, x in SUBJECT_LABELS.items()]
    )
    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, null=True, related_name="inspections")
    reply = models.ForeignKey("workorders.Reply", models.PROTECT, null=True, related_name="+", db_index=False)
    recording = models.ForeignKey(
        "telephony.Recording", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person_id = models.BigIntegerField("被评人")
    person_name = models.CharField("被评人姓名", max_length=100)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    inspector_id = models.BigIntegerField("质检员", null=True)
    inspector_name = models.CharField("质检员姓名", max_length=100, blank=True)
    is_second = models.BooleanField("双人评分之二", default=False)
    risks = models.JSONField("抽取原因", default=list)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, x) for s, x in INSPECTION_STATE_LABELS.items()],
        default=InspectionState.WAITING,
    )
    score = models.PositiveSmallIntegerField("得分", null=True)
    is_fatal = models.BooleanField("一票否决", default=False)
    is_passed = models.BooleanField("合格", null=True)
    note = models.TextField("评语", blank=True)
    assigned_at = models.DateTimeField("派发时间")
    scored_at = models.DateTimeField("评分时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "质检任务"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "order", "reply", "recording", "is_second"],
                name="inspection_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="inspection_scored_or_waiting",
                condition=Q(
                    state="waiting", score__isnull=True, scored_at__isnull=True, is_passed__isnull=True
                )
                | (
                    ~Q(state="waiting")
                    & Q(score__isnull=False, scored_at__isnull=False, is_passed__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="inspection_not_by_oneself",
                condition=Q(inspector_id__isnull=True) | ~Q(inspector_id=models.F("person_id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["inspector_id", "assigned_at", "id"],
                name="inspection_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["-assigned_at", "-id"], name="inspection_by_time"),
            models.Index(
                fields=["-scored_at", "-id"], name="inspection_scored", condition=Q(scored_at__isnull=False)
            ),
            models.Index(fields=["person_id", "-scored_at"], name="inspection_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its score."""
        return self.state == InspectionState.WAITING

    @property
    def kind(self) -> Subject:
        """What is inspected."""
        return Subject(self.subject)


class InspectionMark(models.Model):
    """What was taken off for one item 扣分, and why; for a fatal item 1."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="marks", db_index=False)
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="+")
    lost = models.PositiveSmallIntegerField("扣分")
    comment = models.CharField("原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "扣分"
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.item_id} -{self.lost}"


class ScoreAppeal(models.Model):
    """An appeal by the person scored 质检申诉, one for each inspection, decided by somebody else."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="appeal")
    reason = models.TextField("申诉理由")
    asked_at = models.DateTimeField("申诉时间")
    score_before = models.PositiveSmallIntegerField("原得分")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, x) for s, x in APPEAL_STATE_LABELS.items()],
        default=AppealState.PENDING,
    )
    decision = models.TextField("裁定意见", blank=True)
    decided_at = models.DateTimeField("裁定时间", null=True)
    decided_by_id = models.BigIntegerField("裁定人", null=True)
    decided_by_name = models.CharField("裁定人姓名", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "质检申诉"
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_has_decision",
                condition=Q(state="pending", decided_at__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False) & ~Q(decision="")),
            )
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="appeal_pending", condition=Q(state="pending"))
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.state}"


class Coaching(models.Model):
    """Somebody who lost points on one item again and again 辅导, until somebody has helped them."""

    person_id = models.BigIntegerField("人员")
    person_name = models.CharField("姓名", max_length=100)
    form_code = models.SlugField("评分表", max_length=40, db_index=False)
    item_code = models.SlugField("评分项", max_length=40, db_index=False)
    item_label = models.CharField("评分项名称", max_length=60)
    times = models.PositiveSmallIntegerField("扣分次数")
    lost = models.PositiveSmallIntegerField("共扣")
    opened_at = models.DateTimeField("列入时间")
    counted_at = models.DateTimeField("最近扣分")
    done_at = models.DateTimeField("辅导时间", null=True)
    done_by_name = models.CharField("辅导人", max_length=100, blank=True)
    note = models.TextField("辅导情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "辅导"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "form_code", "item_code"],
                name="coaching_open_once",
                condition=Q(done_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="coaching_by_time")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.item_label}"
