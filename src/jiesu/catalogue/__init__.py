"""What the centre works by: natures, topics, duties, time-limit packs, the working calendar, reason codes.

Everything here is configuration that a centre changes and that old orders must not feel: packs, calendars,
topic trees and duty catalogues are published as numbered versions that never change afterwards, and an order
keeps the versions it was born under. It is not for deciding about any single order (``workorders``), nor for
guessing its topic or unit (``triage``).
"""
