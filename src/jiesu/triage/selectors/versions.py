"""The versions of models, for those who look at them."""

from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage.models import ModelVersion
from jiesu.triage.selectors.sight import require_sight
from jiesu.triage.states import Task


def model_versions(*, for_user: Actor) -> list[ModelVersion]:
    """All versions of models with their figures, the newest first.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
    """
    require_sight(for_user)
    return list(ModelVersion.objects.order_by("-started_at", "-pk"))


def model_version(version_id: int, *, for_user: Actor) -> ModelVersion:
    """One version.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
        NotFound: there is no such version.
    """
    require_sight(for_user)
    row = ModelVersion.objects.filter(pk=version_id).first()
    if row is None:
        raise NotFound(what="模型版本 model version")
    return row


def version_numbered(task: Task, number: int) -> int:
    """The key of a version of a task's models.

    Raises:
        NotFound: there is no such version.
    """
    key = ModelVersion.objects.filter(task=task.value, version=number).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound(what="模型版本 model version")
    return key
