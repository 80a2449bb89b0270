"""What every package stands on: events, refusals, audit, the clock, encrypted fields, numbering, paging.

No word of the hotline's business belongs here: if a sentence about this package needs the word
"order", it is in the wrong package.
"""
