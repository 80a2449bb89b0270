"""What is taken out of a text before it is published, and what stays."""

import pytest

from jiesu.workorders.masking import masked

TAKEN_OUT = [
    ("请打 13812345678 联系", "13812345678"),
    ("电话 138 1234 5678", "1234 5678"),
    ("电话138-1234-5678。", "1234-5678"),
    ("手机+8613812345678", "13812345678"),
    ("手机１３８１２３４５６７８", "１３８１２３４５６７８"),
    ("电话幺三八一二三四五六七八", "三八一二三四"),
    ("座机0518-85412345转8012", "85412345"),
    ("座机（0518）85412345", "85412345"),
    ("电话85412345", "85412345"),
    ("身份证320703199001011234", "320703199001011234"),
    ("身份证32070319900101123X", "32070319900101123X"),
    ("身份证 320703 19900101 1234", "19900101"),
    ("旧身份证320703900101123", "320703900101123"),
    ("卡号6222 0212 3456 7890 123", "6222 0212"),
    ("护照E12345678", "E12345678"),
    ("邮箱wang.x_m@example.com", "wang.x_m"),
    ("微信号：abc_12345", "abc_12345"),
    ("QQ号 123456789", "123456789"),
    ("车牌苏G·A1234停在", "A1234"),
    ("车牌苏GA12345新能源", "A12345"),
    ("住3栋2单元501室", "501"),
    ("住在3-2-501", "3-2-501"),
    ("住1203号房", "1203"),
    ("本人王小明，反映路灯", "小明"),
    ("我叫李娜。", "李娜"),
    ("联系人：陈建国 13812345678", "建国"),
    ("联系人:赵敏,", "赵敏"),
    ("市民张伟反映楼上漏水", "张伟"),
    ("业主欧阳娜娜称电梯坏了", "娜娜"),
    ("负责人刘德说会修", "刘德"),
    ("王小明先生来电", "小明"),
    ("感谢陈红女士", "陈红"),
    ("张三13900001111", "张三"),
    ("李四，电话13900001111", "李四"),
    ("经办人（周强，13900001111）", "周强"),
]

STAYS = [
    "朝阳路18号门前井盖破损，昨晚有老人绊倒。",
    "业主方便停车的地方被占了。",
    "我是小区居民，希望处理。",
    "市民希望路灯早日修好。",
    "王先生来电咨询。",
    "工单99010020260301000001正在办理。",
    "3月1日至3月15日，共3户居民受影响。",
    "请拨打12345或96777。",
    "办理时限为5个工作日，费用120元。",
    "2026年3月1日21:30，3号楼2单元停电。",
    "公交23路，全长18.5公里。",
    "村民安装水表要多少钱？",
    "东经119.2，北纬34.6。",
    "项目编号GB/T 33358-2016。",
    "户外墙面脱落。",
]


@pytest.mark.parametrize(("text", "secret"), TAKEN_OUT)
def test_what_says_who_somebody_is_is_taken_out(text, secret):
    assert secret in text
    assert secret not in masked(text)


@pytest.mark.parametrize("text", STAYS)
def test_everything_else_stays(text):
    assert masked(text) == text


def test_what_the_citizen_told_of_themselves_goes_wherever_it_stands():
    told = "阿里木江在和平里开店，阿里木江的店号 A-77123。"

    shown = masked(told, known=("阿里木江", "A-77123"))

    assert "阿里木江" not in shown
    assert "77123" not in shown
    assert "和平里开店" in shown


def test_a_person_known_by_the_surname_only_leaves_the_text_as_it_is():
    assert masked("王先生说路灯坏了。", known=("王先生", "王", "")) == "王先生说路灯坏了。"


def test_an_answer_keeps_the_offices_own_number_but_no_mobile():
    answer = "请致电0518-85412345，经办人王强13912345678。"

    shown = masked(answer, keep_offices=True)

    assert "0518-85412345" in shown
    assert "13912345678" not in shown
    assert "王强" not in shown


def test_a_long_text_takes_no_long_time():
    masked("电话" + "1" * 50_000 + "，" + "王" * 20_000 + "业主" * 10_000)
