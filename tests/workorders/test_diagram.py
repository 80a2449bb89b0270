"""The page about the workflow is made from the table and says all that the table says."""

from pathlib import Path

from jiesu.workorders import diagram
from jiesu.workorders.states import OrderState, Verb
from jiesu.workorders.workflow import RULES, Guard, Reach

PAGE = Path(__file__).parents[2] / "docs" / "workflow.md"


def test_the_page_is_up_to_date():
    """Write it with ``python -m jiesu.workorders.diagram > docs/workflow.md``."""
    assert PAGE.read_text(encoding="utf-8") == diagram.document()


def test_the_diagram_shows_every_state_and_every_verb_that_moves_an_order():
    lines = diagram.mermaid().splitlines()
    nodes = {line.rpartition(" as ")[2].rstrip(" {") for line in lines if " as " in line}
    assert nodes == {state.value for state in OrderState} | {"settled"}
    arrows = [line.strip() for line in lines if "-->" in line]
    assert "pending_sign --> handling: 签收" in arrows
    assert "return_requested --> handling: 驳回退单" in arrows
    assert "settled --> archived: 归档" in arrows
    assert not [arrow for arrow in arrows if arrow.startswith("closed -->")]
    assert len(arrows) == len(set(arrows))


def test_the_table_has_a_line_for_each_row_and_every_condition_its_words():
    assert diagram.table().count("\n| **") == len(RULES)
    assert set(diagram.GUARD_LABELS) == set(Guard)
    assert set(diagram.REACH_LABELS) == set(Reach)
    assert all(f"<br/>{verb.value.replace('_', ' ')} |" in diagram.table() for verb in Verb)


def test_the_roles_have_a_line_each():
    assert "| 督办员<br/>supervisor | 备注、上传附件 |" in diagram.roles()
    assert "| 审计员<br/>auditor | — |" in diagram.roles()
