"""The rows of nomination sets, prepared outside a transaction: whoever writes waits for two statements."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from colead.apps.network.bridge.nomination_file import Kind, Reading
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.kit.prepared import Prepared, reserve


@dataclass(frozen=True)
class PreparedSet:
    """The rows of one set, and the primary key that it will have."""

    pk: int
    respondents: Prepared[Respondent]
    nominations: Prepared[Nomination]


@contextmanager
def prepared_sets(organisation: int, reading: Reading) -> Iterator[list[PreparedSet]]:
    """The rows of every kind that was read, prepared outside a transaction; nothing where it has problems."""
    kinds = [] if reading.problems or reading.respondent_problems else reading.kinds
    with ExitStack() as at_the_end:
        prepared = []
        for kind, pk in zip(kinds, reserve(NominationSet, len(kinds)), strict=True):
            respondents = Prepared.new(Respondent, _respondents(organisation, pk, reading))
            at_the_end.callback(respondents.drop)
            nominations = Prepared.new(Nomination, _nominations(organisation, pk, kind))
            at_the_end.callback(nominations.drop)
            prepared.append(PreparedSet(pk, respondents, nominations))
        yield prepared


def _respondents(organisation: int, nomination_set: int, reading: Reading) -> Iterator[Respondent]:
    people = sorted(reading.respondents.tolist())
    for pk, person in zip(sorted(reserve(Respondent, len(people))), people, strict=True):
        yield Respondent(
            pk=pk, organisation_id=organisation, nomination_set_id=nomination_set, person_id=person
        )


def _nominations(organisation: int, nomination_set: int, kind: Kind) -> Iterator[Nomination]:
    """A million rows pass through memory a few thousand at a time."""
    weights = [1.0] * kind.count if kind.weight is None else kind.weight.tolist()
    ends = zip(kind.source.tolist(), kind.target.tolist(), weights, strict=True)
    for pk, (source, target, weight) in zip(sorted(reserve(Nomination, kind.count)), ends, strict=True):
        yield Nomination(
            pk=pk,
            organisation_id=organisation,
            nomination_set_id=nomination_set,
            source_id=source,
            target_id=target,
            weight=weight,
        )
