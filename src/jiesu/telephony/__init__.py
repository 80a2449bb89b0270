"""The hotline's calls: seats, queues, calls and their legs, recordings, missed calls, staffing.

The switch (Asterisk) connects voices and goes on doing so by itself; what happened is kept here. The switch
writes every event of a channel into a log file; the connector reads that file into the tables, each line
once, and tells the switch which seats may be rung. What the appeal is about belongs to ``intake`` and
``workorders``.
"""
