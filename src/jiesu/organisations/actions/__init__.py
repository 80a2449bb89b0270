"""Every write to the organisations."""

from jiesu.organisations.actions.acting import act_as, stop_acting_as
from jiesu.organisations.actions.posts import assign_post, end_post, refresh_configuration_access
from jiesu.organisations.actions.tables import post_cells, take_posts, take_units, unit_cells
from jiesu.organisations.actions.units import (
    UnitDetails,
    create_unit,
    deactivate_unit,
    move_unit,
    reactivate_unit,
    update_unit,
)

__all__ = [
    "UnitDetails",
    "act_as",
    "assign_post",
    "create_unit",
    "deactivate_unit",
    "end_post",
    "move_unit",
    "post_cells",
    "reactivate_unit",
    "refresh_configuration_access",
    "stop_acting_as",
    "take_posts",
    "take_units",
    "unit_cells",
    "update_unit",
]
