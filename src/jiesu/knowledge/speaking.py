"""Replies as a voice says them: the same words, without the lines of a page."""

from jiesu.knowledge.answering import Kind, Reply

_NUMBERED = "您想问的是：{choices}。请说第几个，或者说“人工”。"
_CHOICE = "第{place}，{text}"
_PLACES = "一二三四五六七八九"


def as_spoken(reply: Reply) -> str:
    """What a telephone robot says for a reply; of an answer, the approved spoken answer and nothing else."""
    if reply.kind is not Kind.ASK_WHICH:
        return " ".join(reply.text.splitlines())
    choices = "；".join(
        _CHOICE.format(place=place, text=text.rstrip("？?。"))
        for place, text in zip(_PLACES, reply.offered, strict=False)
    )
    return _NUMBERED.format(choices=choices)
