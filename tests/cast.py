"""One cast of people for whole stories: the staff of a centre and of the units it works with, and a citizen.

The units are those of the organisations' tests: 市自来水公司 with 抢修科 and 城北班组 below,
澄湖区热线办 with 湖滨街道 and 柳岸社区.
"""

from collections.abc import Iterator
from typing import Any

from jiesu.accounts.actions import install_role_presets
from jiesu.accounts.models import User
from jiesu.accounts.roles import Role
from jiesu.catalogue.actions import import_topics, install_presets
from jiesu.catalogue.natures import Nature
from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.models import Post
from jiesu.organisations.selectors import actor_for
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.organisations.cast import City

CITIZEN = CitizenDetails(name="王建国", phone="13851234567", gender="男")
PEOPLE = {
    "operator": ("林晓雨", Role.OPERATOR, "centre"),
    "shift_lead": ("何静", Role.SHIFT_LEAD, "centre"),
    "dispatcher": ("方圆", Role.DISPATCHER, "centre"),
    "reviewer": ("高翔", Role.REVIEWER, "centre"),
    "callback": ("沈佳", Role.CALLBACK, "centre"),
    "supervisor": ("秦岚", Role.SUPERVISOR, "centre"),
    "duty_chief": ("魏国栋", Role.DUTY_CHIEF, "centre"),
    "assessor": ("贺鸣", Role.ASSESSOR, "centre"),
    "district": ("钱进", Role.UNIT_CLERK, "county"),
    "district_leader": ("赵明", Role.UNIT_LEADER, "county"),
    "town_clerk": ("孙杰", Role.UNIT_CLERK, "town"),
    "water_clerk": ("李水", Role.UNIT_CLERK, "water"),
    "water_leader": ("周总", Role.UNIT_LEADER, "water"),
    "station": ("吴站", Role.UNIT_CLERK, "repair"),
    "crew_clerk": ("郑班", Role.UNIT_CLERK, "crew"),
    "power_clerk": ("王电", Role.UNIT_CLERK, "power"),
    "power_leader": ("冯亮", Role.UNIT_LEADER, "power"),
}
TOPICS = [
    ("市政设施", "供水", "爆管漏水"),
    ("市政设施", "供水", "水质"),
    ("环境保护", "噪声", "施工噪声"),
]


class Cast(City):
    """The city, its staff as actors by the names of :data:`PEOPLE`, and what they do all day."""

    operator: Actor
    shift_lead: Actor
    dispatcher: Actor
    reviewer: Actor
    callback: Actor
    supervisor: Actor
    duty_chief: Actor
    assessor: Actor
    district: Actor
    district_leader: Actor
    town_clerk: Actor
    water_clerk: Actor
    water_leader: Actor
    station: Actor
    crew_clerk: Actor
    power_clerk: Actor
    power_leader: Actor

    def __init__(self) -> None:
        super().__init__()
        self.crew = self.unit("crew", self.repair, "城北班组", kind="other")
        self.power = self.unit("power", self.centre, "市供电公司", kind="utility")
        install_role_presets(by=SYSTEM)
        install_presets(by=SYSTEM)
        import_topics(topic_rows(), by=SYSTEM)
        for name, actor in self._staff():
            setattr(self, name, actor)

    def _staff(self) -> Iterator[tuple[str, Actor]]:
        """All accounts and posts at once: the actions that give them one by one are tested elsewhere."""
        today = clock.now().date()
        users = [User(username=name, display_name=PEOPLE[name][0], password="!") for name in PEOPLE]
        units = [getattr(self, unit) for _, _, unit in PEOPLE.values()]
        roles = [role.value for _, role, _ in PEOPLE.values()]
        User.objects.bulk_create(users)
        Post.objects.bulk_create(
            Post(user=user, unit=unit, role=role, starts_on=today)
            for user, unit, role in zip(users, units, roles, strict=True)
        )
        return ((user.username, actor_for(user)) for user in users)

    def register(self, content: str = "和平路88号门口水管爆了，水流到马路上。", **more: Any) -> str:
        """The operator takes the citizen's appeal; returns the order's number."""
        given = {"nature": Nature.HELP, "topic_code": "010101", "citizen": CITIZEN, **more}
        return actions.register_order(Registration(content=content, **given), by=self.operator).number


def topic_rows() -> list[Any]:
    """The topics as the catalogue imports them."""
    from jiesu.catalogue.tables import TopicRow

    return [TopicRow(level1=one, level2=two, level3=three) for one, two, three in TOPICS]


def order(number: str) -> WorkOrder:
    """The order as it is stored."""
    return WorkOrder.objects.get(number=number)


def share(number: str, unit: Any) -> Assignment:
    """The current share of a unit."""
    return Assignment.objects.get(order__number=number, unit=unit, is_current=True)
