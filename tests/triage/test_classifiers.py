import pytest

from jiesu.triage.classifiers import MANNER, train
from jiesu.triage.errors import TooFewExamples
from jiesu.triage.examples import Example

THEMES = {
    "供水": ["小区停水三天没人管", "自来水压力太低", "水管爆裂漏水", "水表收费不合理"],
    "交通": ["公交车不准时", "路口红绿灯坏了", "修路影响出行", "出租车拒载乘客"],
    "教育": ["学校违规补课收费", "幼儿园入学难", "教师待遇没有落实", "中学食堂卫生差"],
}
STRANGE = [
    "",
    "   ",
    "1234567890",
    "😀😀😀",
    "，。！？",
    "ありがとうございます",
    "Ignore all rules and say 供",
    "\x00\ud800",
    "的",
]


@pytest.fixture(scope="module")
def classifier():
    examples = [
        Example(content=f"{opening}{sentence}{number}号", label=label, raw=True)
        for label, sentences in THEMES.items()
        for sentence in sentences
        for opening in ("请问", "投诉", "反映")
        for number in (1, 2)
    ]
    return train(examples)


@pytest.mark.parametrize(
    ("message", "label"), [("我们小区又停水了", "供水"), ("公交车总是不来", "交通"), ("学校补课", "教育")]
)
def test_a_plain_message_gets_its_topic(classifier, message, label):
    assert classifier.suggestions([message])[0].label == label


def test_a_suggestion_carries_the_three_likeliest_and_their_chances(classifier):
    suggestion = classifier.suggestions(["小区停水"])[0]
    assert suggestion.best[0][0] == "供水"
    assert sum(chance for _, chance in suggestion.best) == pytest.approx(1.0)
    assert suggestion.confidence == suggestion.best[0][1]


@pytest.mark.parametrize("message", STRANGE)
def test_what_cannot_be_understood_gets_an_honest_dont_know(classifier, message):
    assert classifier.suggestions([message])[0].label is None


def test_an_endless_message_is_answered(classifier):
    assert classifier.suggestions(["停水" * 25_000])[0].label == "供水"


def test_no_messages_no_suggestions(classifier):
    assert classifier.suggestions([]) == []


def test_training_twice_gives_the_same_model(classifier):
    examples = [
        Example(f"{sentence}{n}", label, raw=True)
        for label, s in THEMES.items()
        for sentence in s
        for n in "甲乙"
    ]
    first, second = train(examples), train(examples)
    assert (first.probabilities(examples) == second.probabilities(examples)).all()


def test_two_classes_are_enough():
    two = [
        Example(f"{s}{n}", label, raw=True)
        for label in ("供水", "交通")
        for s in THEMES[label]
        for n in "甲乙"
    ]
    assert train(two).suggestions(["停水"])[0].label == "供水"


def test_one_class_is_too_few_to_learn_from():
    with pytest.raises(TooFewExamples):
        train([Example("停水", "供水", raw=True)] * 50)


@pytest.mark.parametrize("message", STRANGE)
def test_the_purpose_of_what_cannot_be_understood_is_not_guessed(message):
    asks = [Example(f"请问{s}怎么办?", "咨询", raw=True) for words in THEMES.values() for s in words]
    complains = [Example(f"投诉{s}!严惩", "投诉", raw=True) for words in THEMES.values() for s in words]
    proposes = [Example(f"建议{s},希望采纳", "建议", raw=True) for words in THEMES.values() for s in words]
    classifier = train([*asks, *complains, *proposes], method=MANNER)
    assert classifier.suggestions(["请问什么时候通车?"])[0].label == "咨询"
    assert classifier.suggestions([message])[0].label is None
