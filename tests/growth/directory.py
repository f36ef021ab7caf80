"""The people of a world, and their accounts."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User

from roles.enums import SecurityKind
from roles.models import AccountName, Person, SecurityEvent
from tests.growth.loading import Rows
from tests.growth.names import person_name

RETIRED = 20  # one person in so many
ALIKE = 20  # of the first people, as many as have the name of another: possible doubles in any world
EVENTS_OF_FIRST = 60  # in the security log: who searches for this account finds more than a page in any world


def make_directory(people: int, now: datetime) -> None:
    """Everybody; every second one has an account, with what the security log and the notices say to it."""
    rows, ids = Rows(), count(1)
    for pk in range(1, people + 1):
        random = Random(pk)
        name = person_name(Random(pk - ALIKE) if ALIKE < pk <= 2 * ALIKE else random)
        account = pk // 2 + 1 if pk % 2 else None
        email = f"p{pk}@example.org" if pk % 8 else ""
        if account:
            first, _space, last = name.partition(" ")
            called = {"id": account, "email": email, "first_name": first, "last_name": last}
            rows.add(User, username=f"u{account}", password="!", date_joined=now, **called)
            rows.add(AccountName, user=User(**called))
            rows.add(EmailAddress, id=account, user_id=account, email=email, verified=True, primary=True)
            for _time in range(EVENTS_OF_FIRST if pk == 1 else 5):
                at = now - timedelta(minutes=random.randrange(300 * 24 * 60))
                rows.add(SecurityEvent, id=next(ids), at=at, kind=SecurityKind.SIGNED_IN, by_id=account)
        rows.add(Person, id=pk, name=name, email=email, user_id=account, active=pk % RETIRED != 0)
    rows.load()
