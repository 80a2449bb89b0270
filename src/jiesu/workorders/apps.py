"""Django's entry for the work orders."""

from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    """Work orders 工单."""

    name = "jiesu.workorders"
    label = "workorders"
    verbose_name = "工单"
