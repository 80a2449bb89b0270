"""Front-end files: those of others, which npm brings at set-up, and the form in which all of them are served.

Nothing of others is committed: ``package-lock.json`` says what ``npm ci`` puts into ``node_modules``, and
:data:`SERVED` says which few files of that a browser may have. Before serving, :func:`collect` writes every
static file under ``var/static`` with its content's hash in the name and a compressed copy beside it, so that
a browser asks for a file once and never again.
"""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from jiesu.config import env

PACKAGES = env.ROOT / "node_modules"

SERVED: dict[str, str] = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/jssip.js": ".made/jssip.js",
    "vendor/leaflet.js": "leaflet/dist/leaflet.js",
    "vendor/leaflet.css": "leaflet/dist/leaflet.css",
    "vendor/images/layers.png": "leaflet/dist/images/layers.png",
    "vendor/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "vendor/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
}
"""Static path of each file that is served, and where its package keeps it."""

STAMP = ".collected"
"""File under ``var/static`` that says from what its neighbours were made."""


class PackageFinder(BaseFinder):
    """Finds the files of :data:`SERVED` for Django's static files."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        del app_names, args, kwargs
        self.storage = _PackageStorage(location=PACKAGES)

    def check(self, **kwargs: object) -> list[Any]:
        """Nothing can be misconfigured here; what is missing is said by ``jiesu doctor``."""
        del kwargs
        return []

    def find(self, path: str, *args: object, **kwargs: object) -> Any:  # noqa: ANN401 - Django's signature
        """Where the file lies; an empty list when it is none of ours or not installed."""
        find_all = bool(kwargs.get("find_all") or kwargs.get("all") or args)
        place = PACKAGES / SERVED[path] if path in SERVED else None
        if place is None or not place.exists():
            return []
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The installed files of :data:`SERVED`."""
        del ignore_patterns
        for path in SERVED:
            if self.storage.exists(path):
                yield path, self.storage


class _PackageStorage(FileSystemStorage):
    """Reads the packages' files under the names that they are served by."""

    def path(self, name: str) -> str:
        """Where a served file lies."""
        return str(PACKAGES / SERVED[name])


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files named by their content, compressed beforehand.

    Follows the style sheets' ``url()`` and the relative imports of our modules; leaves out what points to
    source maps, which are not served.
    """

    manifest_strict = False
    patterns = (
        ("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),
        ("jiesu/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),  # noqa: SLF001
    )


def missing_files() -> list[str]:
    """What of :data:`SERVED` is not installed: then ``make install`` has not been run, or not to its end."""
    return [path for path, place in SERVED.items() if not (PACKAGES / place).exists()]


def collect(target: Path) -> int:
    """Write all static files under ``target``, unless nothing has changed since; returns how many there are.

    Safe to run from several processes: one writes, the others wait and find it done. Files of an earlier
    state stay, because a page that is still open somewhere may ask for them.
    """
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources = {path: (storage, path) for path, storage in _sources()}
        state = _state_of(sources)
        stamp = target / STAMP
        if not stamp.exists() or stamp.read_text() != state:
            _write(sources, target)
            stamp.write_text(state)
    return len(sources)


def _write(sources: dict[str, tuple[Storage, str]], target: Path) -> None:
    storage = HashedStaticFiles(location=str(target))
    for path, (origin, _) in sources.items():
        with origin.open(path) as file:
            (target / path).unlink(missing_ok=True)
            storage.save(path, file)
    for name, _, processed in storage.post_process({path: (storage, path) for path in sources}):
        if isinstance(processed, Exception):
            raise RuntimeError(f"{name}: {processed}") from processed  # noqa: TRY004 - its own failure


def _sources() -> Iterator[tuple[str, Storage]]:
    seen: set[str] = set()
    for finder in get_finders():
        for path, storage in finder.list([]):
            if path not in seen:  # the first finder wins, as when files are looked for one by one
                seen.add(path)
                yield path, storage


def _state_of(sources: dict[str, tuple[Storage, str]]) -> str:
    """A digest of names, sizes and times: quick, and different whenever a file is."""
    facts = [(path, _facts(Path(storage.path(path)))) for path, (storage, _) in sorted(sources.items())]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _facts(place: Path) -> tuple[int, int]:
    status = place.stat()
    return status.st_size, status.st_mtime_ns
