"""Issues, orders and model versions that the tests of triage's pages look at."""

from jiesu.core import clock
from jiesu.triage.models import Issue, IssueMember, ModelVersion
from jiesu.workorders.models import WorkOrder

LEAK = "湖滨花园小区三号楼地下车库漏水严重，积水很深，车辆无法进出"


def told(city, *phones, **changes):
    """The same matter, told from several telephones."""
    return [
        city.operator.register(content=f"{LEAK}，第{at}次说", citizen={"phone": phone}, **changes)
        for at, phone in enumerate(phones, 1)
    ]


def issue_of(numbers, **fields):
    orders = list(WorkOrder.objects.filter(number__in=numbers).order_by("pk"))
    row = Issue.objects.create(
        **{
            "title": "三号楼车库漏水",
            "place": "湖滨花园小区",
            "first_at": orders[0].registered_at,
            "last_at": orders[-1].registered_at,
            "people": len(orders),
            "orders": len(orders),
            "heat": 12.5,
            "parts": {"people": 8.0, "rate": 3.0, "growth": 1.5, "spread": 0.0, "reactions": 0.0},
        }
        | fields
    )
    for order in orders:
        IssueMember.objects.create(issue=row, order=order, likeness=0.9, at=order.registered_at)
    return row


def version(**fields):
    figures = {
        "macro_f1": 0.91,
        "accuracy": 0.9,
        "top3": 0.99,
        "expected_calibration_error": 0.03,
        "coverage_at_95_precision": 0.8,
        "classes": {"0101": {"rows": 12, "precision": 0.9, "recall": 0.8, "f1": 0.85}},
    }
    told = {
        "task": "topic",
        "version": 1,
        "state": "ready",
        "started_at": clock.now(),
        "figures": figures,
        "learned_rows": 96,
        "measured_rows": 24,
        "started_by_name": "管理员",
        "split_at": clock.now(),
    }
    return ModelVersion.objects.create(**told | fields)
