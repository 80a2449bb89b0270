"""Tables of the organisations: units and posts."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length, Replace

from jiesu.core.fields import SealedTextField
from jiesu.organisations.actors import Actor
from jiesu.organisations.units import CENTRE_LEVEL, LEVEL_LABELS, UNIT_KIND_LABELS


class UnitQuerySet(models.QuerySet["Unit"]):
    """Named filters of units."""

    def active(self) -> Self:
        """Units that take part in the service now."""
        return self.filter(is_active=True)

    def within(self, path: str) -> Self:
        """The unit with this path and everything below it: one indexed prefix."""
        return self.filter(path__startswith=path)

    def visible_to(self, actor: Actor) -> Self:
        """The person's own units and those below them."""
        if actor.is_system:
            return self
        scope = Q(pk__in=[])
        for path in actor.unit_paths:
            scope |= Q(path__startswith=path)
        return self.filter(scope)


class Unit(models.Model):
    """A body that answers appeals, at one of four levels: 中心, 二级, 三级, 四级单位.

    ``path`` is the way from the centre in padded keys, such as ``0001.0007.``; ``parent_path`` is derived
    from it by the database, which refuses a path that does not continue the parent's and a level that is not
    the path's depth. ``working_hours`` is a list of pairs ``["08:30", "12:00"]``, or null for the calendar's
    own hours.
    """

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    level = models.PositiveSmallIntegerField("层级", choices=list(LEVEL_LABELS.items()))
    kind = models.CharField(
        "类型", max_length=12, choices=[(k.value, x) for k, x in UNIT_KIND_LABELS.items()]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=60)
    parent_path = models.GeneratedField(
        expression=Func(F("path"), Value(r"[^.]+\.$"), Value(""), function="regexp_replace"),
        output_field=models.TextField(),
        db_persist=True,
    )
    area_code = models.CharField("区划", max_length=12, blank=True)
    liaison_name = models.CharField("联络员", max_length=40, blank=True)
    liaison_phone = SealedTextField("联络员电话", blank=True, default="")
    approving_leader = models.CharField("分管领导", max_length=40, blank=True)
    duty_phone = models.CharField("值班电话", max_length=40, blank=True)
    working_hours = models.JSONField("工作时间", null=True, blank=True)
    responsibilities = models.TextField("职责", blank=True)
    is_active = models.BooleanField("启用", default=True)

    objects: ClassVar[models.Manager["Unit"]] = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.CheckConstraint(name="unit_level", condition=Q(level__in=list(LEVEL_LABELS))),
            models.CheckConstraint(
                name="unit_centre_has_no_parent",
                condition=Q(level=CENTRE_LEVEL, parent__isnull=True)
                | Q(level__gt=CENTRE_LEVEL, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="unit_level_is_depth",
                condition=Q(level=Length("path") - Length(Replace("path", Value("."), Value("")))),
            ),
            models.CheckConstraint(name="unit_path_form", condition=Q(path__regex=r"^([0-9]{4,}\.)+$")),
            models.CheckConstraint(
                name="unit_centre_is_active", condition=Q(level__gt=CENTRE_LEVEL) | Q(is_active=True)
            ),
            models.UniqueConstraint(
                fields=["level"], name="unit_one_centre", condition=Q(level=CENTRE_LEVEL)
            ),
            models.UniqueConstraint(fields=["path"], name="unit_path_once"),
            models.UniqueConstraint(fields=["id", "path"], name="unit_key_and_path"),
        ]
        indexes = [models.Index(fields=["path"], name="unit_scope", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.short_name or self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Named filters of posts."""

    def held_on(self, day: date) -> Self:
        """Posts held on a day of Shanghai."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class Post(models.Model):
    """A person's job at a unit: the role, from the day it begins to the day it is over.

    ``ends_on`` is the first day on which it is no longer held, so a post that ends today is over at once.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=40)
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects: ClassVar[models.Manager["Post"]] = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], name="post_once", condition=Q(ends_on__isnull=True)
            ),
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.unit_id}"
