"""The written stories: nothing named that does not exist, nothing left open."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.catalogue.reason_presets import REASONS
from jiesu.demo.appeals import NATURE_SHARES
from jiesu.demo.duties import unit_named
from jiesu.demo.stories import Route, stories
from jiesu.demo.tables import table
from jiesu.demo.voice import Voice

_PLACES = (
    *("district", "town", "road", "road2", "estate", "school", "market", "park", "site"),
    *("factory", "community", "village", "place"),
)
_WHO = ["surname", "mr", "sub", "first"]
_MOMENT = re.compile(r"visited(\+\d+)?|ago:-?\d+-(-?\d+)")


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def test_there_are_stories_enough_for_every_nature():
    assert len(stories()) >= 150
    assert {story.nature for story in stories()} == set(NATURE_SHARES) == {nature.value for nature in Nature}


def test_keys_are_unique():
    assert max(Counter(story.key for story in stories()).values()) == 1


def test_every_slot_of_every_text_has_a_filling():
    common = {*table("slots"), *_PLACES, *_WHO}
    for story in stories():
        known = common | set(story.slots)
        for text in texts(story):
            for name in re.findall(r"\{([^{}]*)\}", text):
                assert name in known or _MOMENT.fullmatch(name), (story.key, name)


def test_brackets_are_closed():
    for text in texts([*stories(), table("generic"), table("slots")]):
        assert text.count("[") == text.count("]")
        assert text.count("{") == text.count("}")


def test_stories_use_the_vocabularies_of_registration():
    for story in stories():
        assert Nature(story.nature)
        assert Urgency(story.urgency)
        assert 1 <= story.weight <= 9


def test_transfers_guidance_and_invalid_calls_name_a_reason_code_of_their_kind():
    kinds = {preset.code: preset.kind.value for preset in REASONS}
    for story in stories():
        if story.route in (Route.TRANSFER, Route.GUIDE, Route.INVALID):
            assert kinds[story.target] == story.route.value, story.key
        else:
            assert story.target == "", story.key


def test_dispatched_stories_say_what_was_done_and_what_is_answered():
    for story in stories():
        assert story.titles
        assert story.phone
        assert story.outcome.answer
        assert bool(story.outcome.done) == (story.route is Route.DISPATCH), story.key


def test_units_named_by_stories_exist():
    for story in stories():
        named = [story.lead] + ([story.mistake.unit, story.mistake.then] if story.mistake else [])
        for code in filter(None, named):
            assert unit_named(code, area="990102").level == 2


def test_generic_return_reasons_are_reason_codes():
    codes = {preset.code for preset in REASONS}
    assert {code for _, code in table("generic")["mistake"]} <= codes


def test_a_voice_can_be_made_of_every_channel_name():
    assert {"phone", "wechat", "web", "app", "mayor_mailbox"} <= {channel.value for channel in Channel}
    assert Voice
