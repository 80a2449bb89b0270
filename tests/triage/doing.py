"""What the tests of triage do with the cast's city."""

from datetime import timedelta

from jiesu.accounts.permissions import Permission
from jiesu.accounts.roles import Role
from jiesu.catalogue.actions import import_duties
from jiesu.catalogue.tables import DutyRow
from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.states import OrderState

PIPES = (
    "水管爆裂漏水路面积水",
    "门口自来水爆管了",
    "漏水好几天没人修管道",
    "爆管导致停水漏水",
    "地下管道漏水",
    "水管漏水严重",
)
NOISE = (
    "工地夜间施工噪声扰民",
    "打桩噪音太大睡不着施工",
    "夜里施工机器轰鸣",
    "工地半夜打桩施工",
    "施工噪声影响休息",
    "凌晨施工吵",
)

ADMIN = Actor(
    user_id=9001, name="管理员", permissions=frozenset({Permission.CONFIGURE_TRIAGE.value}), is_centre=True
)
ANALYST = Actor(
    user_id=9002,
    name="分析员",
    permissions=frozenset({Permission.VIEW_ALL_ORDERS.value}),
    roles=frozenset({Role.ANALYST.value}),
    is_centre=True,
)


def duties(cast):
    """Water pipes are the water company's, noise the district's."""
    rows = [
        DutyRow(topic="010101", lead=cast.water.code, assists=(), legal_basis="供水条例", area_code=""),
        DutyRow(topic="020101", lead=cast.county.code, assists=(), legal_basis="噪声法", area_code=""),
    ]
    import_duties(rows, by=SYSTEM)


def history(cast, *, count=120):
    """Closed orders about pipes and noise, one an hour; written as they lie in the archive."""
    numbers = []
    for at in range(count):
        words = (PIPES if at % 2 else NOISE)[at // 2 % 6]
        topic = "010101" if at % 2 else "020101"
        numbers.append(cast.register(f"{words}，第{at}次", topic_code=topic, citizen=None))
    rows = list(WorkOrder.objects.filter(number__in=numbers).order_by("pk"))
    begin = clock.now() - timedelta(hours=count)
    for at, row in enumerate(rows):
        row.state, row.registered_at = OrderState.CLOSED.value, begin + timedelta(hours=at)
        row.closed_at = row.registered_at
    WorkOrder.objects.bulk_update(rows, ["state", "registered_at", "closed_at"])
    return numbers
