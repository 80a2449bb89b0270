"""Knowledge 一号答: one question, one answer, kept true by the unit whose matter it is.

Articles with their life cycle and versions; finding one by what people really say; answering citizens with
nothing but approved sentences; and what is learned from use: gaps, popular questions, how fresh each unit
keeps its part. It is not for deciding on an order (``workorders`` calls down here to cite an article), and
not for the wording of a unit's reply to a single case.
"""
