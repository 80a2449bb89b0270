import pytest

from jiesu.core.ciphers import CannotOpen
from jiesu.telephony.sealing import new_key, opened, seal

MIB = 1024 * 1024


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_what_was_sealed_opens_with_its_key_and_is_not_readable_without(tmp_path, size):
    plain, sealed, key = tmp_path / "plain", tmp_path / "sealed", new_key()
    plain.write_bytes(b"12345" * (size // 5) + b"x" * (size % 5))
    seal(plain, sealed, key=key)
    assert b"12345" not in sealed.read_bytes()
    assert b"".join(opened(sealed, key=key)) == plain.read_bytes()


def test_another_key_opens_nothing(tmp_path):
    _sealed(tmp_path)
    with pytest.raises(CannotOpen):
        b"".join(opened(tmp_path / "sealed", key=new_key()))


def test_a_recording_that_was_cut_off_or_reordered_or_changed_is_refused(tmp_path):
    key = _sealed(tmp_path)
    whole = (tmp_path / "sealed").read_bytes()
    piece = MIB + 28
    for damaged in (
        whole[:piece],
        whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :],
        whole[:-1] + b"?",
    ):
        (tmp_path / "sealed").write_bytes(damaged)
        with pytest.raises(CannotOpen):
            b"".join(opened(tmp_path / "sealed", key=key))


def _sealed(tmp_path):
    key = new_key()
    (tmp_path / "plain").write_bytes(bytes(range(256)) * (MIB // 100))
    seal(tmp_path / "plain", tmp_path / "sealed", key=key)
    return key
