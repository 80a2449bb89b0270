import pytest

from jiesu.config.tuning import Machine, server_settings

GIB = 1024**3


@pytest.mark.parametrize(
    ("memory", "buffers", "work"),
    [
        (GIB // 2, "128MB", "8MB"),
        (4 * GIB, "512MB", "8MB"),
        (24 * GIB, "3072MB", "24MB"),
        (256 * GIB, "8192MB", "64MB"),
    ],
)
def test_memory_is_taken_in_proportion(memory, buffers, work):
    settings = server_settings(Machine(memory=memory, cores=2, shared_memory=GIB))
    assert (settings["shared_buffers"], settings["work_mem"]) == (buffers, work)


@pytest.mark.parametrize("cores", [1, 2, 64])
def test_nothing_acknowledged_is_ever_at_risk(cores):
    settings = server_settings(Machine(memory=GIB, cores=cores, shared_memory=0))
    assert [settings[name] for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3


@pytest.mark.parametrize(
    ("shared", "cores", "workers"), [(64 * 1024**2, 8, "0"), (GIB, 8, "2"), (GIB, 1, "0")]
)
def test_queries_run_in_parallel_only_where_there_is_room_for_it(shared, cores, workers):
    settings = server_settings(Machine(memory=GIB, cores=cores, shared_memory=shared))
    assert settings["max_parallel_workers_per_gather"] == workers


def test_this_machine_can_be_measured():
    here = Machine.here()
    assert here.memory > 0
    assert here.cores > 0
