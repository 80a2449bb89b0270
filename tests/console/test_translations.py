"""English is complete: whatever a page says has its English."""

import gettext
import re
from pathlib import Path

import pytest

from jiesu.config import translations

SOURCE = Path(translations.__file__).parents[1]
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def said() -> set[str]:
    found: set[str] = set()
    for template in (SOURCE / "templates").rglob("*.html"):
        text = template.read_text()
        found |= set(re.findall(r"""(?:{% translate |_\()["']([^"']+)["']""", text))
        blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL)
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in blocks}
    for package in ("portal", "console"):
        for module in (SOURCE / package).rglob("*.py"):
            found |= set(re.findall(r'\b(?:_|gettext_lazy)\(\s*"([^"]+)"', module.read_text()))
    return found


def tables_of_knowledge() -> tuple[dict, ...]:
    from jiesu.knowledge import states
    from jiesu.knowledge.contents import CONTENT_LABELS

    verbs = (states.STATE_LABELS, states.VERB_LABELS, CONTENT_LABELS)
    return (*verbs, states.IMPORT_STATE_LABELS, states.ROW_STATE_LABELS, states.FINDING_LABELS)


def labels() -> set[str]:
    from jiesu.accounts.roles import ROLE_LABELS
    from jiesu.catalogue import calendar, natures, packs
    from jiesu.console import clocks
    from jiesu.console.workorders import story
    from jiesu.telephony import caller_lists, dialling, seat_states, switch_tasks
    from jiesu.workorders import elements, lamps, progress, queues, states

    tables = (
        *tables_of_knowledge(),
        states.STATE_LABELS,
        states.SHARE_LABELS,
        states.SHARE_STATE_LABELS,
        states.VERB_LABELS,
        states.APPLICATION_LABELS,
        states.SATISFACTION_LABELS,
        states.RESOLUTION_LABELS,
        natures.NATURE_LABELS,
        natures.URGENCY_LABELS,
        natures.CHANNEL_LABELS,
        calendar.MEASURE_LABELS,
        packs.CLOCK_LABELS,
        lamps.LAMP_LABELS,
        progress.STATION_LABELS,
        queues.QUEUE_LABELS,
        clocks.ENDED,
        story.VISIBILITY_LABELS,
        story.APPLICATION_STATES,
        elements.ELEMENT_LABELS,
        elements.ELEMENT_QUESTIONS,
        ROLE_LABELS,
        seat_states.SEAT_STATE_LABELS,
        seat_states.SEAT_VERB_LABELS,
        switch_tasks.TASK_KIND_LABELS,
        switch_tasks.TASK_STATE_LABELS,
        dialling.EMERGENCY,
        caller_lists.LIST_KIND_LABELS,
        caller_lists.LISTING_STATE_LABELS,
        {"": "未应答"},
    )
    spoken = {label for table in tables for label in table.values()}
    return spoken | words_elsewhere()


def words_elsewhere() -> set[str]:
    from jiesu.catalogue.codes import ReasonKind
    from jiesu.catalogue.reason_presets import REASONS
    from jiesu.console.templatetags.staff import WEEKDAYS
    from jiesu.console.workorders import choices, rows
    from jiesu.workorders import states

    buttons = {f"action\x04{label}" for label in states.VERB_LABELS.values()}
    words = buttons | {label for label, _ in choices.GROUPS} | {choices.OTHERS, *rows.MARKS, *WEEKDAYS}
    elsewhere = {
        word
        for reason in REASONS
        if reason.kind in (ReasonKind.TRANSFER, ReasonKind.GUIDE)
        for word in (reason.title, reason.target_channel)
    }
    elsewhere |= labels_of_lists() | labels_of_settings() | labels_of_quality() | labels_of_triage()
    elsewhere |= labels_of_callbacks()
    return words | elsewhere | labels_of_supervision() | labels_of_messages()


def labels_of_supervision() -> set[str]:
    from jiesu.console.oversight import conference, ledgers, supervision
    from jiesu.oversight import bulletins, ladders, problems
    from jiesu.oversight import supervision as rules
    from jiesu.oversight.selectors.supervision import SUPERVISION_TAB_LABELS

    tables = (
        rules.COLOUR_LABELS,
        rules.SUPERVISION_STATE_LABELS,
        rules.SUPERVISION_VERB_LABELS,
        SUPERVISION_TAB_LABELS,
        ladders.CONDITION_LABELS,
        ladders.LEVEL_LABELS,
        ladders.ENTERED,
        problems.LEDGER_LABELS,
        problems.CAUSE_LABELS,
        bulletins.SCOPE_LABELS,
        bulletins.PERIOD_LABELS,
        supervision.LABELS,
        ledgers.WHAT,
        conference._LABELS,
    )
    words = {ladders.URGED, ladders.NAMED, ladders.CONFERRED, *supervision.HEADER, *ledgers.HEADER}
    return {label for table in tables for label in table.values()} | words


def labels_of_callbacks() -> set[str]:
    from jiesu.console.oversight.callbacks.listing import HEADER as CALLBACKS
    from jiesu.console.oversight.field.listing import HEADER as CHECKS
    from jiesu.oversight import callback_states, field_states

    modules = (callback_states, field_states)
    tables = [value for module in modules for name, value in vars(module).items() if name.endswith("_LABELS")]
    return {label for table in tables for label in table.values()} | {*CALLBACKS, *CHECKS}


def labels_of_messages() -> set[str]:
    from jiesu.console.oversight import instructions as instruction_pages
    from jiesu.console.oversight import urging as urging_pages
    from jiesu.console.oversight.messages import out
    from jiesu.messaging import channels, templates
    from jiesu.oversight import instructions, noticing, urging

    tables = [
        value
        for module in (channels, instructions, noticing, urging)
        for name, value in vars(module).items()
        if name.endswith("_LABELS")
    ]
    words = {*out.HEADER, *urging_pages.HEADER, *instruction_pages.HEADER}
    words |= {preset.name for preset in templates.presets.values()}
    words |= {group.label for group in templates.groups.values()}
    words |= {meaning for group in templates.groups.values() for meaning in group.variables.values()}
    return {label for table in tables for label in table.values()} | words


def labels_of_settings() -> set[str]:
    import chinese_calendar

    from jiesu.accounts.permissions import PERMISSION_LABELS
    from jiesu.catalogue import calendar, codes, comparison, pack_tables, years
    from jiesu.core.tables import OUTCOME_LABELS
    from jiesu.organisations.units import LEVEL_LABELS, UNIT_KIND_LABELS

    tables = (
        PERMISSION_LABELS,
        calendar.START_DAY_LABELS,
        codes.REASON_KIND_LABELS,
        pack_tables.FACTS,
        pack_tables.RULES,
        years.DAY_KIND_LABELS,
        OUTCOME_LABELS,
        LEVEL_LABELS,
        UNIT_KIND_LABELS,
    )
    holidays = {holiday.chinese for holiday in chinese_calendar.Holiday}
    return {label for table in tables for label in table.values()} | holidays | {comparison.ORDER}


def labels_of_lists() -> set[str]:
    from jiesu.console.lists import columns
    from jiesu.console.lists.presets import PRESETS
    from jiesu.workorders import exports, filters

    tables = (
        filters.SORTING_LABELS,
        exports.EXPORT_STATE_LABELS,
        exports.COLUMN_LABELS,
        columns.COLUMN_LABELS,
    )
    words = {word for preset in PRESETS.values() for word in (preset.label, preset.empty)}
    words |= {tab.label for preset in PRESETS.values() for tab in preset.tabs}
    return {label for table in tables for label in table.values()} | words


def labels_of_triage() -> set[str]:
    from jiesu.triage import coldstart, reasons, signs, states
    from jiesu.triage.selectors.quality import FIELD_LABELS

    tables = (
        reasons.SENTENCES,
        signs.DANGER_LABELS,
        coldstart.MANNER_LABELS,
        states.TASK_LABELS,
        states.MODEL_STATE_LABELS,
        FIELD_LABELS,
    )
    words = {reasons.BETWEEN_WORDS, reasons.BETWEEN_REASONS, *states.PROGRESS}
    return {label for table in tables for label in table.values()} | words


def labels_of_quality() -> set[str]:
    from jiesu.oversight import inspecting, sampling
    from jiesu.oversight.replies import findings

    tables = (
        inspecting.SUBJECT_LABELS,
        inspecting.INSPECTION_STATE_LABELS,
        inspecting.APPEAL_STATE_LABELS,
        sampling.METHOD_LABELS,
        sampling.SPREAD_LABELS,
        sampling.PERIOD_LABELS,
        sampling.RISK_LABELS,
        findings.FINDING_LABELS,
        findings.BAND_LABELS,
    )
    return {label for table in tables for label in table.values()}


def test_everything_that_pages_say_has_its_english():
    messages = translations.messages_in(PO.read_text())

    assert sorted((said() | labels()) - messages.keys()) == []


def test_nothing_is_translated_that_nobody_says():
    messages = translations.messages_in(PO.read_text())

    assert sorted(messages.keys() - said() - labels() - {""}) == []


def test_the_compiled_form_is_what_gettext_reads(tmp_path):
    translations.compiled(SOURCE / "locale", into=tmp_path)

    with (tmp_path / "en" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for key, value in translations.messages_in(PO.read_text()).items():
        if key:
            assert catalogue.gettext(key) == value


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ('msgid "甲"\nmsgstr "A"\n', {"甲": "A"}),
        ('msgid ""\n"甲"\n"乙"\nmsgstr "A\\n"\n"B"\n', {"甲乙": "A\nB"}),
        ('# a comment\n#: place\nmsgid "甲"\nmsgstr ""\n', {}),
    ],
)
def test_po_files_are_read_as_people_write_them(text, messages):
    assert translations.messages_in(text) == messages


def test_a_file_that_has_not_changed_is_not_compiled_again(tmp_path):
    translations.compiled(SOURCE / "locale", into=tmp_path)
    mo = tmp_path / "en" / "LC_MESSAGES" / "django.mo"
    before = mo.stat().st_mtime_ns

    translations.compiled(SOURCE / "locale", into=tmp_path)

    assert mo.stat().st_mtime_ns == before
