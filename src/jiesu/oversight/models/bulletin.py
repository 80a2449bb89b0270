"""Bulletins, who has read them, and files handed to discipline inspection."""

from django.db import models
from django.db.models import Q

from jiesu.oversight.bulletins import PERIOD_LABELS, SCOPE_LABELS


class Bulletin(models.Model):
    """A bulletin 通报: what the records of a period say, and what is said about it.

    ``facts`` are the figures and names as they stood when it was composed; ``text`` is what people wrote.
    ``about`` is the unit it is about (a district with all below it, or one unit), null for the whole city.
    """

    title = models.CharField("标题", max_length=120)
    scope = models.CharField("层级", max_length=10, choices=[(k.value, x) for k, x in SCOPE_LABELS.items()])
    period = models.CharField("周期", max_length=10, choices=[(k.value, x) for k, x in PERIOD_LABELS.items()])
    about = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    since = models.DateField("自")
    until = models.DateField("至")
    facts = models.JSONField("数据", default=dict)
    text = models.TextField("正文")
    composed_at = models.DateTimeField("拟稿时间")
    composed_by_id = models.BigIntegerField("拟稿人", null=True)
    composed_by_name = models.CharField("拟稿人姓名", max_length=100)
    number = models.CharField("文号", max_length=24, blank=True)
    issued_at = models.DateTimeField("发布时间", null=True)
    issued_by_id = models.BigIntegerField("发布人", null=True)
    issued_by_name = models.CharField("发布人姓名", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        constraints = [
            models.CheckConstraint(name="bulletin_period", condition=Q(until__gte=models.F("since"))),
            models.UniqueConstraint(fields=["number"], name="bulletin_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.title


class BulletinReceipt(models.Model):
    """A unit to which a bulletin goes, and when it said that it has read it 签阅."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="receipts")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField("签阅时间", null=True)
    acknowledged_by_id = models.BigIntegerField("签阅人", null=True)
    acknowledged_by_name = models.CharField("签阅人姓名", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报签阅"
        constraints = [models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletin_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.unit_id}"


class Handover(models.Model):
    """An order handed to discipline inspection 移送纪检监察; ``key`` names its file in the storage."""

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    recipient = models.CharField("接收机关", max_length=100)
    reason = models.TextField("移送事由")
    handed_at = models.DateTimeField("移送时间")
    handed_by_id = models.BigIntegerField("移送人", null=True)
    handed_by_name = models.CharField("移送人姓名", max_length=100)
    key = models.CharField("文件", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "移送纪检监察"

    def __str__(self) -> str:
        return f"{self.order_id} {self.handed_at:%F %T}"
