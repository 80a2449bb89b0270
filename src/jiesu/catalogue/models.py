"""Tables of the catalogue: published versions, which never change, and reason codes, which may."""

from django.db import models
from django.db.models import Q

from jiesu.catalogue.codes import REASON_KIND_LABELS


class Version(models.Model):
    """What all published versions have in common.

    ``digest`` is the SHA-256 of the content: publishing the same again gives the same version. The database
    refuses any change except to ``is_current``, of which there is at most one.
    """

    version = models.PositiveIntegerField("版本")
    note = models.TextField("说明", blank=True)
    digest = models.CharField("内容摘要", max_length=64)
    is_current = models.BooleanField("现行", default=False)
    created_at = models.DateTimeField("发布时间")
    created_by_id = models.BigIntegerField("发布人编号", null=True)
    created_by_name = models.CharField("发布人", max_length=100)

    class Meta:
        abstract = True


class PackVersion(Version):
    """One version of a pack of time limits; ``data`` is what ``pack_json`` writes."""

    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=100)
    data = models.JSONField("内容")
    effective_from = models.DateField("施行日期")

    class Meta:
        verbose_name = verbose_name_plural = "时限方案"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="pack_version"),
            models.UniqueConstraint(
                fields=["is_current"], name="pack_one_current", condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class CalendarVersion(Version):
    """One version of the working calendar.

    ``windows`` is ``[["08:30", "12:00"], …]``; ``exceptions`` is ``{"2026-07-08": false}`` and ``remarks``
    the reason of each; ``known_until`` is the last day for which the exceptions are complete beyond the years
    of the public calendar.
    """

    windows = models.JSONField("工作时段")
    exceptions = models.JSONField("例外日期", default=dict, blank=True)
    remarks = models.JSONField("例外原因", default=dict, blank=True)
    known_until = models.DateField("节假日已知至", null=True, blank=True)
    effective_from = models.DateField("施行日期")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        constraints = [
            models.UniqueConstraint(fields=["version"], name="calendar_version"),
            models.UniqueConstraint(
                fields=["is_current"], name="calendar_one_current", condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"工作日历 v{self.version}"


class TopicVersion(Version):
    """One version of the tree of topics 事项分类."""

    class Meta:
        verbose_name = verbose_name_plural = "事项分类"
        constraints = [
            models.UniqueConstraint(fields=["version"], name="topics_version"),
            models.UniqueConstraint(
                fields=["is_current"], name="topics_one_current", condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"事项分类 v{self.version}"


class Topic(models.Model):
    """A topic of one version: two digits of code a level, ``full_name`` with all levels' names."""

    version = models.ForeignKey(TopicVersion, models.PROTECT, related_name="topics", verbose_name="版本")
    code = models.CharField("代码", max_length=6)
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("层级")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级"
    )
    full_name = models.CharField("全称", max_length=190)

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="topic_code"),
            models.UniqueConstraint(fields=["version", "full_name"], name="topic_name"),
            models.CheckConstraint(name="topic_code_form", condition=Q(code__regex=r"^([0-9]{2}){1,3}$")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.full_name}"


class DutyVersion(Version):
    """One version of the duty catalogue 派单目录."""

    class Meta:
        verbose_name = verbose_name_plural = "派单目录"
        constraints = [
            models.UniqueConstraint(fields=["version"], name="duties_version"),
            models.UniqueConstraint(
                fields=["is_current"], name="duties_one_current", condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"派单目录 v{self.version}"


class DutyEntry(models.Model):
    """Whose duty a topic is in an area: the unit in charge, those that assist, and by which law.

    An empty topic is for whatever no other line is about; an empty area is for everywhere. ``area_stem`` is
    the area's code without the zeros that fill it up, by which areas around an address are found.
    """

    version = models.ForeignKey(DutyVersion, models.PROTECT, related_name="entries", verbose_name="版本")
    topic_code = models.CharField("事项代码", max_length=6, blank=True)
    area_code = models.CharField("区划", max_length=12, blank=True)
    area_stem = models.CharField(max_length=12, blank=True, editable=False)
    lead_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", verbose_name="主办单位"
    )
    assist_units = models.ManyToManyField("organisations.Unit", related_name="+", verbose_name="协办单位")
    legal_basis = models.TextField("法律依据", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "派单目录条目"
        constraints = [
            models.UniqueConstraint(fields=["version", "topic_code", "area_stem"], name="duty_once"),
            models.CheckConstraint(
                name="duty_about_something", condition=~(Q(topic_code="") & Q(area_stem=""))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_code or '*'} @ {self.area_code or '*'}"


class ReasonCode(models.Model):
    """Why something is done to an order, what to say to the citizen, and where they are sent.

    Codes are never removed, only set out of use: old orders name them.
    """

    code = models.CharField("代码", max_length=30, unique=True)
    kind = models.CharField(
        "用途", max_length=12, choices=[(kind.value, label) for kind, label in REASON_KIND_LABELS.items()]
    )
    title = models.CharField("名称", max_length=100)
    script = models.TextField("话术", blank=True)
    target_channel = models.CharField("引导渠道", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "原因代码"
        constraints = [
            models.CheckConstraint(
                name="reason_kind_known", condition=Q(kind__in=[kind.value for kind in REASON_KIND_LABELS])
            ),
            models.CheckConstraint(name="reason_code_form", condition=Q(code__regex=r"^[a-z0-9_]+$")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Notice(models.Model):
    """A notice 公告 to the citizens, shown from one day to another, the last one included."""

    title = models.CharField("标题", max_length=100)
    body = models.TextField("正文")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True, blank=True, help_text="不填则一直显示")
    is_urgent = models.BooleanField("重要", default=False, help_text="在群众门户首页置顶")

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            )
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="notice_by_day")]

    def __str__(self) -> str:
        return self.title
