"""Tables of the core: the journal of events, receipts of delivery, the audit log, number bases, counts."""

from django.db import models


class JournalEntry(models.Model):
    """One published event; the journal feeds exchange, analysis and audit and can be replayed."""

    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()
    payload = models.JSONField()

    class Meta:
        verbose_name = "事件日志"
        indexes = [models.Index(fields=["subject", "id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.pk} {self.name} {self.subject}"


class Receipt(models.Model):
    """A subscriber's note that it has dealt with an event; makes delivery count once."""

    entry = models.ForeignKey(
        JournalEntry, on_delete=models.CASCADE, db_index=False
    )  # the constraint has one
    subscriber = models.CharField(max_length=200)

    class Meta:
        verbose_name = "事件签收"
        constraints = [models.UniqueConstraint(fields=["entry", "subscriber"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} #{self.entry_id}"


class AuditEntry(models.Model):
    """Who saw or exported or changed what, when and why; the database refuses changes to it."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "审计记录"
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
            models.Index(fields=["action", "at"], name="audit_action"),
            models.Index(fields=["subject", "at"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor_name} {self.action} {self.subject}"


class NumberBase(models.Model):
    """Where the global sequence stood when a series (a day of a region) gave its first number."""

    series = models.CharField(max_length=40, primary_key=True)
    base = models.BigIntegerField()

    class Meta:
        verbose_name = "编号起点"

    def __str__(self) -> str:
        return f"{self.series} > {self.base}"


class Tally(models.Model):
    """How often something was done since a moment, under a key that names nobody; see ``limits``."""

    key = models.CharField(max_length=80, primary_key=True)
    since = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name = "计数"

    def __str__(self) -> str:
        return f"{self.key} {self.times}"
