"""What triage refuses, each in one line."""

from jiesu.core.errors import Refusal


class FileUnreadable(Refusal):
    """The file is not a table that can be read."""

    code = "triage_file_unreadable"
    status = 422
    zh = "无法读取文件 {file}：{why}。"
    en = "{file} cannot be read: {why}."


class ColumnMissing(Refusal):
    """The file lacks a column that was named, or that the task needs."""

    code = "triage_column_missing"
    status = 422
    zh = "文件 {file} 没有“{column}”列；现有：{present}。"
    en = "{file} has no column “{column}”; it has: {present}."


class TooFewExamples(Refusal):
    """Nothing can be learned or measured from so little."""

    code = "triage_too_few_examples"
    status = 422
    zh = "样本不足：{why}。"
    en = "Too few examples: {why}."


class ModelUnusable(Refusal):
    """The directory holds no model of this program, or a damaged one, or one for another task."""

    code = "triage_model_unusable"
    status = 422
    zh = "{directory} 中没有可用的模型：{why}。"
    en = "{directory} holds no usable model: {why}."


class AlreadyLearning(Refusal):
    """A version of this model is being learned."""

    code = "triage_already_learning"
    status = 409
    zh = "该模型正在训练中，请等它结束。"
    en = "This model is being learned; wait for it to finish."
