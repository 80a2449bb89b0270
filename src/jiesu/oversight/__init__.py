"""Watching over the orders: nothing is forgotten, every citizen is called back, every weak reply is found.

Who is told of what and when; urging, supervision and escalation; callbacks; quality inspection; checks in
the field; ledgers of problems; leaders' instructions; bulletins. All of these are records beside an order:
what happens to the order itself is done through the work orders' own actions, and what is measured of units
and people belongs to the assessment.
"""
