"""A small city and the people of its hotline."""

from jiesu.accounts import actions as accounts
from jiesu.organisations import actions
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Unit


class City:
    """The centre; a county desk with a township and a community; a water company with a repair section."""

    def __init__(self):
        self.centre = self.unit("centre", None, "市热线中心", kind="centre")
        self.county = self.unit("county", self.centre, "澄湖区热线办", kind="county", short_name="澄湖区")
        self.town = self.unit("town", self.county, "湖滨街道", kind="township")
        self.village = self.unit("village", self.town, "柳岸社区", kind="community")
        self.water = self.unit("water", self.centre, "市自来水公司", kind="utility")
        self.repair = self.unit("repair", self.water, "抢修科", kind="section")

    @property
    def units(self):
        """All six."""
        return [self.centre, self.county, self.town, self.village, self.water, self.repair]

    def unit(self, code, parent, name, **details):
        """One more unit."""
        return actions.create_unit(code, parent=parent, by=SYSTEM, name=name, **details)

    def person(self, username, *posts, **details):
        """Somebody with an account and posts given as (unit, role)."""
        user = accounts.create_account(username, by=SYSTEM, **details)
        for unit, role in posts:
            actions.assign_post(user.pk, unit=unit, role=role, by=SYSTEM)
        return user


def tree():
    """Code, parent's code, level, path and state of all units as they are stored."""
    return list(Unit.objects.order_by("pk").values_list("code", "parent__code", "level", "path", "is_active"))
