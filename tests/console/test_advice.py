"""What the duty catalogue advises stands first in the form of a dispatch."""

import re

from tests.console.test_workbench import SWAP, signed_in, text_of


def test_the_duty_catalogues_advice_comes_first_chosen_and_with_its_reason(city):
    from jiesu.catalogue import actions as catalogue
    from jiesu.catalogue.tables import DutyRow, TopicRow
    from jiesu.organisations.actors import SYSTEM

    catalogue.import_topics([TopicRow(level1="市政设施", level2="井盖", level3="井盖破损")], by=SYSTEM)
    catalogue.import_duties(
        [
            DutyRow(
                topic="010101",
                area_code="",
                lead="water",
                assists=("parks",),
                legal_basis="《城市道路管理条例》",
            )
        ],
        by=SYSTEM,
    )
    number = city.operator.register(topic_code="010101")

    form = text_of(signed_in(city, "dispatcher").get(f"/console/orders/{number}/act/dispatch/", headers=SWAP))

    water, parks = city.units["water"].pk, city.units["parks"].pk
    assert re.search(rf'name="lead" value="{water}" checked>\s*<span class="unit-name">水务集团', form)
    assert re.search(rf'name="assists" value="{parks}">', form)
    assert form.count("目录建议") == 2
    assert 'value="《城市道路管理条例》"' in form
    assert "办理时限" in form
