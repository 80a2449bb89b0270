"""A worker that stops dead after the gateway has taken a message and before that is written down."""

import sys
import time


def main(point: str) -> None:
    """Work until killed; without a point to stop at, until there is no work."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from jiesu.core import tasks
    from jiesu.messaging.adapters.http import HttpGateway

    tasks.STALLED_AFTER = 1.0
    carry = HttpGateway.carry

    def carry_and_stand_still(self, parcel) -> None:
        carry(self, parcel)
        if point == "before the commit":
            sys.stdout.write("holding\n")
            sys.stdout.flush()
            time.sleep(600)

    HttpGateway.carry = carry_and_stand_still
    with app.replace_connector(DjangoConnector().get_worker_connector()) as with_connection:
        with_connection.run_worker(
            queues=["messages", "upkeep"], wait=point != "nowhere", listen_notify=False
        )
