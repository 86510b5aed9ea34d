"""An account acts as a person because that person said so; never because of what an import wrote."""

import contextlib
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.db.models.functions import Lower
from django.test import Client

from apps.people.staff import NOW, changed, check, take_in
from cast import LONG_AGO, Cast, member, user
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import Membership
from colead.apps.people import own_person as answering
from colead.apps.people import services
from colead.apps.people.models import AccountLink, Person
from colead.apps.people.own_person import find_own_person
from colead.apps.people.services import account_links
from colead.apps.people.services.account_links import (
    accept_address,
    ask_at_earlier_address,
    claim_person,
    keep_accounts,
    leave_person,
    refuse_person,
)
from colead.kit import scope
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member, Role
from queue_of_jobs import run_pending

pytestmark = pytest.mark.database("both")

HELPERS = ("hal@example.org", "hal2@example.org", "hal3@example.org")


def import_address(by: Member, key: str, email: str) -> int:
    """The clinic's staff list with another address for one person; which import it is."""
    rows = {
        "3": f"3,Alma Dahl,{email},2,Ward,Clinic,Nurse",
        "4": f"4,Ærø Skov,{email},2,Ward,Clinic,Nurse",
    }
    return take_in(by, changed(**{f"p{key}": rows[key]})).pk


def is_told_truly(clinic: Cast) -> None:
    """The person's row and the open links say the same."""
    linked = set(Person.objects.filter(user__isnull=False).values_list("pk", "user"))
    assert linked == set(AccountLink.objects.filter(until__isnull=True).values_list("person", "user"))


def actions() -> list[str]:
    return [json.loads(row.text)["action"] for row in LedgerRecord.objects.order_by("leaf__index")]


def person_of(email: str) -> str | None:
    """The key of whom an account is."""
    return Person.objects.filter(user__email=email).values_list("key", flat=True).first()


@pytest.fixture
def staffed(clinic: Cast) -> Cast:
    take_in(clinic.carla)
    return clinic


class TestQuestion:
    def page(self, by: Member) -> Client:
        client = Client()
        client.force_login(by.user)
        return client

    def test_overview_asks_once_and_yes_makes_them_the_person(self, staffed: Cast) -> None:
        leave_person(by=staffed.alma, now=NOW)
        alma = self.page(staffed.alma)
        assert "You are Alma Dahl" in alma.get("/o/clinic/").content.decode()
        assert alma.post("/o/clinic/who-i-am/", {"answer": "yes", "person": "3"}).status_code == 302
        assert person_of("alma@example.org") == "3"
        assert "You are Alma Dahl" not in alma.get("/o/clinic/").content.decode()
        shown = alma.get("/o/clinic/who-i-am/").content.decode()
        assert "Alma Dahl" in shown
        assert "Ward" in shown
        assert "people.account_linked" in actions()
        is_told_truly(staffed)

    def test_no_is_not_asked_again_on_the_overview_and_can_be_mended(self, staffed: Cast) -> None:
        leave_person(by=staffed.alma, now=NOW)
        alma = self.page(staffed.alma)
        alma.post("/o/clinic/who-i-am/", {"answer": "no", "person": "3"})
        assert person_of("alma@example.org") is None
        assert "You are Alma" not in alma.get("/o/clinic/").content.decode()
        alma.post("/o/clinic/who-i-am/", {"answer": "yes", "person": "3"})
        assert person_of("alma@example.org") == "3"

    def test_saying_yes_twice_is_the_same_as_once(self, staffed: Cast) -> None:
        leave_person(by=staffed.alma, now=NOW)
        links = {claim_person(by=staffed.alma, person="3", now=NOW).pk for _ in range(2)}
        assert len(links) == 1
        is_told_truly(staffed)

    @pytest.mark.parametrize("answer", [claim_person, refuse_person])
    def test_nobody_answers_about_somebody_else(self, staffed: Cast, answer: Callable[..., object]) -> None:
        leave_person(by=staffed.alma, now=NOW)
        for by, key in ((staffed.alma, "4"), (staffed.dan, "3"), (staffed.bo, "3")):
            with pytest.raises(Conflict):
                answer(by=by, person=key, now=NOW)

    def test_somebody_may_take_it_back(self, staffed: Cast) -> None:
        self.page(staffed.alma).post("/o/clinic/who-i-am/", {"answer": "leave"})
        assert find_own_person(staffed.alma) is None
        is_told_truly(staffed)
        with pytest.raises(NotFound):
            leave_person(by=staffed.alma, now=NOW)


class TestChangedAddress:
    def test_ends_the_link_tells_the_account_and_waits(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        assert find_own_person(staffed.alma) is None
        run_pending()
        assert Notice.objects.filter(user=staffed.alma.user, kind="people.address_changed").count() == 1
        page = TestQuestion().page(staffed.carla).get("/o/clinic/staff-list/addresses/").content.decode()
        for shown in ("Alma Dahl", "alma.new@example.org", "alma@example.org", "Carla"):
            assert shown in page
        is_told_truly(staffed)

    def test_undo_gives_the_link_back_and_tells_nobody_who_was_not_told(self, staffed: Cast) -> None:
        done = import_address(staffed.carla, "3", "alma.new@example.org")
        services.undo_import(by=staffed.carla, import_id=done, now=NOW)
        run_pending()
        assert person_of("alma@example.org") == "3"
        assert not Notice.objects.filter(kind="people.address_changed").exists()
        is_told_truly(staffed)

    def test_address_that_comes_back_by_another_import_gives_it_back_too(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        import_address(staffed.carla, "3", "ALMA@example.org")
        assert person_of("alma@example.org") == "3"
        assert not Person.objects.waiting_for_address().exists()

    def test_same_person_keeps_the_account(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        assert keep_accounts(by=staffed.carla, people=None, now=NOW) == 1
        assert person_of("alma@example.org") == "3"
        newcomer = member(staffed.clinic, "alma.new")
        with pytest.raises(Conflict):
            claim_person(by=newcomer, person="3", now=NOW)
        is_told_truly(staffed)

    def test_what_somebody_took_back_nobody_gives_again(self, staffed: Cast) -> None:
        first = import_address(staffed.carla, "3", "alma.new@example.org")
        keep_accounts(by=staffed.carla, people=None, now=NOW + timedelta(hours=2))
        leave_person(by=staffed.alma, now=NOW + timedelta(hours=3))
        assert keep_accounts(by=staffed.carla, people=None, now=NOW + timedelta(hours=4)) == 0
        assert find_own_person(staffed.alma) is None
        services.undo_import(by=staffed.carla, import_id=first, now=NOW + timedelta(hours=5))
        assert find_own_person(staffed.alma) is None
        is_told_truly(staffed)

    def test_undo_gives_back_what_the_people_team_had_kept(self, staffed: Cast) -> None:
        """The account proved the address that is back, and lost the person by an address, not by a no."""
        done = import_address(staffed.carla, "3", "alma.new@example.org")
        keep_accounts(by=staffed.carla, people=None, now=NOW + timedelta(hours=2))
        services.undo_import(by=staffed.carla, import_id=done, now=NOW + timedelta(hours=3))
        assert person_of("alma@example.org") == "3"
        is_told_truly(staffed)

    def test_account_that_was_two_peoples_is_kept_for_the_last(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        other = Person.objects.get(key="4")
        Person.objects.filter(key="4").update(earlier_email="before@example.org")
        AccountLink.objects.create(
            organisation=staffed.clinic,
            person=other,
            user=staffed.alma.user,
            since=NOW,
            until=NOW + timedelta(days=1),
            ended="address",
        )
        assert keep_accounts(by=staffed.carla, people=None, now=NOW + timedelta(days=2)) == 1
        assert person_of("alma@example.org") == "4"
        assert Person.objects.waiting_for_address().get().key == "3"
        is_told_truly(staffed)

    def test_undo_of_a_name_leaves_an_address_settled_that_was_settled_since(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        named = changed(p3="3,Alma Dahl Holm,alma.new@example.org,2,Ward,Clinic,Nurse")
        done = take_in(staffed.carla, named).pk
        accept_address(by=staffed.olga, person="3", now=NOW)
        services.undo_import(by=staffed.carla, import_id=done, now=NOW)
        alma = Person.objects.get(key="3")
        assert (alma.name, alma.earlier_email) == ("Alma Dahl", "")

    def test_earlier_address_confirms_and_the_new_one_is_asked(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        ask_at_earlier_address(by=staffed.carla, person="3", now=NOW)
        run_pending()
        assert mail.outbox[-1].to == ["alma@example.org"]
        path = next(word for word in mail.outbox[-1].body.split() if "/confirm-address/" in word)
        path = path.removeprefix("http://127.0.0.1:8000")
        assert Client().get(path).status_code == 200
        assert Person.objects.waiting_for_address().count() == 1  # looking confirms nothing
        assert Client().post(path).status_code == 200
        newcomer = member(staffed.clinic, "alma.new")
        claim_person(by=newcomer, person="3", now=NOW)
        assert find_own_person(newcomer) == Person.objects.get(key="3")
        assert Client().post(path).status_code == 404
        assert actions()[-2:] == ["people.address_confirmed", "people.account_linked"]

    def test_link_of_another_question_or_nonsense_confirms_nothing(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        ask_at_earlier_address(by=staffed.carla, person="3", now=NOW)
        run_pending()
        path = next(word for word in mail.outbox[-1].body.split() if "/confirm-address/" in word)
        import_address(staffed.carla, "3", "hal@example.org")
        assert Client().post(path.removeprefix("http://127.0.0.1:8000")).status_code == 404
        assert Client().get("/confirm-address/nonsense/").status_code == 404

    def test_second_person_accepts_and_the_importer_does_not(self, staffed: Cast) -> None:
        import_address(staffed.carla, "3", "alma.new@example.org")
        with pytest.raises(Conflict) as caught:
            accept_address(by=staffed.carla, person="3", now=NOW)
        assert caught.value.code == "second_person"
        accept_address(by=staffed.olga, person="3", now=NOW)
        claim_person(by=member(staffed.clinic, "alma.new"), person="3", now=NOW)
        assert person_of("alma.new@example.org") == "3"

    def test_first_address_counts_and_ends_with_the_import_that_brought_it(self, staffed: Cast) -> None:
        Person.objects.filter(key="4").update(email="")
        done = import_address(staffed.carla, "4", "hal@example.org")
        hal = member(staffed.clinic, "hal")
        claim_person(by=hal, person="4", now=NOW)
        services.undo_import(by=staffed.carla, import_id=done, now=NOW)
        assert find_own_person(hal) is None
        is_told_truly(staffed)

    def test_import_that_brought_a_person_can_be_undone_after_they_confirmed(self, staffed: Cast) -> None:
        new = changed(p6="6,Hal,hal@example.org,5,Lab,Clinic,")
        done, hal = take_in(staffed.carla, new), member(staffed.clinic, "hal")
        claim_person(by=hal, person="6", now=NOW)
        services.undo_import(by=staffed.carla, import_id=done.pk, now=NOW)
        assert find_own_person(hal) is None

    @pytest.mark.parametrize("number", [1, 30])
    def test_many_addresses_cost_no_query_each(
        self, clinic: Cast, number: int, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        Person.objects.bulk_create(
            Person(organisation=clinic.clinic, key=str(one), name=str(one), email=f"p{one}@example.org")
            for one in range(number)
        )
        for person in Person.objects.all():
            user = member(clinic.clinic, f"p{person.key}").user
            account_links.link_account(person=person, user=user, proof="address", now=NOW)
        Person.objects.update(email=Lower("key"), earlier_email="before@example.org")
        pks = list(Person.objects.values_list("pk", flat=True))
        with django_assert_max_num_queries(25):
            assert account_links.follow_addresses(by=clinic.carla, people=pks, now=NOW) == number


def by_email(by: Member) -> Person | None:
    """The naive answer that this house once gave: whoever has the address is the person."""
    return Person.objects.filter(email__iexact=by.user.email).first() if by.user else None


@pytest.fixture
def answer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The product, or the naive switch of it."""
    if request.param == "naive":
        product = answering.find_own_person
        for module in [one for one in sys.modules.values() if vars(one).get("find_own_person") is product]:
            monkeypatch.setattr(module, "find_own_person", by_email)
    return request.param


class Attacker:
    """Carla of the people team, three helpers' mailboxes, and all that the product offers them."""

    def __init__(self, clinic: Cast, target: str, seed: int) -> None:
        self.clinic, self.by, self.target = clinic, clinic.carla, target
        self.chance = random.Random(seed)
        self.helpers = [member(clinic.clinic, email.split("@")[0]) for email in HELPERS]
        self.imports: list[int] = []
        self.acted = False

    def play(self, steps: int) -> bool:
        """So many moves by chance; after each, every helper tries. True when one ever was the target."""
        moves = (self.take_in, self.take_in, self.undo, self.keep, self.accept, self.ask)
        for _ in range(steps):
            try:
                self.chance.choice(moves)()
            except DomainError:
                continue
            finally:
                self.try_all()
        return self.acted

    def take_in(self) -> None:
        email = self.chance.choice([*HELPERS, "", "alma@example.org", "aero@example.org"])
        self.imports.append(import_without_help(self.by, self.target, email))

    def undo(self) -> None:
        if self.imports:
            services.undo_import(by=self.by, import_id=self.imports.pop(), now=NOW)

    def keep(self) -> None:
        keep_accounts(by=self.by, people=None, now=NOW)

    def accept(self) -> None:
        accept_address(by=self.by, person=self.target, now=NOW)

    def ask(self) -> None:
        """What is mailed to a helper is opened; what is mailed to the target is not."""
        mail.outbox.clear()
        asked = ask_at_earlier_address(by=self.by, person=self.target, now=NOW)
        run_pending()
        if asked.earlier_email in HELPERS:
            link = next(word for word in mail.outbox[-1].body.split() if "/confirm-address/" in word)
            Client().post(link.removeprefix("http://127.0.0.1:8000"))

    def try_all(self) -> None:
        for helper in self.helpers:
            with contextlib.suppress(DomainError):
                claim_person(by=helper, person=self.target, now=NOW)
            own = answering.find_own_person(helper)
            self.acted |= own is not None and own.key == self.target


def import_without_help(by: Member, key: str, email: str) -> int:
    """An import as the product does it, after which nobody confirms anything."""
    name = {"3": "Alma Dahl", "4": "Ærø Skov"}[key]
    checked = check(by, changed(**{f"p{key}": f"{key},{name},{email},2,Ward,Clinic,Nurse"}))
    return services.apply_import(by=by, import_id=checked.pk, now=NOW + timedelta(seconds=1)).pk


@pytest.mark.parametrize(("answer", "succeeds"), [("product", False), ("naive", True)], indirect=["answer"])
def test_people_team_cannot_act_as_somebody_by_import(staffed: Cast, answer: str, succeeds: bool) -> None:
    """Of people with an account (3) and without one (4); the naive switch falls in most games."""
    games = [(target, seed) for target in ("3", "4") for seed in range(6)]
    won = 0
    for target, seed in games:
        with transaction.atomic():
            won += Attacker(staffed, target, seed).play(8)
            transaction.set_rollback(True)
    assert (won > len(games) / 2) if succeeds else won == 0


def test_what_held_by_an_address_becomes_a_link_once(clinic: Cast) -> None:
    """The migration: of proved members at an address that is one person's; an unproved account is asked."""
    migration = import_module("colead.apps.people.migrations.0006_account_links")
    una = user("una", proved=False)
    Membership.objects.create(user=una, organisation=clinic.clinic, role=Role.MEMBER, valid_from=LONG_AGO)
    rows = {
        "linked": ("old@example.org", clinic.bo.user),
        "unproved": ("", una),
        "alike": ("ALMA@example.org", None),
        "first": ("uma@example.org", None),
        "second": ("Uma@example.org", None),
        "stranger": ("ida@example.org", None),
    }
    for key, (email, of) in rows.items():
        Person.objects.create(organisation=clinic.clinic, key=key, name=key, email=email, user=of)
    with scope.everything("as a migration sees it"):
        migration.carry(apps, None)
    linked = dict(Person.objects.filter(user__isnull=False).values_list("key", "user__email"))
    assert linked == {"linked": "bo@example.org", "alike": "alma@example.org"}
    assert {link.proof for link in AccountLink.objects.all()} == {"carried"}
    is_told_truly(clinic)
