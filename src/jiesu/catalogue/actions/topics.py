"""Importing the tree of topics."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from jiesu.accounts.permissions import Holder
from jiesu.catalogue.actions import versions
from jiesu.catalogue.codes import PATH_MARK, Path, assign_codes, topic_level
from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.models import Topic, TopicVersion
from jiesu.catalogue.tables import TopicRow, check_topics
from jiesu.core.errors import InvalidInput


@transaction.atomic
def import_topics(rows: Iterable[TopicRow], *, by: Holder, note: str = "") -> TopicVersion:
    """导入事项分类: a new version of the whole tree, put in force.

    A topic keeps the code that its names ever had; new ones get the next free code of their level. The same
    tree as the newest version gives that version again.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        BadRows: there are errors in the rows; nothing was imported.
        InvalidInput: there are no rows, or more than 99 topics below one parent.
    """
    versions.begin(by)
    given = list(rows)
    if errors := check_topics(given):
        raise BadRows(errors)
    if not given:
        raise InvalidInput(field="rows", reason_zh="没有任何事项。", reason_en="There are no topics.")
    codes = assign_codes([row.path for row in given], _known())
    content = sorted((code, PATH_MARK.join(path)) for path, code in codes.items())
    versions_so_far = TopicVersion.objects.all()
    version, new = versions.publish(versions_so_far, content=content, note=note, by=by, make=TopicVersion)
    if new:
        _write(version, codes)
    return versions.put_in_force(version, versions_so_far, by=by)


def _known() -> dict[Path, str]:
    """The code that each path of names had when it was last there."""
    ever = Topic.objects.order_by("version_id").values_list("full_name", "code")
    return {tuple(full_name.split(PATH_MARK)): code for full_name, code in ever}


def _write(version: TopicVersion, codes: Mapping[Path, str]) -> None:
    """One level after the other, so that parents have keys when their children need them."""
    written: dict[str, Topic] = {}
    for level in (1, 2, 3):
        topics = [
            Topic(
                version=version,
                code=code,
                name=path[-1],
                level=level,
                parent=written.get(code[:-2]),
                full_name=PATH_MARK.join(path),
            )
            for path, code in codes.items()
            if topic_level(code) == level
        ]
        written |= {topic.code: topic for topic in Topic.objects.bulk_create(topics)}
