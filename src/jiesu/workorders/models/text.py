"""What an order can be found by."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Lookup = Lookup[Any]
else:
    _Text, _Lookup = models.TextField, Lookup


class TermsField(_Text):
    """A ``tsvector`` without positions; the lookup ``holds`` takes a query in the database's notation."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        del connection
        return "tsvector"


@TermsField.register_lookup
class Holds(_Lookup):
    """Whether the terms fulfil a query."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:  # noqa: ANN401 - Django's
        """``terms @@ query``."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*parameters, self.rhs)


class OrderText(models.Model):
    """The terms of an order's title, content, place and public answer; see ``wording``.

    Written in the transaction that writes the order. ``scheme`` is the version of the rules by which the
    terms were made.
    """

    order = models.OneToOneField(
        "workorders.WorkOrder", models.CASCADE, primary_key=True, related_name="text"
    )
    terms = TermsField("检索词")
    scheme = models.PositiveSmallIntegerField("规则版本")

    class Meta:
        verbose_name = verbose_name_plural = "检索"
        indexes = [GinIndex(fields=["terms"], name="order_terms")]

    def __str__(self) -> str:
        return f"{self.order_id}"
