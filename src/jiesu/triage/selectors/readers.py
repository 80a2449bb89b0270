"""The readers in use: models from their files, names from the catalogue, places from the divisions.

What was read once is kept in the process; which versions are in use is asked each time, in one query.
"""

import time
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from pypinyin import lazy_pinyin

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import NATURE_LABELS
from jiesu.knowledge.sounds import merged
from jiesu.knowledge.synonyms import SynonymTable
from jiesu.organisations.selectors import units_by_id
from jiesu.places import selectors as places
from jiesu.places.gazetteer import Gazetteer
from jiesu.triage import storage
from jiesu.triage.advice import Reader
from jiesu.triage.classifiers import Classifier
from jiesu.triage.coldstart import Manner, Subject, TopicNames
from jiesu.triage.errors import ModelUnusable
from jiesu.triage.learned import Learned
from jiesu.triage.models import ModelVersion
from jiesu.triage.states import Task
from jiesu.triage.understanding import Readers

DIVISIONS_KEPT = 60.0
"""Seconds after which the divisions are read anew."""

_LEAST_LEVEL = 4


def model_directory() -> Path:
    """Where the versions of models lie."""
    return Path(settings.VAR) / "triage"


def current_models() -> dict[Task, ModelVersion]:
    """The versions in use, by their task."""
    return {Task(row.task): row for row in ModelVersion.objects.filter(is_current=True)}


def readers_in_use(current: dict[Task, ModelVersion] | None = None) -> Readers:
    """What a message is read with now: models where there are any, else names and manner."""
    versions = current_models() if current is None else current
    return Readers(
        nature=_nature_reader(versions.get(Task.NATURE)),
        topic=_topic_reader(versions.get(Task.TOPIC)),
        gazetteer=gazetteer(),
    )


def gazetteer() -> Gazetteer:
    """The divisions of the region, kept for a minute."""
    return _gazetteer(_region(), int(time.monotonic() // DIVISIONS_KEPT))


def forget_readers() -> None:
    """Read everything anew; for tests, whose databases come and go."""
    for kept in (_gazetteer, _names, _loaded):
        kept.cache_clear()


def classifier_of(version: ModelVersion) -> Classifier:
    """The model of a version, as it was learned.

    Raises:
        ModelUnusable: its files are absent, damaged, or not those that were learned.
    """
    return _loaded(version.directory, version.digest)


def _region() -> str:
    code = str(settings.JIESU_REGION)
    while code.endswith("00"):
        code = code[:-2]
    return code


@lru_cache(maxsize=2)
def _gazetteer(region: str, turn: int) -> Gazetteer:
    del turn
    return Gazetteer(places.places_known(inside=region), aliases=places.aliases_known(), sound=_sound)


@cache
def _sound(character: str) -> tuple[str, ...]:
    """How a character sounds; asked of few, so that no table of all has to be made first."""
    return tuple(merged(syllable) for syllable in lazy_pinyin(character))


def _nature_reader(version: ModelVersion | None) -> Reader:
    if version is not None:
        try:
            labels = {nature.value: label for nature, label in NATURE_LABELS.items()}
            return Learned(classifier_of(version), labels)
        except ModelUnusable:
            return Manner()
    return Manner()


def _topic_reader(version: ModelVersion | None) -> Reader | None:
    topics_id = catalogue.current_topic_version_id()
    if topics_id is None:
        return None
    if version is not None:
        try:
            labels = {node.code: node.full_name for node in catalogue.topics_of(topics_id).values()}
            return Learned(classifier_of(version), labels, is_tree=True)
        except ModelUnusable:
            return _names(topics_id)
    return _names(topics_id)


@lru_cache(maxsize=2)
def _names(topics_id: int) -> TopicNames:
    nodes = catalogue.topics_of(topics_id)
    inner = {node.parent_code for node in nodes.values()}
    leaves = [node for node in nodes.values() if node.code not in inner]
    duties = _responsibilities(node.code for node in leaves)
    subjects = [Subject(node.code, node.name, node.full_name, duties.get(node.code, "")) for node in leaves]
    return TopicNames(subjects, synonyms=SynonymTable.shipped().others)


def _responsibilities(codes: Iterable[str]) -> dict[str, str]:
    """What the units are responsible for whose duty each topic is, and on what basis."""
    duties = {code: duty for code in codes if (duty := catalogue.duty_for(code)) and duty.topic_code}
    units = units_by_id({duty.lead_unit_id for duty in duties.values()})
    return {
        code: f"{duty.legal_basis} {units[duty.lead_unit_id].responsibilities}"
        for code, duty in duties.items()
        if len(duty.topic_code) >= _LEAST_LEVEL
    }


@lru_cache(maxsize=8)
def _loaded(directory: str, digest: str) -> Classifier:
    classifier, description = storage.load(model_directory() / directory)
    if description.get("numbers_sha256") != digest:
        raise ModelUnusable(directory=directory, why="it is not the one that was learned")
    return classifier
