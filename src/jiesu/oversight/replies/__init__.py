"""What is wrong with a reply: pure rules that read an answer beside what was asked, and say why.

Nothing here decides anything: a hint is shown to whoever writes or reviews the reply, and is stored with the
words that led to it. The rubric is docs/reply-quality.md. Texts are Chinese.
"""
