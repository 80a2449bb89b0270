"""Why a message was not carried, and what the messages refuse."""

from jiesu.core.errors import Refusal


class NotCarried(Exception):
    """The gateway did not take the message; ``final`` when trying again is of no use."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        self.final = final
        super().__init__(why)


class UnknownVariable(Refusal):
    """A template names a variable that nobody fills."""

    code = "unknown_variable"
    status = 422
    zh = "没有变量“{variable}”，请从右侧列出的变量中选择。"
    en = "There is no variable “{variable}”; choose one of those listed."


class MissingValue(Refusal):
    """A message cannot be written, as a variable of its template has no value."""

    code = "missing_value"
    status = 422
    zh = "变量“{variable}”没有取值，消息无法生成。"
    en = "The variable “{variable}” has no value, so the message cannot be written."


class UnclearWording(Refusal):
    """A template cannot be used as it is written."""

    code = "unclear_wording"
    status = 422
    zh = "{why_zh}"
    en = "The wording cannot be used: {why_en}"


class NotToBeResent(Refusal):
    """Only a message that failed or came too late is sent once more."""

    code = "not_to_be_resent"
    zh = "只有失败或已过期的消息可以重发。"
    en = "Only a message that failed or expired can be sent again."


class BadReceipt(Refusal):
    """A gateway's receipt cannot be read."""

    code = "bad_receipt"
    status = 422
    zh = "回执无法识别：{why}"
    en = "The receipt cannot be read: {why}"


class ReceiptNotGenuine(Refusal):
    """A receipt does not bear the signature agreed upon with the gateway."""

    code = "receipt_not_genuine"
    status = 401
    zh = "回执签名不符，未予接收。"
    en = "The receipt's signature is wrong; it was not taken."
