"""The oversight's part of an order's page: asked for by itself, each panel for whom it is."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.test_workbench import QUERIES, SWAP, order_at, signed_in, text_of


def part_of(number: str) -> str:
    return f"/console/oversight/orders/{number}/"


def test_the_page_of_an_order_asks_for_the_part_when_it_is_shown(city):
    number = city.at("handling")

    page = text_of(signed_in(city, "dispatcher").get(order_at(number)))

    assert f'hx-get="{part_of(number)}"' in page


def test_the_part_is_read_in_few_queries(city):
    number = city.at("handling")
    for who in ("duty_chief", "water_clerk", "operator"):
        client = signed_in(city, who)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(part_of(number), headers=SWAP)
        assert response.status_code == 200
        assert 'id="watch"' in text_of(response)
        assert len(queries) <= QUERIES, (who, [query["sql"] for query in queries])


def test_another_units_order_has_no_part(city):
    number = city.at("handling")

    assert signed_in(city, "parks_clerk").get(part_of(number)).status_code == 404
