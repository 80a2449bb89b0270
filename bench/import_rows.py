"""``jiesu import`` in rows a second, as a share of COPY of the very same rows.

The reference copies what the import wrote (orders, citizens, lines, clocks, journal, contacts) into
empty tables of the same shape with the same indexes and constraints, in one transaction.
"""

import csv
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

import harness

ROWS = 20_000
_TABLES = {
    "workorders_citizen": "id",
    "workorders_workorder": "id",
    "workorders_ordertext": "order_id",
    "workorders_timelineevent": "id",
    "workorders_deadline": "id",
    "core_journalentry": "id",
    "intake_contact": "id",
}
"""The tables that an import writes, with their keys."""


def write_file(path: Path) -> None:
    """A file as an office sends it: number, person, title and some sentences."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "姓名", "电话", "标题", "诉求内容", "来电时间"])
        for number in range(ROWS):
            text = f"市民反映和平路 {number} 号附近路灯不亮，已有一周，影响出行安全，希望尽快维修。"
            phone = f"1990{number % 7000:07d}"
            writer.writerow([f"B{number}", "王小明", phone, "反映路灯不亮", text, "2026-03-02 09:30:00"])


def highest(connection: psycopg.Connection) -> dict[str, int]:
    """The highest key of each table."""
    return {
        table: connection.execute(
            sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(sql.Identifier(key), sql.Identifier(table))
        ).fetchone()[0]
        for table, key in _TABLES.items()
    }


def copied(url: str, before: dict[str, int]) -> float:
    """Seconds that COPY takes for the rows written since ``before``."""
    with psycopg.connect(url) as connection:
        parts = {}
        for table, key in before.items():
            rows = sql.SQL("COPY (SELECT * FROM {} WHERE {} > {}) TO STDOUT").format(
                sql.Identifier(table), sql.Identifier(_TABLES[table]), sql.Literal(key)
            )
            with connection.cursor().copy(rows) as out:
                parts[table] = b"".join(out)
            connection.execute(f"DROP TABLE IF EXISTS bench_{table}")
            connection.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
    with psycopg.connect(url) as connection:
        begin = time.perf_counter()
        for table, data in parts.items():
            with connection.cursor().copy(f"COPY bench_{table} FROM STDIN") as copy:
                copy.write(data)
        connection.commit()
        return time.perf_counter() - begin


def main() -> None:
    """Import, copy, print."""
    with harness.database("bench_import") as url:
        with psycopg.connect(url) as connection:
            before = highest(connection)
        path = harness.VAR / f"import-{before['workorders_workorder']}.csv"
        write_file(path)
        source = f"bench-{before['workorders_workorder']}"
        command = [sys.executable, "-m", "jiesu.cli", "import", str(path), "--source", source]
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - begin
        with psycopg.connect(url) as connection:
            after = highest(connection)
        if after["workorders_workorder"] - before["workorders_workorder"] < ROWS:
            raise SystemExit("not every row was imported")
        reference = ROWS / copied(url, before)
        path.unlink()
    harness.report(
        f"Import of {ROWS:,} rows by the command line",
        [harness.Figure("rows", ROWS / took, "/s", reference, "/s COPY, same rows")],
    )


if __name__ == "__main__":
    main()
