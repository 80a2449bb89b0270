"""The heart: orders, the units' shares in them, the workflow as a table, clocks, applications, history.

Everything that happens to a citizen's appeal from registration to the archive is a verb of
:mod:`~jiesu.workorders.workflow` carried out by one function of :mod:`~jiesu.workorders.actions`.
It is not for how an appeal arrived (``intake``), what would be wise to do with it (``triage``), nor for
urging, supervision and the plan of callbacks (``oversight``), which are records about orders.
"""
