import pytest

from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.intake import values, words


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  路灯\t", "路灯"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("政策\x00（川发改）\x07\x85", "政策（川发改）"),
        ('="013812345678"', "013812345678"),
        ('="说""好"""', '说"好"'),
        ("==", "=="),
        ("\ufeff编号", "编号"),
        ("坏\ud800字", "坏字"),
        ("　全角　", "全角"),
    ],
)
def test_cells_are_cleaned(cell, text):
    assert values.clean(cell) == text


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("(0518) 85412345", "051885412345"),
        ("0518-85412345转8012", "051885412345-8012"),
        ("13812345678/0518-85412345", "13812345678"),
        ("13812345678 13987654321", "13812345678"),
        ("13812345678、13987654321", "13812345678"),
        ("12345", "12345"),
        ("138****5678", ""),
        ("138xxxx5678", ""),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(cell, digits):
    assert values.read_phone(cell) == digits


@pytest.mark.parametrize("cell", ["1.38123E+10", "张三", "12", "打我手机", "1" * 25, "；"])
def test_what_is_no_telephone_number_is_refused(cell):
    with pytest.raises(values.Unusable):
        values.read_phone(cell)


def test_identity_numbers_are_read_masked_ones_left_out_and_broken_ones_refused():
    assert values.read_identity(" 32070319900101123x ") == "32070319900101123X"
    assert values.read_identity("320***********1234") == ""
    for cell in ("3.20703E+17", "张三", "1"):
        with pytest.raises(values.Unusable):
            values.read_identity(cell)


@pytest.mark.parametrize("cell", ["是", "1", "Y", "true", "√", "保密", "不公开"])
def test_ways_to_ask_for_secrecy(cell):
    assert values.read_confidential(cell) is True


@pytest.mark.parametrize("cell", ["否", "0", "N", "FALSE", "×", "不保密", "公开"])
def test_ways_not_to_ask_for_secrecy(cell):
    assert values.read_confidential(cell) is False


def test_open_is_yes_for_what_may_be_published():
    assert values.read_public("公开") is True
    assert values.read_public("不公开") is False
    with pytest.raises(values.Unusable):
        values.read_public("也许")


def test_gender_and_degrees():
    assert [values.read_gender(cell) for cell in ("女士", "M", "不说")] == ["女", "男", ""]
    assert values.read_degrees("１１９.22", most=180.0) == 119.22
    for cell in ("181", "nan", "东经"):
        with pytest.raises(values.Unusable):
            values.read_degrees(cell, most=180.0)


@pytest.mark.parametrize("nature", Nature)
def test_natures_are_known_by_code_and_label(nature):
    assert words.nature_of(nature.value.upper()) is nature
    assert words.nature_of(f" {NATURE_LABELS[nature]} ") is nature


@pytest.mark.parametrize("urgency", Urgency)
def test_urgencies_are_known_by_code_and_label(urgency):
    assert words.urgency_of(urgency.value) is words.urgency_of(URGENCY_LABELS[urgency]) is urgency


@pytest.mark.parametrize("channel", Channel)
def test_channels_are_known_by_code_and_label(channel):
    assert words.channel_of(channel.value) is words.channel_of(CHANNEL_LABELS[channel]) is channel


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("WECHAT_MP", Channel.WECHAT),
        ("CGXW_APP", Channel.APP),
        ("12345电话", Channel.PHONE),
        ("心灵感应", None),
    ],
)
def test_channels_of_other_systems(word, channel):
    assert words.channel_of(word) is channel


def test_other_words_for_natures():
    assert words.nature_of("意见建议") is Nature.SUGGESTION
    assert words.nature_of("爱好") is None


def test_errors_of_formulas_are_told_from_text():
    assert values.is_error("#N/A")
    assert values.is_error("#FORMULA! =A1")
    assert not values.is_error("#1楼电梯坏了")
