"""Installs the demo city in the database of ``DATABASE_URL`` and issues tokens to a few of its people.

Run by the harness in a process of its own; does nothing where the city is there already.
"""

import json

import harness


def main() -> None:
    """Install, issue, and leave the tokens for the harness."""
    import django  # noqa: PLC0415 - the harness has set the environment

    django.setup()
    if harness.token_file().exists():
        return
    from jiesu.accounts.actions import issue_token  # noqa: PLC0415
    from jiesu.accounts.selectors import user_by_username  # noqa: PLC0415
    from jiesu.core import clock  # noqa: PLC0415
    from jiesu.demo import city, staff  # noqa: PLC0415
    from jiesu.organisations.actors import SYSTEM  # noqa: PLC0415

    city.install_city(today=clock.now().date())
    first: dict[str, str] = {}
    for person in staff.staff():
        first.setdefault(person.role, person.username)
    issued = {
        role: issue_token(user_by_username(username), name="bench", by=SYSTEM)[1]
        for role, username in first.items()
    }
    harness.token_file().write_text(json.dumps(issued))


if __name__ == "__main__":
    main()
