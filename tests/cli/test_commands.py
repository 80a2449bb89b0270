import json

import psycopg
import pytest
from click.testing import CliRunner

from jiesu.cli.commands import jiesu as command_line
from jiesu.cli.doctor import Finding, Level
from jiesu.config import env
from jiesu.config.trouble import Trouble
from tests import processes
from tests.database import new_directory
from tests.processes import jiesu

pytestmark = pytest.mark.xdist_group("commands")


@pytest.fixture(scope="module")
def var():
    """An installation with its tables."""
    var = new_directory()
    with processes.joined(var):
        assert "migrations applied" in jiesu(var, "migrate").stdout
        yield var


def test_help_names_every_command():
    said = CliRunner().invoke(command_line, ["--help"]).output
    for command in (
        "create-admin",
        "demo",
        "doctor",
        "import",
        "manage",
        "migrate",
        "pg",
        "serve",
        "web",
        "worker",
    ):
        assert f"\n  {command} " in said


def test_migrating_twice_changes_nothing(var):
    assert jiesu(var, "migrate").stdout == "the database is up to date\n"


def test_the_doctor_finds_a_new_installation_well_but_for_a_worker(var):
    seen = jiesu(var, "doctor")
    assert seen.returncode == 0, seen.stdout
    levels = {line.split()[1]: line.split()[0] for line in seen.stdout.splitlines() if line[0] != " "}
    assert levels["workers"] == "WARN"
    assert {levels[name] for name in ("keys", "database", "migrations", "pgvector", "clock", "exposure")} == {
        "OK"
    }
    assert "→ start `jiesu serve`" in seen.stdout


def test_the_doctor_fails_a_database_without_tables(place):
    seen = jiesu(place, "doctor")
    assert seen.returncode == 1
    assert "FAIL  migrations" in seen.stdout
    assert "→ run `jiesu migrate`" in seen.stdout
    assert "Traceback" not in seen.stdout + seen.stderr


def test_the_doctor_says_that_the_database_cannot_be_reached(place):
    seen = jiesu(place, "doctor", DATABASE_URL="postgresql://jiesu:opensesame@127.0.0.1:1/jiesu")
    assert seen.returncode == 1
    assert "FAIL  database    the database in DATABASE_URL cannot be reached" in seen.stdout
    assert "opensesame" not in seen.stdout + seen.stderr


def test_a_finding_reads_well():
    finding = Finding(Level.WARN, "disk", "2.0 GiB free", "make room")
    assert str(finding) == "WARN  disk        2.0 GiB free\n                  → make room"


def test_an_administrator_is_made_once(var):
    made = jiesu(var, "create-admin", "chief", JIESU_ADMIN_PASSWORD="云泽-2026-hotline")
    assert (made.returncode, made.stdout) == (0, "chief may sign in\n")
    again = jiesu(var, "create-admin", "chief", JIESU_ADMIN_PASSWORD="云泽-2026-hotline")
    assert again.returncode == 1
    assert again.stderr.startswith("Error: ")
    with psycopg.connect(processes.cluster(var).url()) as connection:
        kept = connection.execute("SELECT username, is_superuser, is_staff FROM accounts_user").fetchall()
        audited = connection.execute(
            "SELECT count(*) FROM core_auditentry WHERE action = 'create_admin'"
        ).fetchone()
    assert kept == [("chief", True, True)]
    assert audited == (1,)


def test_a_weak_password_is_refused(var):
    refused = jiesu(var, "create-admin", "another", JIESU_ADMIN_PASSWORD="12345678")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


def test_keys_are_changed_while_the_system_keeps_its_data(var):
    assert jiesu(var, "reseal").stdout == "0 values sealed again; nothing is left under an older key\n"


def test_djangos_own_commands_are_passed_through(var):
    assert "no issues" in jiesu(var, "manage", "check").stdout
    assert "usage: jiesu manage check" in jiesu(var, "manage", "check", "--help").stdout


def test_programs_of_postgresql_are_pointed_at_the_database(var):
    assert jiesu(var, "pg", "psql", "-Atc", "SELECT current_database()").stdout == "jiesu\n"
    refused = jiesu(var, "pg", "rm")
    assert refused.returncode == 1
    assert "PostgreSQL has no program 'rm'" in refused.stderr


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Trouble("the cable is cut"), "Error: the cable is cut\n"),
        (
            psycopg.OperationalError("gone\n away"),
            "Error: the database failed: gone away; `jiesu doctor` says more\n",
        ),
    ],
)
def test_a_failure_is_one_line(monkeypatch, failure, said):
    monkeypatch.setattr("jiesu.cli.doctor.examine", _raising(failure))
    result = CliRunner().invoke(command_line, ["doctor"])
    assert (result.exit_code, result.output) == (1, said)


def test_a_fault_of_the_program_is_one_line_and_the_rest_is_written_down(monkeypatch, place):
    monkeypatch.setenv("JIESU_VAR", str(place))
    monkeypatch.setattr("jiesu.cli.doctor.examine", _raising(KeyError("x")))
    result = CliRunner().invoke(command_line, ["doctor"])
    log = place / "log" / "errors.log"
    assert (result.exit_code, result.output) == (1, f"Error: unexpected: KeyError: 'x' (details in {log})\n")
    assert "Traceback" in log.read_text()


def test_a_fault_is_shown_whole_to_whoever_looks_for_it(monkeypatch):
    monkeypatch.setenv("JIESU_DEBUG", "1")
    monkeypatch.setattr("jiesu.cli.doctor.examine", _raising(KeyError("x")))
    assert isinstance(CliRunner().invoke(command_line, ["doctor"]).exception, KeyError)


def test_a_wrong_setting_is_one_line(place):
    said = jiesu(place, "migrate", JIESU_CIPHER="des", DATABASE_URL="mysql://x/y")
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "Traceback" not in said.stderr


def test_secrets_readable_by_others_are_a_failure(place, monkeypatch):
    from jiesu.cli import doctor

    monkeypatch.setenv("JIESU_VAR", str(place))
    env.secrets_of(place)
    assert [finding.level for finding in doctor.kept_keys()] == [Level.OK]
    (place / "secrets.json").chmod(0o644)
    assert [finding.level for finding in doctor.kept_keys()] == [Level.FAIL]
    assert json.loads((place / "secrets.json").read_text())


def _raising(failure):
    def fail():
        raise failure

    return fail


def test_a_demo_is_forgotten_without_a_question_once_nobody_uses_it(place):
    (place / "demo").mkdir()
    (place / "bench").mkdir()
    with processes.joined(place):
        refused = jiesu(place, "reset")
        assert refused.returncode == 1
        assert "something still uses the database" in refused.stderr
    assert jiesu(place, "reset").stdout == "forgotten\n"
    assert [path.name for path in place.iterdir()] == ["bench"]


def test_an_installation_that_no_demo_made_is_only_forgotten_when_asked_to_be(place):
    with processes.joined(place):
        pass
    assert jiesu(place, "reset").returncode == 1
    assert (place / "postgres" / "data").exists()
    assert jiesu(place, "reset", "--yes").returncode == 0
    assert list(place.iterdir()) == []


def test_a_database_that_is_not_ours_is_not_removed(place):
    refused = jiesu(place, "reset", "--yes", DATABASE_URL="postgresql://u@127.0.0.1:1/x")
    assert refused.returncode == 1
    assert "not ours to remove" in refused.stderr


def test_a_backup_brings_everything_back(place):
    kept, first, second = place / "kept", place / "first", place / "second"
    kept.mkdir()
    first.mkdir()
    with processes.joined(first):
        jiesu(first, "migrate")
        jiesu(first, "create-admin", "chief", JIESU_ADMIN_PASSWORD="云泽-2026-hotline")
        dumped = jiesu(first, "pg", "pg_dump", "--format=custom", f"--file={kept / 'jiesu.dump'}")
        assert dumped.returncode == 0, dumped.stderr
    second.mkdir()
    (second / "secrets.json").write_text((first / "secrets.json").read_text())
    with processes.joined(second) as cluster:
        options = ("--clean", "--if-exists", "--no-owner", "--dbname=jiesu")
        restored = jiesu(second, "pg", "pg_restore", *options, str(kept / "jiesu.dump"))
        assert restored.returncode == 0, restored.stderr
        assert jiesu(second, "migrate").stdout == "the database is up to date\n"
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT username FROM accounts_user").fetchall() == [("chief",)]
            with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
                connection.execute("DELETE FROM core_auditentry")
