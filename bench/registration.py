"""Registration over HTTP, as a share of what PostgreSQL alone reaches inserting the same rows.

The reference is pgbench, 16 clients, one transaction a registration: the very rows that one real
registration wrote (order, terms, citizen, line, clock, contact, journal), taken from the tables, with fresh
keys.
"""

import psycopg
from psycopg import sql

import harness
from load import Connection, Measured, closed_loop

CLIENTS, SECONDS = 16, 15
_TABLES = {
    "workorders_citizen": 1,
    "workorders_workorder": 1,
    "workorders_ordertext": 1,
    "workorders_timelineevent": 1,
    "workorders_deadline": 1,
    "intake_contact": 1,
    "core_journalentry": 2,
}
"""How many rows a registration writes in each, in the order in which they are written."""
_ORDER = "currval('workorders_workorder_id_seq')"
_FRESH = {
    ("workorders_citizen", "phone_hash"): "md5('p' || :n)",
    ("workorders_workorder", "number"): "'99' || :n",
    ("workorders_workorder", "citizen_id"): "currval('workorders_citizen_id_seq')",
    ("workorders_ordertext", "order_id"): _ORDER,
    ("workorders_timelineevent", "order_id"): _ORDER,
    ("workorders_deadline", "order_id"): _ORDER,
    ("intake_contact", "order_id"): _ORDER,
    ("intake_contact", "external_key"): "'order:' || :n",
}


def register(connection: Connection, number: int) -> None:
    """One appeal of ordinary length with a person behind it."""
    connection.request(
        "POST",
        "/api/v1/orders",
        {
            "title": "反映和平路路灯不亮",
            "content": f"市民来电反映，和平路与人民路交叉口路灯连续一周不亮，影响出行，希望维修。{number}",
            "nature": "help",
            "channel": "phone",
            "address": "和平路与人民路交叉口",
            "citizen": {"name": "王小明", "phone": f"1990{number % 10**7:07d}"},
        },
    )


def measure() -> tuple[Measured, float]:
    """The product's closed loop and pgbench's rate, one after the other on the same server."""
    with harness.database("bench_registration") as url, harness.server() as port:
        token = harness.tokens()["operator"]
        closed_loop(lambda: Connection(port, token), register, threads=CLIENTS, seconds=3)  # warm
        product = closed_loop(lambda: Connection(port, token), register, threads=CLIENTS, seconds=SECONDS)
        reference = harness.pgbench(url, _script(url), clients=CLIENTS, seconds=SECONDS)
    return product, reference


def _script(url: str) -> str:
    statements = []
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SEQUENCE IF NOT EXISTS bench_serial START 1000000000000")
        for table, count in _TABLES.items():
            cursor = connection.execute(
                sql.SQL("SELECT * FROM {} ORDER BY 1 DESC LIMIT {}").format(sql.Identifier(table), count)
            )
            columns = [column.name for column in cursor.description]
            statements.extend(
                _insert(connection, table, dict(zip(columns, row, strict=True))) for row in cursor.fetchall()
            )
    body = "\n".join(statements)
    return f"SELECT nextval('bench_serial') AS n \\gset\nBEGIN;\n{body}\nCOMMIT;\n"


def _insert(connection: psycopg.Connection, table: str, row: dict[str, object]) -> str:
    row.pop("id", None)
    columns = ", ".join(row)
    values = [
        _FRESH.get((table, column)) or sql.Literal(_plain(value)).as_string(connection)
        for column, value in row.items()
    ]
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(values)});".replace("\n", " ")


def _plain(value: object) -> object:
    return psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value


def main() -> None:
    """Measure and print."""
    product, reference = measure()
    if product.failures:
        raise SystemExit(f"{len(product.failures)} failed, the first: {product.failures[0]}")
    harness.report(
        "Registration over HTTP, 16 connections",
        [
            harness.Figure(
                "registrations", product.rate, "/s", reference, "/s pgbench, same rows", "ratio ≥ 0.25"
            ),
            harness.Figure("p50", product.percentile(0.5), "ms"),
            harness.Figure("p99", product.percentile(0.99), "ms", aim="< 150 ms"),
        ],
    )


if __name__ == "__main__":
    main()
