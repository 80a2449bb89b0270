import pytest

from jiesu.telephony.dialling import EMERGENCY, NumberKind, dialable, kind_of, normal
from jiesu.telephony.errors import NotANumber


@pytest.mark.parametrize(
    ("given", "spelt", "kind"),
    [
        ("+86 138-1234-5678", "13812345678", NumberKind.MOBILE),
        ("008613812345678", "13812345678", NumberKind.MOBILE),
        ("013812345678", "13812345678", NumberKind.MOBILE),
        ("１３８１２３４５６７８", "13812345678", NumberKind.MOBILE),
        ("85512345", "051885512345", NumberKind.FIXED),
        ("0518-85512345", "051885512345", NumberKind.FIXED),
        ("+8651885512345", "051885512345", NumberKind.FIXED),
        ("(010) 6552 1234", "01065521234", NumberKind.FIXED),
        ("12345", "12345", NumberKind.SERVICE),
        ("95598", "95598", NumberKind.SERVICE),
        ("4001234567", "4001234567", NumberKind.SERVICE),
        ("110", "110", NumberKind.EMERGENCY),
        ("+44 20 7946 0000", "00442079460000", NumberKind.FOREIGN),
        ("anonymous", "", NumberKind.HIDDEN),
        ("Restricted", "", NumberKind.HIDDEN),
        ("7", "7", NumberKind.OTHER),
    ],
)
def test_a_number_has_one_spelling(given, spelt, kind):
    assert normal(given, area="0518") == spelt
    assert normal(spelt, area="0518") == spelt
    assert kind_of(spelt) is kind


@pytest.mark.parametrize("number", ["", "anonymous", "7", "sip:evil@example", "110;rm"])
def test_what_cannot_be_dialled_is_refused(number):
    if normal(number) in EMERGENCY:
        assert dialable(number) == "110"
        return
    with pytest.raises(NotANumber):
        dialable(number)
