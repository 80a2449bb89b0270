"""Tables of the places: divisions."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Func, Q, Value

from jiesu.places.levels import LEVEL_LABELS, DivisionLevel


class DivisionQuerySet(models.QuerySet["Division"]):
    """Named filters of divisions."""

    def within(self, path: str) -> Self:
        """The division with this path and everything in it."""
        return self.filter(path__startswith=path)

    def at(self, level: DivisionLevel) -> Self:
        """Divisions of one level."""
        return self.filter(level=level.value)


class Division(models.Model):
    """An administrative division 行政区划.

    ``path`` is the way from the outermost known division in codes, such as ``320700.320703.``; the database
    refuses one that does not continue the parent's.
    """

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=100, db_index=True)
    level = models.CharField(
        "层级", max_length=10, choices=[(x.value, label) for x, label in LEVEL_LABELS.items()]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=80)
    parent_path = models.GeneratedField(
        expression=Func(F("path"), Value(r"[^.]+\.$"), Value(""), function="regexp_replace"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager["Division"]] = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="division_level", condition=Q(level__in=[level.value for level in DivisionLevel])
            ),
            models.CheckConstraint(
                name="division_outermost_has_no_parent",
                condition=Q(parent__isnull=True, parent_path="")
                | (Q(parent__isnull=False) & ~Q(parent_path="")),
            ),
            models.CheckConstraint(name="division_path_form", condition=Q(path__regex=r"^([0-9]{2,12}\.)+$")),
            models.UniqueConstraint(fields=["path"], name="division_path_once"),
            models.UniqueConstraint(fields=["id", "path"], name="division_key_and_path"),
        ]
        indexes = [models.Index(fields=["path"], name="division_scope", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class DivisionAlias(models.Model):
    """Another name by which people know a division 别名: an old name, a market, a development area."""

    name = models.CharField("别名", max_length=40, unique=True)
    division = models.ForeignKey(Division, models.CASCADE, related_name="aliases", verbose_name="行政区划")

    class Meta:
        verbose_name = verbose_name_plural = "区划别名"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="division_alias_has_two_characters", condition=Q(name__regex=r"^\S{2,}$")
            )
        ]

    def __str__(self) -> str:
        return self.name
