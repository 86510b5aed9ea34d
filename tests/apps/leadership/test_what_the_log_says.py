"""The nightly check of the audit log: an offer in a state into which nothing recorded has brought it."""

from apps.leadership.builders import NOW, House, offer, task
from colead.apps.leadership.models import Offer
from colead.apps.leadership.services.offers import accept_offer
from colead.apps.leadership.services.steps import take_step
from colead.apps.leadership.workflow import OFFER
from colead.apps.ledger.models import LedgerLeaf
from colead.apps.ledger.services import check_record
from colead.apps.ledger.soundness import Fault
from colead.apps.notices.models import Notice


def test_a_state_that_was_altered_by_hand_is_told_with_the_entry_that_says_otherwise(house: House) -> None:
    clinic = house.cast.clinic
    taken, declined = (offer(task(house), house.people["alma"], offered_by=house.cast.bo.user) for _ in "ab")
    accept_offer(by=house.cast.alma, offer_id=taken.pk, now=NOW)
    take_step(OFFER, "decline", by=house.cast.alma, row_id=declined.pk, now=NOW)
    assert check_record(organisation=clinic, now=NOW) == []
    Offer.objects.filter(pk=declined.pk).update(state="withdrawn")
    last = LedgerLeaf.objects.count() - 1
    assert check_record(organisation=clinic, now=NOW) == [Fault("state", last, f"offer:{declined.pk}")]
    assert Notice.objects.filter(user=house.cast.olga.user, kind="ledger.fault_state").count() == 1
