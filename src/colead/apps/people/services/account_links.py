"""Whose account is whose: confirmed by the person, kept in the audit log, ended when the address changes.

An import may write any address beside a name. It therefore never joins an account to a person: a first
address counts when whoever reads its mail says "that is me"; another address in its place counts when the
one before agrees, or a second person of the people team does.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.services import enqueue
from colead.apps.ledger.services import append_entry
from colead.apps.notices.services import notify
from colead.apps.organisations.models import Organisation, User
from colead.apps.people import permissions
from colead.apps.people.models import AccountLink, Person
from colead.apps.people.own_person import find_claimable_person, free_users, own_person, set_accounts
from colead.kit.batches import batches
from colead.kit.errors import Conflict, NotFound
from colead.kit.mail import written
from colead.kit.roles import Member, console

CONFIRM_SALT = "colead.people.confirm_address"
CONFIRM_DAYS = 14


@transaction.atomic
def claim_person(*, by: Member, person: str, now: datetime) -> AccountLink:
    """The member says that they are this person, by key, as `find_claimable_person` asked them.

    Whoever says so again, as by a double click, is told of the link that there is.
    """
    by.require(permissions.VIEW)
    _lock(person)
    held = AccountLink.objects.filter(person__key=person, user=by.user, until__isnull=True).first()
    if held is not None:
        return held
    found = _claimable(by, person)
    link = link_account(person=found, user=_user(by), proof=AccountLink.Proof.ADDRESS, now=now)
    append_entry(by=by, action="people.account_linked", subject=f"person:{found.pk}", now=now)
    return link


@transaction.atomic
def refuse_person(*, by: Member, person: str, now: datetime) -> None:
    """The member says that they are not this person; they are not asked again."""
    by.require(permissions.VIEW)
    _lock(person)
    found = _claimable(by, person)
    AccountLink.objects.create(
        organisation=by.organisation,
        person=found,
        user=_user(by),
        address=found.email,
        since=now,
        until=now,
        ended=AccountLink.Ended.NOT_ME,
    )
    append_entry(by=by, action="people.account_refused", subject=f"person:{found.pk}", now=now)


@transaction.atomic
def leave_person(*, by: Member, now: datetime) -> None:
    """The member takes back that they are this person."""
    by.require(permissions.VIEW)
    person = own_person(by)
    links = AccountLink.objects.select_for_update(of=("self",)).filter(person=person, until__isnull=True)
    _end(list(links), AccountLink.Ended.PERSON, now)
    append_entry(by=by, action="people.account_unlinked", subject=f"person:{person.pk}", now=now)


def link_account(*, person: Person, user: User, proof: str, now: datetime) -> AccountLink:
    """From here on the account acts as the person. The caller has asked for the proof."""
    set_accounts({person.pk: user.pk})
    return AccountLink.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        user=user,
        address=person.email,
        proof=proof,
        since=now,
    )


def follow_addresses(*, by: Member, people: Iterable[int], now: datetime) -> int:
    """After an import, or its undo, has changed these people's addresses: links end, or hold again.

    A link proved by another address than the one that stands there now ends, and its account is told by a
    job. One that ended so holds again when its address is back. Returns how many ended. Some nine queries
    for each batch of people, and six when something ended.
    """
    ended: list[int] = []
    for batch in batches(people):
        rows = {row.pk: row for row in Person.objects.filter(pk__in=batch)}
        links = AccountLink.objects.filter(person__in=rows, until__isnull=True)
        moved = [link for link in links if not _is_address(link, rows[link.person_id])]
        _end(moved, AccountLink.Ended.ADDRESS, now)
        ended += [link.pk for link in moved]
        _resume(Person.objects.without_account().filter(pk__in=rows, earlier_email=""))
    if ended:
        subject, details = f"organisation:{by.organisation.pk}", {"accounts": len(ended)}
        append_entry(by=by, action="people.accounts_unlinked", subject=subject, details=details, now=now)
        enqueue(by=by, work="people.tell_unlinked", arguments={"links": ended}, now=now)
    return len(ended)


def tell_unlinked(*, organisation: Organisation, links: Collection[int], now: datetime) -> None:
    """Tell accounts that they no longer act as a person because the staff list gives another address."""
    for batch in batches(links):
        for link in AccountLink.objects.filter(pk__in=batch, until__isnull=False).select_related("user"):
            notify(
                to=link.user,
                organisation=organisation,
                kind="people.address_changed",
                subject=f"account_link:{link.pk}",
                url=reverse("web:dashboard", args=[organisation.slug]),
                now=now,
            )


def _is_address(link: AccountLink, person: Person) -> bool:
    """True when the address that the link was proved by is the one on the staff list."""
    return link.address.lower() == person.email.lower()


def _end(links: Collection[AccountLink], why: str, now: datetime) -> None:
    AccountLink.objects.filter(pk__in=[link.pk for link in links]).update(until=now, ended=why)
    set_accounts({link.person_id: None for link in links})


def _resume(people: QuerySet[Person]) -> None:
    """Links that ended for another address than the one that is back hold again."""
    rows = {person.pk: person for person in people}
    last = _last_links(rows)
    ended = AccountLink.objects.filter(person__in=last, ended=AccountLink.Ended.ADDRESS)
    back: dict[int, AccountLink] = {}
    for link in ended.order_by("-until", "-pk"):
        if _is_address(link, rows[link.person_id]) and link.user_id == last[link.person_id].user_id:
            back.setdefault(link.person_id, link)
    resumed = _one_for_each_user(back.values())
    AccountLink.objects.filter(pk__in=[link.pk for link in resumed]).update(until=None, ended="")
    set_accounts({link.person_id: link.user_id for link in resumed})


def _last_links(people: Collection[int]) -> dict[int, AccountLink]:
    """The link that each person had last, if the address ended it; the one that ended last comes first.

    What somebody took back, nobody gives again: an earlier link does not count then.
    """
    rows = AccountLink.objects.filter(person__in=people, until__isnull=False)
    last: dict[int, AccountLink] = {}
    for link in rows.exclude(ended=AccountLink.Ended.NOT_ME).order_by("-until", "-pk").select_related("user"):
        last.setdefault(link.person_id, link)
    return {pk: link for pk, link in last.items() if link.ended == AccountLink.Ended.ADDRESS}


def _one_for_each_user(links: Iterable[AccountLink]) -> list[AccountLink]:
    """The first link of every user who is nobody now: an account acts as one person."""
    first: dict[int, AccountLink] = {}
    for link in links:
        first.setdefault(link.user_id, link)
    free = free_users(first)
    return [link for user, link in first.items() if user in free]


@transaction.atomic
def keep_accounts(*, by: Member, people: Collection[str] | None, now: datetime) -> int:
    """Whose address changed is still who they were: the account from before acts for them again.

    people : their keys; None: all who wait. The new address does not count for any other
    account by this. Who took back that it is them keeps none, and an account that was two people's becomes
    the last one's; the others go on waiting.
    """
    by.require(permissions.IMPORT)
    waiting = Person.objects.waiting_for_address().select_for_update(of=("self",))
    rows = {row.pk: row for row in (waiting if people is None else waiting.filter(key__in=people))}
    kept = _one_for_each_user(_last_links(rows).values())
    for link in kept:
        link_account(
            person=rows[link.person_id], user=link.user, proof=AccountLink.Proof.PEOPLE_TEAM, now=now
        )
    if kept:
        subject, details = f"organisation:{by.organisation.pk}", {"accounts": len(kept)}
        append_entry(by=by, action="people.accounts_kept", subject=subject, details=details, now=now)
    return len(kept)


@transaction.atomic
def accept_address(*, by: Member, person: str, now: datetime) -> Person:
    """The new address is this person's. Whoever imported it cannot say so: it takes a second person."""
    by.require(permissions.IMPORT)
    found = _waiting(person)
    if by.user and found.email_by == by.user.pk:
        raise Conflict(
            "second_person",
            _("You imported this address yourself, so somebody else must accept it."),
            _("Ask a colleague of the people team or an owner, or ask at the earlier address."),
        )
    _settle(found)
    append_entry(by=by, action="people.address_accepted", subject=f"person:{found.pk}", now=now)
    return found


@transaction.atomic
def ask_at_earlier_address(*, by: Member, person: str, now: datetime) -> Person:
    """Mail a link to the earlier address, by a job; whoever reads it there confirms the new one."""
    by.require(permissions.IMPORT)
    found = _waiting(person)
    append_entry(by=by, action="people.address_asked", subject=f"person:{found.pk}", now=now)
    enqueue(by=by, work="people.mail_earlier_address", arguments={"person": found.pk}, now=now)
    return found


def mail_earlier_address(*, organisation: Organisation, person: int) -> None:
    """Send the link that `ask_at_earlier_address` asked for, unless the question is settled meanwhile."""
    found = Person.objects.waiting_for_address().filter(pk=person).first()
    if found is None:
        return
    values = [organisation.pk, found.pk, found.earlier_email, found.email]
    path = reverse("people:confirm_address", args=[signing.dumps(values, salt=CONFIRM_SALT)])
    context = {
        "person": found,
        "organisation": organisation,
        "url": settings.BASE_URL + path,
        "days": CONFIRM_DAYS,
    }
    with translation.override(organisation.language):
        written("people/email/address.txt", found.earlier_email, context).send()


def read_address_token(token: str) -> tuple[int, int, str, str]:
    """Organisation, person, earlier and new address; NotFound for a link that is not ours, or too old."""
    try:
        organisation, person, earlier, email = signing.loads(
            token, salt=CONFIRM_SALT, max_age=CONFIRM_DAYS * 24 * 3600
        )
    except signing.BadSignature as error:
        raise _no_longer_asked() from error
    return int(organisation), int(person), str(earlier), str(email)


@transaction.atomic
def confirm_address(*, token: str, now: datetime) -> Person:
    """Whoever reads the mail of the earlier address says that the new one is theirs. Inside the scope."""
    organisation, person, earlier, email = read_address_token(token)
    rows = Person.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.filter(pk=person, organisation=organisation, earlier_email=earlier, email=email).first()
    if found is None:
        raise _no_longer_asked()
    _settle(found)
    subject = f"person:{found.pk}"
    append_entry(by=console(found.organisation), action="people.address_confirmed", subject=subject, now=now)
    return found


def _settle(person: Person) -> None:
    person.earlier_email = ""
    person.save(update_fields=["earlier_email"])


def _waiting(key: str) -> Person:
    rows = Person.objects.waiting_for_address().select_for_update(of=("self",))
    found = rows.filter(key=key).first()
    if found is None:
        raise _no_longer_asked()
    return found


def _claimable(by: Member, key: str) -> Person:
    """The person whom the member is asked about; Conflict when this is no longer the question."""
    found = find_claimable_person(by)
    if found is None or found.key != key:
        raise Conflict(
            "not_asked",
            _("The staff list has changed meanwhile."),
            _("Look at the overview: it says whether you are asked something."),
        )
    return found


def _lock(key: str) -> None:
    """Whoever answers about the same person waits here, and then sees what the other one wrote."""
    Person.objects.select_for_update(of=("self",)).filter(key=key).first()


def _no_longer_asked() -> NotFound:
    return NotFound(
        "address_settled",
        _("This question is settled, or the link is too old."),
        _("Nothing remains to be done. The people team can ask again."),
    )


def _user(by: Member) -> User:
    return cast(User, by.user)  # find_claimable_person has found somebody for them
