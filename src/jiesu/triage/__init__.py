"""Advice on what a message is about: topic and nature, which messages are one matter, what is hot in a city.

Everything here is a suggestion with its confidence, which a person takes, changes or ignores; nothing waits
for it. It learns from what people decided. It is not for deciding: registering, dispatching and merging
orders are verbs of ``workorders``; nor for figures over years (``insights``).

What is here so far needs no database: pure modules that read texts and give numbers, and ``command``, the
command line with which anyone can measure them on their own files.
"""
