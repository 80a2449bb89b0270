"""The people who keep the knowledge base, and an article to begin with."""

from datetime import date, timedelta

from jiesu.accounts.roles import Role
from jiesu.core import clock
from jiesu.knowledge import actions
from jiesu.knowledge.contents import Content, LegalBasis
from jiesu.knowledge.selectors import find_articles, keeping
from jiesu.organisations.selectors import actor_for, today
from tests.cast import Cast

NEXT_YEAR = date(2027, 6, 30)
WATER = Content(
    question="家里停水了怎么办",
    askings=("水龙头没水", "什么时候来水"),
    topic_code="010101",
    review_by=NEXT_YEAR,
    spoken="请先看小区公告；不是计划停水的，拨打供水热线 96116，抢修人员一小时内到场。",
    answer="计划停水提前 24 小时公告。突发停水由市自来水公司抢修，一小时内到场，一般八小时内恢复供水。",
    materials="无",
    place="市自来水公司营业厅",
    duration="一小时内到场",
    fees="不收费",
    basis=(LegalBasis(title="城市供水条例", article="第二十二条"),),
)


class Desk(Cast):
    """The cast, with an editor and an approver at the centre."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = actor_for(self.person("zhibian", (self.centre, Role.KNOWLEDGE_EDITOR.value)))
        self.approver = actor_for(self.person("zhishen", (self.centre, Role.KNOWLEDGE_APPROVER.value)))

    def draft(self, content=WATER, *, by=None):
        """The water company's clerk writes an article; returns its number."""
        version = actions.start_article(content, owner_id=self.water.pk, by=by or self.water_clerk)
        return version.article.number

    def publish(self, content=WATER):
        """The whole way from draft to answer; returns the number."""
        number = self.draft(content)
        self.pass_on(number)
        return number

    def pass_on(self, number):
        """From a draft to an answer."""
        actions.submit_article(number, by=self.water_clerk)
        actions.endorse_article(number, by=self.water_leader)
        actions.approve_article(number, by=self.approver)
        return actions.publish_article(number, by=self.approver)

    def find(self, question, **more):
        """What is found, looked up afresh."""
        keeping.forget_index()
        return find_articles(question, **more)


def in_days(days):
    """A day from the held clock's."""
    return today(clock.now()) + timedelta(days=days)
