"""Whether the log in the database is still what was signed, and the rows beside it what the log says."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.apps import apps

from colead.apps.ledger.checkpoint import VerifierKey
from colead.apps.ledger.export import CHUNK, export_lines
from colead.apps.ledger.verify import CheckFailed, NotReadable, verify
from colead.apps.organisations.models import Organisation
from colead.kit import scope
from colead.kit.batches import batches
from colead.kit.workflow import HOUSE, REGISTRY, Workflow

LOG, KEY, STATE = "log", "key", "state"
MORE = "more"  # last of a stored list: in place of an entry, how many faults follow that are not kept


class Fault(NamedTuple):
    """Something that should not be: of which kind, at which entry, and about which row where it is one."""

    kind: str
    entry: int
    subject: str = ""


class Said(dict[str, tuple[int, str]]):
    """By subject: the last entry about it, and its action."""


def faults(
    organisation: Organisation, size: int, key: VerifierKey, check: Callable[[], None] = lambda: None
) -> list[Fault]:
    """What is wrong with the first `size` entries, which a checkpoint must cover; nothing when all is well.

    key : the installation's; what another one has signed is a fault.   check : called now and then; may raise
    to stop. Cost O(entries): some 3 s for 100,000.
    """
    heard = _Heard(check)
    try:
        verify(heard.lines(export_lines(organisation, size)), trusted_key=str(key))
    except CheckFailed as error:
        return [Fault(KEY if error.entry is None else LOG, error.entry or 0)]
    except (NotReadable, ValueError):  # what stands there is no record at all
        return [Fault(LOG, heard.entries)]
    with scope.organisation(organisation):
        return [*_disagreeing(heard.said)]


class _Heard:
    """What the lines say of rows, noted as they pass."""

    def __init__(self, check: Callable[[], None]) -> None:
        self.check, self.said, self.entries = check, Said(), 0

    def lines(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            value = json.loads(line)
            if "entry" in value:
                self.entries += 1
            if record := value.get("record"):
                self.said[record["subject"]] = value["entry"], record["action"]
            if self.entries % CHUNK == 0:
                self.check()
            yield line


def _disagreeing(said: Said) -> Iterator[Fault]:
    """Rows in a state into which nothing can have brought them since their last entry."""
    for flow in REGISTRY.values():
        allowed = _states_after(flow)
        ours = {
            int(subject.removeprefix(f"{flow.name}:")): (entry, allowed[action])
            for subject, (entry, action) in said.items()
            if action in allowed and subject.startswith(f"{flow.name}:")
        }
        rows = apps.get_model(flow.model)._default_manager
        for some in batches(sorted(ours)):
            for row, state in rows.filter(pk__in=some).values_list("pk", flow.column):
                entry, states = ours[row]
                if state not in states:
                    yield Fault(STATE, entry, f"{flow.name}:{row}")


def _states_after(flow: Workflow) -> dict[str, set[str]]:
    """By action: the states in which a row can be while nothing else about it has been recorded."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in flow.transitions:
        if one.entry:
            made = one.sources if one.target is None else (one.target,)
            found[f"{flow.app}.{one.entry}"] |= _reached(flow, set(made))
    return found


def _reached(flow: Workflow, states: set[str]) -> set[str]:
    """These states, and those that follow from them without an entry."""
    silent = [one for one in flow.transitions if not one.entry or HOUSE in one.who]
    while more := {one.target for one in silent if one.target and states & {*one.sources}} - states:
        states = states | more
    return states
