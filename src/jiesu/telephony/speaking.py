"""Prompts: texts of the tables, spoken by espeak-ng into the files that the switch plays."""

import hashlib
import subprocess
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from jiesu.telephony.switch_tree import SwitchTree, SwitchUnavailable

_RATE = 8000
_PATIENCE = 60


def speak(texts: Mapping[str, str], directory: Path, *, tree: SwitchTree, hosts: Path) -> list[str]:
    """Make the missing and the changed prompts; their names. A recording put there by hand is kept.

    Raises:
        SwitchUnavailable: the synthesiser failed.
    """
    made = []
    for name, text in texts.items():
        target, note = directory / f"{name}.wav", directory / f".{name}"
        mark = hashlib.sha256(text.encode()).hexdigest()
        if target.exists() and (not note.exists() or note.read_text() == mark):
            continue
        _speak(text, target, tree=tree, hosts=hosts)
        note.write_text(mark)
        made.append(name)
    return made


def _speak(text: str, target: Path, *, tree: SwitchTree, hosts: Path) -> None:
    draft = target.with_suffix(".draft")
    command = tree.command("bin/espeak-ng", "-v", "cmn", "-w", draft, "--", text)
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=tree.environment(hosts), capture_output=True, timeout=_PATIENCE, check=False
    )
    if done.returncode:
        raise SwitchUnavailable(reason=f"espeak-ng: {done.stderr.decode(errors='replace').strip()[:300]}")
    _as_telephone_sound(draft, target)
    draft.unlink()


def _as_telephone_sound(source: Path, target: Path) -> None:
    """8000 samples a second, 16 bits, one channel: what every telephone plays."""
    with wave.open(str(source), "rb") as read:
        rate, sound = read.getframerate(), np.frombuffer(read.readframes(read.getnframes()), dtype="<i2")
    slow = np.clip(resample_poly(sound.astype(np.float64), _RATE, rate), -32768, 32767).astype("<i2")
    with wave.open(str(target), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE)
        written.writeframes(slow.tobytes())
