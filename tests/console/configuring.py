"""What the tests of the configuration's pages have in common."""

from django.test import Client

S = "/console/settings/"
TOPICS = [("市政设施", "供水", "爆管漏水"), ("市政设施", "供水", "水质"), ("环境保护", "噪声", "")]
DUTIES = [
    {"topic": "市政设施/供水", "lead": "water", "assists": "county", "legal_basis": "《城市供水条例》"},
    {"topic": "环境保护/噪声", "lead": "county"},
]


def signed_in(user) -> Client:
    from jiesu.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def state() -> list[int]:
    """How much there is of what these pages write."""
    from jiesu.accounts.models import RoleDefinition, User
    from jiesu.catalogue.models import CalendarVersion, DutyVersion, PackVersion, ReasonCode, TopicVersion
    from jiesu.organisations.models import Post, Unit

    models = (Unit, User, Post, RoleDefinition, PackVersion, CalendarVersion, TopicVersion, DutyVersion)
    return [model.objects.count() for model in (*models, ReasonCode)]


def body_of(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)
