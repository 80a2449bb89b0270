"""An order brought into any state by the real actions, with shares in every state beside the lead's."""

from jiesu.accounts.roles import ROLE_PERMISSIONS, Role
from jiesu.organisations.actors import Actor
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment
from tests.cast import Cast
from tests.workorders.doing import GOOD, REPLY, in_days

PART_STATES = ("pending_sign", "handling", "replied", "accepted", "return_requested")
REASON = "情况属实"


class Stage(Cast):
    """The cast with more units, so that shares in every state fit on one order.

    Attributes:
        helpers: units that assist, by the state of their share.
        sections: units below the water company with a delegated share, by its state.
        other: number of an order that others can be merged into.
        below: units to which the share acted on can be delegated; the walk sets it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.helpers = {
            state: self.unit(f"a-{state}", self.centre, f"协办{state}", kind="department")
            for state in PART_STATES
        }
        self.sections = {
            state: self.unit(f"c-{state}", self.water, f"下派{state}", kind="section")
            for state in PART_STATES
        }
        self.spare = self.unit("spare", self.water, "备班", kind="section")
        self.under = {
            unit.pk: self.unit(f"u-{unit.code}", unit, f"{unit.name}之下", kind="other")
            for unit in (self.helpers["handling"], self.sections["handling"])
        }
        self.other = self.register("另一件同样的事")
        self.below: list[int] = []

    def at(self, unit, role=Role.UNIT_LEADER) -> Actor:
        """Somebody at a unit, or at the centre when it is the centre."""
        return Actor(
            user_id=10_000 + unit.pk,
            name=f"{unit.name}的人",
            permissions=frozenset(ROLE_PERMISSIONS[role]),
            roles=frozenset({role.value}),
            unit_ids=frozenset({unit.pk}),
            unit_paths=(unit.path,),
            is_centre=unit.level == 1,
        )

    def bring_to(self, state: str) -> str:
        """An order in ``state``; its number."""
        return getattr(self, f"_{state}")()

    def share(self, number: str, unit) -> Assignment:
        """The current share of a unit."""
        return Assignment.objects.get(order__number=number, unit=unit, is_current=True)

    def _draft(self):
        from jiesu.workorders.registration import Registration

        return actions.save_draft(Registration(content="还在通话"), by=self.operator).number

    def _pending_dispatch(self):
        return self.register()

    def _pending_sign(self, helpers=PART_STATES):
        number = self.register()
        assists = [self.helpers[state].pk for state in helpers]
        actions.dispatch_order(number, lead=self.water.pk, assists=assists, by=self.dispatcher)
        for state in helpers:
            self._bring_part(number, self.helpers[state], state)
        return number

    def _handling(self, helpers=PART_STATES, sections=PART_STATES):
        number = self._pending_sign(helpers)
        actions.sign_assignment(number, by=self.water_clerk)
        units = [self.sections[state].pk for state in sections]
        if units:
            actions.delegate_assignment(number, units=units, by=self.water_clerk)
        for state in sections:
            self._bring_part(number, self.sections[state], state)
        return number

    def _bring_part(self, number, unit, state):
        by = self.at(unit)
        if state == "return_requested":
            actions.request_return(number, reason_code="return_not_ours", reason=REASON, by=by)
        elif state != "pending_sign":
            actions.sign_assignment(number, by=by)
        if state in ("replied", "accepted"):
            actions.reply_assignment(number, content=REPLY, by=by)
        if state == "accepted":
            share = self.share(number, unit)
            actions.collect_reply(number, share=share.pk, by=self.water_clerk)

    def _return_requested(self):
        number = self._handling()
        share = self.share(number, self.water).pk
        actions.request_return(
            number, reason_code="return_not_ours", reason=REASON, share=share, by=self.water_clerk
        )
        return number

    def _conference(self):
        number = self._return_requested()
        actions.convene_conference(number, reason="职责不清", by=self.dispatcher)
        return number

    def _suspended(self):
        number = self._handling()
        actions.apply_for_suspension(
            number, reason_code="suspension_works", reason=REASON, review_on=in_days(7), by=self.water_clerk
        )
        actions.approve_suspension(number, by=self.duty_chief)
        return number

    def _pending_approval(self):
        number = self._handling(helpers=("accepted",), sections=("accepted",))
        actions.reply_assignment(number, content=REPLY, by=self.water_clerk)
        return number

    def _pending_review(self):
        number = self._pending_approval()
        actions.approve_reply(number, by=self.water_leader)
        return number

    def _pending_callback(self):
        number = self._pending_review()
        actions.review_order(number, by=self.reviewer)
        return number

    def _closed(self):
        number = self._pending_callback()
        actions.record_callback(number, answers=GOOD, by=self.callback)
        actions.close_order(number, by=self.callback)
        return number

    def _archived(self):
        number = self._closed()
        actions.archive_order(number, by=self.callback)
        return number

    def _direct_answered(self):
        return self._settled(actions.answer_directly, answer="已当场答复。")

    def _transferred(self):
        return self._settled(actions.transfer_order, reason_code="transfer_110")

    def _guided(self):
        return self._settled(actions.guide_order, reason_code="guide_litigation")

    def _invalid(self):
        return self._settled(actions.invalidate_order, reason_code="invalid_test")

    def _merged(self):
        return self._settled(actions.merge_order, into=self.other)

    def _withdrawn(self):
        return self._settled(actions.withdraw_order, reason="市民来电撤回")

    def _settled(self, action, **given):
        number = self.register()
        action(number, by=self.duty_chief, **given)
        return number
