"""``jiesu reindex``: what is not findable yet becomes so."""

from jiesu.cli.reindexing import reindex
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.models import OrderText
from jiesu.workorders.selectors import OrderFilter, list_orders


def test_orders_become_findable_and_a_second_run_finds_nothing_to_do(db):
    from tests.cast import Cast

    number = Cast().register("和平路路灯不亮")
    OrderText.objects.all().delete()

    assert reindex() == 1

    assert [order.number for order in list_orders(OrderFilter(words="路灯"), for_user=SYSTEM).items] == [
        number
    ]
    assert reindex() == 0
