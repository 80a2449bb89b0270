"""One cast of people for whole stories: the staff of a centre and of the units it works with, and a citizen.

The units are those of the small city of the organisations' tests: 市自来水公司 with its 抢修科 and the 城北班组 below
that, 澄湖区热线办 with 湖滨街道 and 柳岸社区.
"""

from typing import Any

from jiesu.accounts.actions import install_role_presets
from jiesu.accounts.roles import Role
from jiesu.catalogue.actions import import_topics, install_presets
from jiesu.catalogue.natures import Nature
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.selectors import actor_for
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.organisations.cast import City

CITIZEN = CitizenDetails(name="王建国", phone="13851234567", gender="男")
TOPICS = [
    ("市政设施", "供水", "爆管漏水"),
    ("市政设施", "供水", "水质"),
    ("环境保护", "噪声", "施工噪声"),
]


class Cast(City):
    """The city, its staff as actors by name, and what they do all day."""

    def __init__(self) -> None:
        super().__init__()
        self.crew = self.unit("crew", self.repair, "城北班组", kind="other")
        self.power = self.unit("power", self.centre, "市供电公司", kind="utility")
        install_role_presets(by=SYSTEM)
        install_presets(by=SYSTEM)
        import_topics(topic_rows(), by=SYSTEM)
        self.operator = self._staff("林晓雨", Role.OPERATOR)
        self.shift_lead = self._staff("何静", Role.SHIFT_LEAD)
        self.dispatcher = self._staff("方圆", Role.DISPATCHER)
        self.reviewer = self._staff("高翔", Role.REVIEWER)
        self.callback = self._staff("沈佳", Role.CALLBACK)
        self.supervisor = self._staff("秦岚", Role.SUPERVISOR)
        self.duty_chief = self._staff("魏国栋", Role.DUTY_CHIEF)
        self.assessor = self._staff("贺鸣", Role.ASSESSOR)
        self.district = self._staff("钱区", Role.UNIT_CLERK, self.county)
        self.town_clerk = self._staff("孙街", Role.UNIT_CLERK, self.town)
        self.water_clerk = self._staff("李水", Role.UNIT_CLERK, self.water)
        self.water_leader = self._staff("周总", Role.UNIT_LEADER, self.water)
        self.station = self._staff("吴站", Role.UNIT_CLERK, self.repair)
        self.crew_clerk = self._staff("郑班", Role.UNIT_CLERK, self.crew)
        self.power_clerk = self._staff("王电", Role.UNIT_CLERK, self.power)

    def _staff(self, name: str, role: Role, unit: Any = None) -> Actor:
        user = self.person(f"{role}-{(unit or self.centre).code}", (unit or self.centre, role.value), display_name=name)
        return actor_for(user)

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
