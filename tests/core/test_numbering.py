import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from jiesu.core.numbering import next_number, next_numbers

DAY = "99010020260302"


@pytest.mark.django_db(transaction=True)
def test_a_series_counts_from_one():
    assert next_number(DAY) == f"{DAY}000001"
    assert next_number(DAY) == f"{DAY}000002"


@pytest.mark.django_db(transaction=True)
def test_each_series_starts_near_one_whatever_went_before():
    next_numbers("99010020260301", count=40)
    assert next_numbers(DAY, count=3) == [f"{DAY}000001", f"{DAY}000002", f"{DAY}000003"]


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_rolled_back_leaves_a_gap_and_no_base():
    with transaction.atomic():
        next_numbers(DAY, count=5)
        transaction.set_rollback(True)
    assert next_number(DAY) == f"{DAY}000001"
    with transaction.atomic():
        next_number(DAY)
        transaction.set_rollback(True)
    assert next_number(DAY) == f"{DAY}000003"


@pytest.mark.django_db(transaction=True)
def test_a_busy_day_needs_more_digits():
    next_number(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('core_serial', 1000000)")
    assert next_number(DAY) == f"{DAY}1000001"


@pytest.mark.django_db(transaction=True)
def test_numbers_drawn_before_another_began_the_series_are_drawn_again():
    drawn, begun = threading.Event(), threading.Event()

    def slow(monkeypatch):
        from jiesu.core import numbering

        original = numbering._base_of

        def late(series, *, first):
            drawn.set()
            begun.wait(10)
            return original(series, first=first)

        monkeypatch.setattr(numbering, "_base_of", late)
        try:
            return next_numbers(DAY, count=3)
        finally:
            monkeypatch.undo()
            connection.close()

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        first = pool.submit(slow, patch)
        drawn.wait(10)
        with connection.cursor() as cursor:  # another process, which drew later and committed first
            cursor.execute("SELECT nextval('core_serial')")
            cursor.execute("INSERT INTO core_numberbase VALUES (%s, %s)", [DAY, cursor.fetchone()[0] - 1])
        begun.set()
        assert first.result() == [f"{DAY}000002", f"{DAY}000003", f"{DAY}000004"]


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_under_concurrency():
    def register(_):
        try:
            with transaction.atomic():
                return next_numbers(DAY, count=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for batch in pool.map(register, range(40)) for number in batch]
    assert len(set(numbers)) == 280
    assert all(len(number) == len(DAY) + 6 for number in numbers)
    assert min(numbers) == f"{DAY}000001"
