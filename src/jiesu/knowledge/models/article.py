"""Articles, their versions and their history."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from jiesu.knowledge.contents import CONTENT_LABELS as LABELS
from jiesu.knowledge.contents import Content, LegalBasis
from jiesu.knowledge.states import LIVE, STATE_LABELS, VERB_LABELS, WORKING, ArticleState
from jiesu.organisations.actors import Actor

_LIVE = sorted(state.value for state in LIVE)
_WORKING = sorted(state.value for state in WORKING)


class Article(models.Model):
    """One question with one answer, kept by one unit; what it says stands in its versions.

    ``uses`` counts how often it served as an answer, ``complaints`` how often an order that cited it ended
    with a dissatisfied citizen.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    owner = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="维护单位")
    uses = models.PositiveIntegerField("引用次数", default=0)
    complaints = models.PositiveIntegerField("引发不满", default=0)
    created_at = models.DateTimeField("建立时间")
    created_by_id = models.BigIntegerField("建立人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识"
        indexes = [models.Index(fields=["-uses", "id"], name="article_popular")]

    def __str__(self) -> str:
        return self.number


class VersionQuerySet(models.QuerySet["ArticleVersion"]):
    """Named filters of versions."""

    def live(self) -> Self:
        """Those that answers are given from."""
        return self.filter(state__in=_LIVE)

    def working(self) -> Self:
        """Those on their way to being published."""
        return self.filter(state__in=_WORKING)

    def visible_to(self, actor: Actor) -> Self:
        """What a person may read: everything live, and what is being written within reach."""
        if actor.is_system or actor.is_centre:
            return self
        within = Q(state__in=_LIVE)
        for path in actor.unit_paths:
            within |= Q(article__owner__path__startswith=path)
        return self.filter(within)


class ArticleVersion(models.Model):
    """What an article says, or said, in one version; the fields are those of ``contents.Content``.

    ``basis`` is ``[["道路交通安全法", "第三十八条", null], …]``, the last being the day it ends.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions", verbose_name="知识")
    version = models.PositiveIntegerField("版本")
    state = models.CharField(
        "状态", max_length=12, choices=[(s.value, label) for s, label in STATE_LABELS.items()]
    )
    question = models.CharField(LABELS["question"], max_length=200)
    askings = ArrayField(
        models.CharField(max_length=200), verbose_name=LABELS["askings"], default=list, blank=True
    )
    topic_code = models.CharField(LABELS["topic_code"], max_length=12, blank=True)
    areas = ArrayField(
        models.CharField(max_length=12), verbose_name=LABELS["areas"], default=list, blank=True
    )
    valid_from = models.DateField(LABELS["valid_from"], null=True, blank=True)
    valid_until = models.DateField(LABELS["valid_until"], null=True, blank=True)
    review_by = models.DateField(LABELS["review_by"], null=True, blank=True)
    spoken = models.CharField(LABELS["spoken"], max_length=400, blank=True)
    answer = models.TextField(LABELS["answer"], blank=True)
    materials = models.TextField(LABELS["materials"], blank=True)
    place = models.TextField(LABELS["place"], blank=True)
    duration = models.CharField(LABELS["duration"], max_length=200, blank=True)
    fees = models.CharField(LABELS["fees"], max_length=200, blank=True)
    basis = models.JSONField(LABELS["basis"], default=list, blank=True)
    links = ArrayField(
        models.URLField(max_length=500), verbose_name=LABELS["links"], default=list, blank=True
    )
    author_id = models.BigIntegerField("编写人", null=True)
    author_name = models.CharField("编写人姓名", max_length=100)
    created_at = models.DateTimeField("建立时间")
    changed_at = models.DateTimeField("最近变动")
    published_at = models.DateTimeField("发布时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    reminders = models.PositiveSmallIntegerField("催复核次数", default=0, db_default=0)
    reminded_at = models.DateTimeField("最近催复核", null=True)

    objects: ClassVar[models.Manager["ArticleVersion"]] = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识版本"
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="version_numbered"),
            models.UniqueConstraint(
                fields=["article"], name="version_one_live", condition=Q(state__in=_LIVE)
            ),
            models.UniqueConstraint(
                fields=["article"], name="version_one_working", condition=Q(state__in=_WORKING)
            ),
            models.CheckConstraint(
                name="version_ends_after_start",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="version_live_is_published",
                condition=~Q(state__in=_LIVE)
                | Q(published_at__isnull=False, review_by__isnull=False, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="version_state", condition=Q(state__in=[state.value for state in ArticleState])
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="version_queue"),
            models.Index(fields=["review_by"], name="version_due", condition=Q(state__in=_LIVE)),
            models.Index(fields=["topic_code"], name="version_topic", condition=Q(state__in=_LIVE)),
            GinIndex(fields=["areas"], name="version_areas"),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.version}"

    @property
    def content(self) -> Content:
        """What it says."""
        return Content(
            question=self.question,
            askings=tuple(self.askings),
            topic_code=self.topic_code,
            areas=tuple(self.areas),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            review_by=self.review_by,
            spoken=self.spoken,
            answer=self.answer,
            materials=self.materials,
            place=self.place,
            duration=self.duration,
            fees=self.fees,
            basis=tuple(_basis(entry) for entry in self.basis),
            links=tuple(self.links),
        )

    @property
    def public_files(self) -> models.QuerySet[Any]:
        """The files that citizens may have."""
        files: models.QuerySet[Any] = self.files.filter(is_public=True).order_by("uploaded_at", "pk")
        return files

    def say(self, content: Content) -> None:
        """Take over what it says."""
        for name in LABELS:
            value: Any = getattr(content, name)
            setattr(self, name, list(value) if isinstance(value, tuple) else value)
        self.basis = [
            [entry.title, entry.article, entry.ends_on.isoformat() if entry.ends_on else None]
            for entry in content.basis
        ]


def _basis(entry: list[Any]) -> LegalBasis:
    title, article, ends = entry
    return LegalBasis(title=title, article=article, ends_on=date.fromisoformat(ends) if ends else None)


class ArticleEvent(models.Model):
    """One line of an article's history: who did what to which version, when; never changed."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="history", db_index=False)
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=12, choices=[(v.value, x) for v, x in VERB_LABELS.items()])
    from_state = models.CharField("原状态", max_length=12, blank=True)
    to_state = models.CharField("新状态", max_length=12)
    actor_id = models.BigIntegerField("经办人", null=True)
    actor_name = models.CharField("经办人姓名", max_length=100)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识流转记录"
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="article_event_numbered")]

    def __str__(self) -> str:
        return f"{self.version_id}#{self.seq} {self.verb}"
