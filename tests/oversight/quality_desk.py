"""The people of quality inspection, and replies for them to inspect."""

from datetime import timedelta

from jiesu.accounts.roles import Role
from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.selectors import actor_for
from jiesu.oversight import actions
from jiesu.oversight.inspecting import Mark
from jiesu.oversight.models import Inspection, SamplingPlan
from jiesu.oversight.sampling import Method, Period, Spread
from jiesu.workorders import actions as orders
from jiesu.workorders.actions import ReplyContent
from tests.cast import Cast
from tests.jobs import run_due

EMPTY = "您反映的问题已收悉，我们已转相关部门办理，感谢您的理解与支持。"
SOUND = "经市自来水公司3月2日现场核实，和平路88号水管因锈蚀爆裂，情况属实，已于当日修复。咨询电话85551234。"


class QualityDesk(Cast):
    """The cast with two inspectors, and a plan that draws every reply of the day before."""

    def __init__(self) -> None:
        super().__init__()
        self.inspector = self._person("zhijian1", Role.QUALITY)
        self.second = self._person("zhijian2", Role.QUALITY)
        self.configurer = self._person("peizhi", Role.ADMINISTRATOR)
        actions.install_score_forms()

    def _person(self, name: str, role: Role) -> Actor:
        return actor_for(self.person(name, (self.centre, role.value)))

    def replied(self, answer: str = SOUND, **more: object) -> str:
        """An order whose reply the water company has written, approved and sent."""
        number = self.register(**more)
        orders.dispatch_order(number, lead=self.water.pk, by=self.dispatcher)
        orders.sign_assignment(number, by=self.water_clerk)
        orders.record_contact(number, by=self.water_clerk)
        self.reply(number, answer)
        return number

    def reply(self, number: str, answer: str) -> None:
        """The water company's answer, written and approved; what follows on it has run."""
        content = ReplyContent(handling="已处理。", public_answer=answer)
        orders.reply_assignment(number, content=content, by=self.water_clerk)
        orders.approve_reply(number, by=self.water_leader)
        run_due()

    def plan(self, **more: object) -> SamplingPlan:
        """A plan for replies: everything of the day before, nothing twice."""
        given = {
            "name": "每日答复",
            "form_code": "reply",
            "method": Method.RANDOM,
            "spread": Spread.ALL,
            "size": 50,
            "period": Period.DAY,
            "double_percent": 0,
        }
        return actions.save_sampling_plan(actions.PlanContent(**given | more), by=self.inspector)

    def drawn(self, clock_: object, **more: object) -> list[Inspection]:
        """The tasks that the plan gives on the next morning."""
        clock_.move_to(clock.now() + timedelta(days=1))
        run = actions.draw_sample(self.plan(**more).pk, by=SYSTEM, seed=7)
        return list(Inspection.objects.filter(run=run).order_by("pk"))

    def score(self, task: Inspection, *, by: Actor | None = None, **lost: int) -> Inspection:
        """The task scored: so much taken off by item."""
        marks = {code: Mark(points, "见原文") for code, points in lost.items()}
        who = by or (self.inspector if task.inspector_id == self.inspector.user_id else self.second)
        return actions.score_inspection(task.pk, marks=marks, by=who)
