"""Tables of the work orders."""

from jiesu.workorders.models.application import Application
from jiesu.workorders.models.assignment import Assignment, Reply
from jiesu.workorders.models.attachment import Attachment
from jiesu.workorders.models.callback import CallbackRecord
from jiesu.workorders.models.citizen import Citizen
from jiesu.workorders.models.claim import OrderClaim
from jiesu.workorders.models.deadline import Deadline
from jiesu.workorders.models.export import OrderExport
from jiesu.workorders.models.order import WorkOrder
from jiesu.workorders.models.text import OrderText
from jiesu.workorders.models.timeline import TimelineEvent

__all__ = [
    "Application",
    "Assignment",
    "Attachment",
    "CallbackRecord",
    "Citizen",
    "Deadline",
    "OrderClaim",
    "OrderExport",
    "OrderText",
    "Reply",
    "TimelineEvent",
    "WorkOrder",
]
