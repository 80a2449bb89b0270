from datetime import UTC, datetime

from jiesu.telephony.event_log import EventLog, LogPlace, parse

LINE = (
    '"CHAN_START","1764000000.5","13851234567","12345","jiesu-lines","PJSIP/carrier-1","a.1","a.1","","{}"\n'
)
MARK = (
    '"x","1764000001","","s","jiesu-queue-main","PJSIP/carrier-1","a.1","a.1","JIESU_QUEUE",'
    '"{""extra"":""main""}"\n'
)


def _log(tmp_path, *lines):
    path = tmp_path / "jiesu.csv"
    path.write_text("".join(lines))
    return EventLog(path)


def test_a_line_becomes_values():
    line = parse(LINE.encode(), file=7, offset=3)
    assert (line.event, line.number, line.endpoint, line.file, line.offset) == (
        "CHAN_START",
        "13851234567",
        "carrier",
        7,
        3,
    )
    assert line.at == datetime.fromtimestamp(1764000000.5, tz=UTC)


def test_the_dial_plans_own_mark_tells_what_it_was_given():
    line = parse(MARK.encode(), file=1, offset=0)
    assert (line.event, line.mark, line.told) == ("USER_DEFINED", "JIESU_QUEUE", "main")


def test_what_is_no_line_is_none():
    assert parse(b'"a","b"\n', file=1, offset=0) is None
    assert parse(LINE.replace("1764000000.5", "soon").encode(), file=1, offset=0) is None
    assert parse(LINE.replace("{}", "{").encode(), file=1, offset=0) is None


def test_half_a_line_waits_for_its_other_half(tmp_path):
    log = _log(tmp_path, LINE, MARK[:20])
    lines, place = log.read(LogPlace())
    assert [line.event for line in lines] == ["CHAN_START"]
    assert place.offset == len(LINE)
    with log.path.open("a") as file:
        file.write(MARK[20:])
    lines, place = log.read(place)
    assert [line.mark for line in lines] == ["JIESU_QUEUE"]
    assert log.read(place) == ([], place)


def test_a_line_that_cannot_be_read_is_passed_over_and_the_next_is_not_lost(tmp_path):
    log = _log(tmp_path, "broken\n", LINE)
    lines, place = log.read(LogPlace())
    assert [(line.event, line.offset) for line in lines] == [("CHAN_START", 7)]
    assert place.offset == 7 + len(LINE)


def test_a_file_that_was_put_away_is_read_to_its_end_before_the_new_one(tmp_path):
    log = _log(tmp_path, LINE)
    assert not log.put_away(larger_than=len(LINE), named="1")
    _, place = log.read(LogPlace())
    with log.path.open("a") as file:
        file.write(LINE.replace("a.1", "a.2"))
    assert log.put_away(larger_than=len(LINE), named="1")
    log.path.write_text(LINE.replace("a.1", "a.3"))
    lines, place = log.read(place)
    assert [line.leg for line in lines] == ["a.2"]
    assert log.forget_before(place) == 0
    lines, place = log.read(place)
    assert [line.leg for line in lines] == ["a.3"]
    assert log.forget_before(place) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["jiesu.csv"]


def test_a_long_absence_is_made_up_for_in_steps(tmp_path):
    log = _log(tmp_path, *[LINE] * 10)
    place, taken = LogPlace(), 0
    while True:
        lines, following = log.read(place, most=3 * len(LINE))
        if following == place:
            break
        place, taken = following, taken + len(lines)
    assert taken == 10
