"""Settings of the embedded PostgreSQL for the machine it runs on.

A committed registration must survive a power cut: ``fsync``, ``synchronous_commit`` and
``full_page_writes`` stay on whatever the machine.
"""

from dataclasses import dataclass
from pathlib import Path

import psutil

_MIB = 1024 * 1024
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - measured, not written to


@dataclass(frozen=True)
class Machine:
    """What the server may count on.

    Attributes:
        memory: bytes of main memory, or the container's limit where that is lower.
        cores: processors.
        shared_memory: bytes of the file system that parallel queries exchange rows through.
    """

    memory: int
    cores: int
    shared_memory: int

    @classmethod
    def here(cls) -> "Machine":
        """The machine the program runs on."""
        limits = [psutil.virtual_memory().total]
        if _CGROUP_LIMIT.exists() and (text := _CGROUP_LIMIT.read_text().strip()).isdigit():
            limits.append(int(text))
        exchange = psutil.disk_usage(str(_SHARED_MEMORY)).total if _SHARED_MEMORY.is_dir() else 0
        return cls(memory=min(limits), cores=psutil.cpu_count() or 1, shared_memory=exchange)


def server_settings(machine: Machine) -> dict[str, str]:
    """Parameters of ``postgresql.conf``: an eighth of the memory for the cache, WAL for bursts of intake."""
    return {
        "listen_addresses": "",
        "max_connections": "200",
        "timezone": "UTC",
        "shared_buffers": _mib(machine.memory // 8, low=128, high=8192),
        "effective_cache_size": _mib(machine.memory // 2, low=256, high=65536),
        "maintenance_work_mem": _mib(machine.memory // 32, low=64, high=1024),
        "work_mem": _mib(machine.memory // 1024, low=8, high=64),
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_level": "replica",
        "wal_buffers": "16MB",
        "min_wal_size": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": str(_parallel_workers(machine)),
        "autovacuum_naptime": "30s",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_vacuum_insert_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "autovacuum_vacuum_cost_limit": "2000",
        **_quiet_log(),
    }


def _quiet_log() -> dict[str, str]:
    """One file a weekday, overwritten a week later; without statements, which carry citizens' words."""
    return {
        "logging_collector": "on",
        "log_directory": "../log",
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
    }


def _parallel_workers(machine: Machine) -> int:
    """Parallel queries fail where the exchange is small, as in a container with the usual 64 MiB."""
    return 0 if machine.shared_memory < 512 * _MIB else min(2, machine.cores // 2)


def _mib(size: int, *, low: int, high: int) -> str:
    return f"{max(low, min(size // _MIB, high))}MB"
