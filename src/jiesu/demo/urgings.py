"""Urging and leaders' instructions in the demo city: a few of each, at every stage of their way."""

from datetime import timedelta

from jiesu.core import clock
from jiesu.demo.stage import Stage
from jiesu.organisations.selectors import today, unit_by_id
from jiesu.oversight.actions import instructions as instructing
from jiesu.oversight.actions.instructions import InstructionText
from jiesu.oversight.actions.urging import acknowledge_urging, urge_as_citizen, urge_order
from jiesu.oversight.selectors.instructions import InstructionFilter, get_instruction, instructions
from jiesu.oversight.selectors.urging import UrgingFilter, urgings
from jiesu.oversight.urging import UrgingKind
from jiesu.portal.people import CITIZEN
from jiesu.workorders.filters import OrderFilter
from jiesu.workorders.selectors import list_orders
from jiesu.workorders.states import OrderState

_PHONE = "已与承办科室通电话，请今天内联系诉求人。"
_WRITTEN = "诉求人多次来电，请加快办理并书面说明进展。"
_TEXTS = (
    ("李副市长", "副市长", "老旧小区供水管网反复爆管", "请住建、水务部门举一反三，拿出整体改造方案。"),
    ("张市长", "市长", "夜间施工扰民集中投诉", "请依法从严管理，切实回应群众关切。"),
    ("王秘书长", "秘书长", "热线答复质量", "答复要见人见事见结果，敷衍的要通报。"),
)


def urge_in_the_city(stage: Stage) -> None:
    """Urge some units, let some of them answer, and keep three instructions; once for a city."""
    people = stage.cast.get("supervisor", ())
    if not people:
        return
    supervisor = stage.city.actor(people[0])
    if urgings(UrgingFilter(kind="phone"), for_user=supervisor).exists():
        return
    asked = OrderFilter(states=(OrderState.PENDING_SIGN.value, OrderState.HANDLING.value))
    rows = list_orders(asked, for_user=supervisor, size=12).items
    for place, order in enumerate(rows):
        kind = (UrgingKind.PHONE, UrgingKind.WRITTEN)[place % 2]
        words = (_PHONE, _WRITTEN)[place % 2]
        urging = stage.act(urge_order, order.number, kind=kind, words=words, by=supervisor)
        if place % 3 == 0:
            stage.act(urge_as_citizen, order.number, words="请问什么时候能处理？", by=CITIZEN)
        if urging is not None and urging.unit is not None and place % 2 == 0:
            clerk = stage.city.clerk(urging.unit.code)
            stage.act(acknowledge_urging, urging.pk, answer="已安排人员到现场。", by=clerk)
    _instruct(stage, [order.number for order in rows[:2]], people[0])


def _instruct(stage: Stage, numbers: list[str], keeper: str) -> None:
    """One that is registered, one that units work on, one that was answered and is to be looked at again."""
    by, day = stage.city.actor(keeper), today(clock.now())
    if instructions(InstructionFilter(), for_user=by).exists():
        return
    units = sorted(stage.city.unit_ids.values())[1:3]
    made = [
        instructing.register_instruction(
            InstructionText(
                leader=leader,
                position=position,
                signed_on=day - timedelta(days=3),
                title=title,
                text=text,
                numbers=tuple(numbers[place : place + 1]),
            ),
            by=by,
        ).number
        for place, (leader, position, title, text) in enumerate(_TEXTS)
    ]
    for number in made[:2]:
        instructing.assign_instruction(
            number,
            units=units,
            due_on=day + timedelta(days=5),
            wanted="查清原因，列出清单和完成时间。",
            by=by,
        )
    for task in get_instruction(made[0], for_user=by).tasks.all():
        clerk = stage.city.clerk(unit_by_id(task.unit_id).code)
        stage.act(
            instructing.answer_instruction,
            task.pk,
            answer="已完成排查，列入改造计划，先行更换险段。",
            by=clerk,
        )
        stage.act(instructing.accept_instruction_answer, task.pk, by=by)
    stage.act(instructing.plan_look_back, made[0], on=day, by=by)
