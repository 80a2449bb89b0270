import pytest

from jiesu.triage.ownrules import Matter, OwnRule, covers, first_fitting, fits, tried
from jiesu.triage.reasons import Reason, Why

CLOSED = Reason(Why.UNITS_CLOSED, {"units": "市供电公司"})

BRIDGES = OwnRule(key=1, name="桥梁", any_of=("大桥", "桥梁"), lead=10)
LAKE = OwnRule(key=2, name="澄湖", area="990102", lead=20)
LAKE_BRIDGES = OwnRule(key=3, name="澄湖桥梁", any_of=("大桥",), area="990102001", lead=30)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"any_of": ("大桥",)}, True),
        ({"any_of": ("隧道",)}, False),
        ({"none_of": ("坑",)}, False),
        ({"none_of": ("隧道",)}, True),
        ({"natures": frozenset({"help"})}, True),
        ({"natures": frozenset({"praise"})}, False),
        ({"topic": "01"}, True),
        ({"topic": "02"}, False),
        ({"area": "990100"}, True),
        ({"area": "990103"}, False),
        ({}, True),
    ],
)
def test_every_condition_must_hold(given, expected):
    matter = Matter(text="大桥上有坑", nature="help", topic="010203", area="990102001")
    assert fits(OwnRule(key=1, name="x", lead=1, **given), matter) is expected


def test_the_first_rule_that_fits_decides():
    matter = Matter(text="大桥上有坑", area="990102001")
    assert first_fitting([BRIDGES, LAKE], matter) is BRIDGES
    assert first_fitting([LAKE, BRIDGES], matter) is LAKE
    assert first_fitting([BRIDGES], Matter(text="路灯")) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BRIDGES, LAKE_BRIDGES, True),
        (LAKE, LAKE_BRIDGES, True),
        (LAKE_BRIDGES, LAKE, False),
        (LAKE, BRIDGES, False),
    ],
)
def test_a_rule_covers_one_that_asks_for_more(one, other, expected):
    assert covers(one, other) is expected


def test_a_dry_run_shows_what_each_rule_would_do_and_which_never_can():
    matters = [
        Matter(text="大桥开裂", area="990102001", number="A", lead=10),
        Matter(text="大桥栏杆", area="990103", number="B", lead=11),
        Matter(text="路灯不亮", area="990102", number="C", lead=20),
    ]
    bridges, lake, both = tried(
        [BRIDGES, LAKE, LAKE_BRIDGES], matters, fault=lambda rule: CLOSED if rule.lead == 30 else None
    )
    assert (bridges.fits, bridges.decides, bridges.agrees, bridges.examples) == (2, 2, 1, ("A", "B"))
    assert (lake.fits, lake.decides, lake.agrees, lake.shadowed_by) == (2, 1, 1, None)
    assert (both.fits, both.decides, both.shadowed_by, both.fault) == (1, 0, 1, CLOSED)
