"""Fills a database with as many orders as a centre keeps: years of archived ones and a share still open.

The rows are made by the database itself, so a million orders with their shares, clocks and lines take
minutes. Their texts are short and made of few words, some common and some rare; what matters here are the
numbers of rows and the spread of the indexed columns. `index` makes them findable by their words.
"""

import subprocess
import sys

import psycopg

OPEN_SHARE = 0.06
"""Share of orders that are not archived: 60,000 of 1,000,000."""

_MATTERS = (
    "路灯不亮", "井盖破损", "水管漏水", "施工噪声扰民", "垃圾无人清运", "车辆乱停", "暖气不热", "电梯停运", "积水严重",
    "违章搭建", "油烟扰民", "占道经营", "天然气停气", "树木倒伏", "道路坑洼", "公交晚点", "网络中断", "物业不作为",
    "拖欠工资", "健身器材损坏",
)  # fmt: skip
_TROUBLES = (
    "已经三天",
    "多次反映未果",
    "夜间尤其明显",
    "老人出行不便",
    "孩子上学绕行",
    "商户意见很大",
    "存在安全隐患",
)

_SOURCE = """
CREATE TEMP TABLE fill AS
WITH units AS (SELECT array_agg(id ORDER BY id) AS ids, array_agg(path ORDER BY id) AS paths, count(*) AS total
               FROM organisations_unit WHERE level = 2 AND is_active),
     topics AS (SELECT array_agg(code ORDER BY code) AS codes, count(*) AS total
                FROM catalogue_topic WHERE level = 3 AND version_id = %(topics)s)
SELECT i,
       '990100' || to_char(at, 'YYYYMMDD') || lpad((700000 + i)::text, 7, '0') AS number,
       at,
       CASE WHEN r >= %(open)s THEN 'archived'
            WHEN r < %(open)s * 0.2 THEN 'pending_dispatch'
            WHEN r < %(open)s * 0.4 THEN 'pending_sign'
            WHEN r < %(open)s * 0.8 THEN 'handling'
            ELSE 'pending_callback' END AS state,
       units.ids[1 + rows.h %% units.total] AS unit_id, units.paths[1 + rows.h %% units.total] AS unit_path,
       topics.codes[1 + (rows.h / 97) %% topics.total] AS topic,
       (ARRAY['consultation','help','complaint','report','suggestion'])[1 + i %% 5] AS nature,
       '9901' || lpad(((rows.h / 7919) %% 40)::text, 2, '0') AS area,
       %(first)s + i AS order_id, 1 + i %% %(citizens)s AS citizen_no
FROM (SELECT i, now() - make_interval(secs => 60 + (%(count)s - i) * %(step)s) AS at,
             abs(hashint8(i)::bigint) / 2147483648.0 AS r,
             abs(hashint8(i * 7 + 3)::bigint) AS h
      FROM generate_series(1, %(count)s) AS i) AS rows, units, topics
"""

_CITIZENS = """
INSERT INTO workorders_citizen (phone_hash, name_hash, phone, name, gender, identity, identity_hash, email, address,
                                first_seen_at, last_seen_at)
SELECT md5('bench' || i), '', '', '', '', '', '', '', '', now(), now() FROM generate_series(1, %(citizens)s) AS i
RETURNING id
"""

_ORDERS = """
INSERT INTO workorders_workorder (id, {columns})
SELECT order_id, number, md5(number), state, 3, nature, 'normal', 'phone', topic, '反映' || road || matter || '的问题 ' || i,
       '市民反映' || road || i || '号附近' || matter || '，' || trouble || '，影响出行，希望尽快处理。编号 ' || i, road || i || '号', area,
       '', %(citizen)s + citizen_no - 1, false, true, '', '', at, at,
       CASE WHEN state = 'archived' THEN at + interval '3 days' END,
       CASE WHEN state IN ('pending_sign', 'handling') THEN at + interval '30 days' END,
       CASE WHEN state <> 'pending_dispatch' THEN unit_id END,
       false, 0, 0, 0, 0, false, false, '{{}}', 0, '', '', '', '', %(pack)s, %(calendar)s, %(topics)s
FROM fill, LATERAL (SELECT (ARRAY['和平','人民','解放','建设','中山','朝阳','柳街','澄湖','海棠','望江'])[1 + i %% 10]
         || (ARRAY['路','街','巷','大道','苑','里'])[1 + (i / 10) %% 6] AS road,
       {matters} AS matter, {troubles} AS trouble) AS words
"""

_COLUMNS = (
    "number, query_hash, state, version, nature, urgency, channel, topic_code, title, content, address, area_code, "
    "cell_code, citizen_id, is_confidential, is_public, public_answer, reason_code, registered_at, dispatched_at, "
    "closed_at, due_at, lead_unit_id, return_forbidden, return_count, extension_count, send_back_count, rework_count, "
    "is_problem, is_excluded, pending_applications, callback_attempts, first_satisfaction, final_satisfaction, "
    "final_resolution, callback_round, pack_id, calendar_id, topic_version_id"
)

_SHARES = """
INSERT INTO workorders_assignment (order_id, unit_id, unit_path, kind, state, previous_state, is_current, instructions,
                                   legal_basis, assigned_at, due_at)
SELECT order_id, unit_id, unit_path, 'lead',
       CASE state WHEN 'pending_sign' THEN 'pending_sign' WHEN 'handling' THEN 'handling' ELSE 'accepted' END,
       '', true, '', '', at, at + interval '30 days'
FROM fill WHERE state <> 'pending_dispatch'
"""

_CLOCKS = """
INSERT INTO workorders_deadline (order_id, kind, amount, measure, state, started_at, due_at, stopped_at, next_check_at)
SELECT order_id, kind, 5, 'working_days',
       CASE WHEN kind = 'handle' AND state IN ('pending_sign', 'handling') THEN 'running' ELSE 'met' END,
       at, at + interval '30 days',
       CASE WHEN kind = 'handle' AND state IN ('pending_sign', 'handling') THEN NULL ELSE at END,
       CASE WHEN kind = 'handle' AND state IN ('pending_sign', 'handling')
            THEN greatest(at + interval '30 days', now() + interval '1 day') END
FROM fill CROSS JOIN (VALUES ('dispatch'), ('handle')) AS kinds (kind)
"""

_LINES = """
INSERT INTO workorders_timelineevent (order_id, seq, at, verb, from_state, to_state, actor_name, note, data, visibility)
SELECT order_id, seq, at, verb, '', state, '基准', '', '{}', 'unit'
FROM fill CROSS JOIN (VALUES (1, 'register'), (2, 'dispatch'), (3, 'sign')) AS lines (seq, verb)
"""


def fill(url: str, *, count: int) -> None:
    """Add ``count`` orders to the database at ``url``, whose city is installed."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # the rows are consistent by construction
        names = _versions(connection) | {"count": count, "citizens": max(count // 3, 1), "open": OPEN_SHARE}
        names["step"] = 2 * 365 * 86400 / count
        names["first"] = _reserve(connection, "workorders_workorder_id_seq", count)
        names["citizen"] = connection.execute(_CITIZENS, names).fetchone()[0]
        connection.execute(_SOURCE, names)
        words = {"matters": _pick(_MATTERS, 60), "troubles": _pick(_TROUBLES, 7)}
        connection.execute(_ORDERS.format(columns=_COLUMNS, **words), names)
        for statement in (_SHARES, _CLOCKS, _LINES):
            connection.execute(statement)
    index()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def index() -> None:
    """Make the orders of the database of ``DATABASE_URL`` findable, as the product's own command does."""
    subprocess.run([sys.executable, "-m", "jiesu.cli", "reindex"], check=True, stdout=subprocess.DEVNULL)


def _pick(words: tuple[str, ...], step: int) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + (i / {step}) %% {len(words)}]"


def _versions(connection: psycopg.Connection) -> dict[str, float]:
    row = connection.execute(
        "SELECT (SELECT id FROM catalogue_packversion WHERE is_current LIMIT 1),"
        " (SELECT id FROM catalogue_calendarversion WHERE is_current LIMIT 1),"
        " (SELECT id FROM catalogue_topicversion WHERE is_current LIMIT 1)"
    ).fetchone()
    return dict(zip(("pack", "calendar", "topics"), row, strict=True))


def _reserve(connection: psycopg.Connection, sequence: str, count: int) -> int:
    first = connection.execute("SELECT nextval(%s::regclass)", [sequence]).fetchone()[0]
    connection.execute("SELECT setval(%s::regclass, %s)", [sequence, first + count + 1])
    return first
