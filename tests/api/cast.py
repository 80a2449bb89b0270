"""The city of the API's tests: units, one person a role, and a way to speak for each of them."""

import json
from dataclasses import dataclass, field

from django.test import Client

API = "/api/v1"
APPEAL = {
    "content": "朝阳路 18 号门前井盖破损，昨晚有老人绊倒，希望尽快维修。",
    "nature": "complaint",
    "channel": "phone",
    "address": "朝阳路 18 号",
    "citizen": {"name": "王小明", "phone": "13812345678", "gender": "男"},
}
POSTS = {
    "operator": "centre",
    "shift_lead": "centre",
    "dispatcher": "centre",
    "reviewer": "centre",
    "callback": "centre",
    "duty_chief": "centre",
    "assessor": "centre",
    "supervisor": "centre",
    "administrator": "centre",
    "auditor": "centre",
    "water_clerk": "water",
    "water_leader": "water",
    "county_clerk": "county",
    "county_leader": "county",
    "town_clerk": "town",
    "parks_clerk": "parks",
}


@dataclass
class Voice:
    """Somebody's token and a client that speaks with it."""

    token: str
    user: object
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **query):
        return self.client.get(API + path, query, headers=self.headers)

    def post(self, path: str, body=None, **headers):
        return self.client.post(
            API + path,
            data=json.dumps(body) if body is not None else b"",
            content_type="application/json",
            headers={**self.headers, **headers},
        )

    def register(self, **changes) -> str:
        response = self.post("/orders", {**APPEAL, **changes})
        assert response.status_code == 201, response.content.decode()
        return response.json()["number"]

    def story(self, number: str) -> dict:
        """The order with all that belongs to it, which must be there."""
        response = self.get(f"/orders/{number}")
        assert response.status_code == 200, response.content.decode()
        return response.json()

    def do(self, number: str, verb: str, **body) -> dict:
        """A verb that must succeed."""
        response = self.post(f"/orders/{number}/{verb}", body)
        assert response.status_code == 200, response.content.decode()
        return response.json()


@dataclass
class City:
    units: dict[str, object]
    voices: dict[str, Voice]

    def __getattr__(self, name: str) -> Voice:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.voices[name]

    def at(self, state: str) -> str:
        """The number of a new order that stands in a state."""
        number = self.operator.register()
        for stop, who, verb, body in JOURNEY:
            if stop == state:
                return number
            self.voices[who].do(number, verb, **body)
        assert state == "archived"
        return number


REPLY = {"handling": "已派抢修人员更换井盖。", "public_answer": "您好，井盖已更换。"}
JOURNEY = (
    ("pending_dispatch", "dispatcher", "dispatch", {"lead": "water", "instructions": "请尽快处理"}),
    ("pending_sign", "water_clerk", "sign", {}),
    ("handling", "water_clerk", "reply", REPLY),
    ("pending_approval", "water_leader", "approve_reply", {}),
    ("pending_review", "reviewer", "review", {}),
    ("pending_callback", "callback", "record_callback", {"reached": True, "satisfaction": "satisfied"}),
    ("called_back", "callback", "close", {}),
    ("closed", "callback", "archive", {}),
)


def found_city() -> City:
    """Make the units, the catalogue and the people."""
    from jiesu.accounts import actions as accounts
    from jiesu.catalogue import actions as catalogue
    from jiesu.organisations import actions as organisations
    from jiesu.organisations.actors import SYSTEM

    catalogue.install_presets(by=SYSTEM)
    centre = organisations.create_unit("centre", parent=None, by=SYSTEM, name="云泽市热线中心", kind="centre")
    county = organisations.create_unit("county", parent=centre, by=SYSTEM, name="临江区", kind="county")
    units = {
        "centre": centre,
        "county": county,
        "water": organisations.create_unit(
            "water", parent=centre, by=SYSTEM, name="水务集团", kind="utility"
        ),
        "parks": organisations.create_unit(
            "parks", parent=centre, by=SYSTEM, name="园林局", kind="department"
        ),
        "town": organisations.create_unit("town", parent=county, by=SYSTEM, name="柳街镇", kind="township"),
    }
    voices = {}
    for name, place in POSTS.items():
        role = {"clerk": "unit_clerk", "leader": "unit_leader"}.get(name.rpartition("_")[2], name)
        user = accounts.create_account(name, by=SYSTEM, display_name=name)
        organisations.assign_post(user.pk, unit=units[place], role=role, by=SYSTEM)
        _, secret = accounts.issue_token(user, name="test", by=SYSTEM)
        voices[name] = Voice(secret, user)
    return City(units, voices)
