"""What a scenario says: names, read when a page is drawn and never stored with it, and sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from colead.apps.leadership.bridge.wishes import MORE_HOURS, Wishes
from colead.apps.leadership.models import LeadershipTask
from colead.apps.people.models import Competency, Person
from colead.apps.people.models.competencies import Wish
from colead.apps.people.selectors.links import PersonLink
from colead.engine.leadership.problem import CompetencyFit, Demand, Price, Proposal, RunnerUp
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class TaskName:
    """A task by title, with its unit."""

    id: int
    title: str
    unit: str


@dataclass(frozen=True)
class Names:
    """By the ids as the engine gives them back: texts."""

    tasks: dict[str, TaskName]
    people: dict[str, PersonLink]
    competencies: dict[str, str]

    def task(self, task: str) -> TaskName:
        """A task; one that was erased since keeps its place."""
        return self.tasks.get(task) or TaskName(0, _("A task that was erased"), "")

    def person(self, person: str) -> PersonLink:
        """A person; without a key when they have withdrawn."""
        return self.people.get(person) or PersonLink("", _("somebody who has withdrawn"))

    def competency(self, key: str) -> str:
        """A competency in the reader's language."""
        return self.competencies.get(key, key)


def names_of(tasks: Iterable[int], people: Iterable[int]) -> Names:
    """The names of these tasks and people, and of all competencies. Three queries."""
    found = LeadershipTask.objects.filter(pk__in=set(tasks)).values_list("pk", "title", "unit__name")
    persons = Person.objects.filter(pk__in=set(people)).values_list("pk", "key", "name")
    language = reading_language()
    return Names(
        tasks={str(pk): TaskName(pk, title, unit) for pk, title, unit in found},
        people={str(pk): PersonLink(key, name) for pk, key, name in persons},
        competencies={one.key: one.name(language) for one in Competency.objects.all()},
    )


def number(value: float, digits: int = 1) -> str:
    """A number as it is written here, without zeros that say nothing.

    >>> number(4.0), number(2.5)
    ('4', '2.5')
    """
    whole = float(value).is_integer()
    return str(number_format(round(value, digits), decimal_pos=0 if whole else digits))


FILLED = ngettext_lazy(
    "%(filled)s of %(wanted)s seat has a proposal.",
    "%(filled)s of %(wanted)s seats have a proposal.",
    "wanted",
)
STAY = ngettext_lazy(
    "%(count)s seat stays with the one who holds it today.",
    "%(count)s seats stay with those who hold them today.",
    "count",
)
MORE = ngettext_lazy("%(count)s more seat would be filled", "%(count)s more seats would be filled", "count")


def summary(proposal: Proposal, largest_load: float | None) -> list[str]:
    """What the proposal comes to, the most important first."""
    said = [str(FILLED % {"filled": proposal.filled, "wanted": proposal.wanted})]
    if largest_load is not None:
        said.append(
            _("Nobody would carry more than %(hours)s hours a week.") % {"hours": number(largest_load)}
        )
    if stays := sum(seat.stays for seat in proposal.seats):
        said.append(str(STAY % {"count": stays}))
    return said


def proven(proposal: Proposal) -> str:
    """What is certain about the proposal; nothing of what is left of it when somebody has withdrawn."""
    if not proposal.proof:
        return ""
    if proposal.proof == "optimal":
        return _(
            "It is proven that no other proposal fills more seats, shares the hours more evenly where that "
            "was asked for, and then fits better."
        )
    if proposal.proof == "gap":
        return _("A better proposal may exist, but its fit would be at most %(gap)s %% higher.") % {
            "gap": number(100 * proposal.gap, 2)
        }
    return _(
        "There are more people than could be looked at for every task. Among the best candidates of each "
        "task, no proposal is better; beyond them nothing is proven."
    )


def why_not(runner_up: RunnerUp) -> str:
    """Why the seat is not proposed to somebody who could hold it, too."""
    said = {
        "less_fit": _("Fits less."),
        "at_capacity": _("Has no hours or tasks left beside what they would carry."),
        "less_fair": _("Somebody would then carry a larger part of their hours than anybody does now."),
        "formal_share": _("Is a formal leader, and their share of the seats would pass the limit."),
        "needs_mentor": _("Is one level short, and nobody beside them could be the mentor."),
        "equal": _("Would do just as well. Chance decided."),
        "keeps_other": _("Is needed more in another task."),
    }.get(runner_up.code, "")
    if runner_up.loss is None or runner_up.code == "equal":
        return said
    loses = (
        _("With them, the whole would lose %(loss)s of fit.")
        if runner_up.proven
        else _("With them, the whole would lose %(loss)s of fit at most.")
    )
    return f"{said} {loses % {'loss': number(runner_up.loss, 2)}}"


def why_open(code: str) -> str:
    """Why nobody is proposed for a seat."""
    return {
        "nobody_fits": _("Nobody who takes part meets what it cannot do without."),
        "no_hours": _("Those who fit have no hours or tasks left."),
        "formal_share": _("Only formal leaders are left, and their share of the seats would pass the limit."),
        "no_mentor": _("Those who come close are one level short, and nobody could be their mentor."),
    }.get(code, _("Nobody could be found."))


def competency_words(fit: CompetencyFit, names: Names) -> str:
    """How somebody meets one thing that the task needs."""
    told: dict[str, object] = {"name": names.competency(fit.competency), "needed": fit.needed}
    if fit.level is None:
        return _("%(name)s: needs level %(needed)s, has said nothing") % told
    told["level"] = number(fit.level)
    if fit.wish is None:
        return _("%(name)s: needs level %(needed)s, has %(level)s") % told
    told["wish"] = Wish(fit.wish).label
    return _("%(name)s: needs level %(needed)s, has %(level)s, %(wish)s") % told


def failure(lacks: str) -> str:
    """Why nothing could be computed, and what to do next; empty when nothing was lacking."""
    return {
        "seats": _(
            "None of the chosen tasks has an open seat on that day. Choose other tasks, or let seats that "
            "are held be proposed anew."
        ),
        "people": _(
            "Nobody among the chosen people lets their strengths be used for proposals. Everybody decides "
            "that for themselves, under “My strengths”; tell them what for, and try again."
        ),
    }.get(lacks, "")


def price_words(price: Price, names: Names) -> str:
    """What a constraint costs."""
    gains = [str(MORE % {"count": price.seats})] if price.seats else []
    if price.fit > 0.005:
        gains.append(_("the fit would be %(fit)s higher in all") % {"fit": number(price.fit, 2)})
    gained = _(" and ").join(gains)
    if not price.proven:
        gained = _("at least %(gained)s") % {"gained": gained}
    return f"{_without(price, names)} {gained}."


def _without(price: Price, names: Names) -> str:
    told = _told(price, names)
    of_all, named, of_one = {
        "hours": (_("Without the limit on hours,"), "person", _("If %(person)s had no limit on hours,")),
        "most_tasks": (
            _("Without the cap on tasks a person,"),
            *("person", _("If %(person)s might take any number of tasks,")),
        ),
        "formal_share": (_("Without the limit on formal leaders' share,"), "", ""),
        "deputies": (_("Without deputies,"), "task", _("Without a deputy for “%(task)s”,")),
        "must_fill": (_("If seats might stay open,"), "task", _("If seats of “%(task)s” might stay open,")),
        "locked": (
            _("Without those you locked in,"),
            *("person", _("If %(person)s were not locked in for “%(task)s”,")),
        ),
        "locked_out": (
            _("Without those you locked out,"),
            *("person", _("If %(person)s were not locked out of “%(task)s”,")),
        ),
        "fairness": (_("Without sharing the hours evenly,"), "", ""),
        "exclusion_pairs": (
            _("If everybody might lead with everybody,"),
            *("other", _("If %(person)s and %(other)s might lead the same task,")),
        ),
    }[price.constraint]
    return of_one % told if told.get(named) else of_all


def demand_words(demand: Demand, names: Names) -> str:
    """One demand of a conflict."""
    told = _told(demand, names)
    said: dict[str, str] = {
        "hours": _("%(person)s gives no more hours a week than you allow."),
        "most_tasks": _("%(person)s holds no more tasks than you allow."),
        "must_fill": _("No seat of “%(task)s” stays open."),
        "locked": _("%(person)s holds “%(task)s”."),
        "locked_out": _("%(person)s does not hold “%(task)s”."),
        "exclusion_pairs": _("%(person)s and %(other)s never lead the same task."),
        "formal_share": _("Formal leaders take at most the share you allow."),
    }
    return said.get(demand.constraint, "") % told


def mend_words(demand: Demand, wishes: Wishes) -> str:
    """The one change of the wishes that mends a conflict at this demand: what a button says."""
    return {
        "fill_fewer": _("Let its seats stay open"),
        "add_hours": _("Allow %(hours)s hours a week") % {"hours": number(wishes.hours + MORE_HOURS)},
        "raise_share": _("Drop the limit on formal leaders"),
        "unlock": _("Drop this demand"),
        "allow_more_tasks": _("Allow %(count)s tasks a person") % {"count": (wishes.most_tasks or 0) + 1},
    }.get(demand.mend, _("Change this"))


def _told(row: Price | Demand, names: Names) -> dict[str, str]:
    return {
        "person": names.person(row.person).name if row.person else "",
        "other": names.person(row.other).name if row.other else "",
        "task": names.task(row.task).title if row.task else "",
    }
