"""The whole report: cover, findings, structure, networks, and how to read it."""

import datetime
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from colead.cli.language import Speaker
from colead.cli.report.markup import Child, Markup, element, together
from colead.cli.report.network import network_section
from colead.cli.report.parts import section
from colead.cli.report.structure import structure_section
from colead.cli.sentences import guard_text, rests_on
from colead.engine.disclosure import IN_WORDS
from colead.files.translation import gettext_noop as _

_TERMS = (
    (
        _("Nomination, tie"),
        _("Somebody looks to another for leadership: direction, coordination, support, initiative."),
    ),
    (
        _("Effective leaders"),
        _("As if so many people led equally: 1 divided by the sum of squared shares of nominations."),
    ),
    (
        _("95 % interval"),
        _("Where the figure may lie by chance: those who answered are drawn again and again."),
    ),
    (
        _("Density"),
        _("The share of all possible nominations that were made. Read the other figures beside it."),
    ),
    (_("Lines carried"), _("The share of reporting lines along which somebody is nominated, up or down.")),
    (_("Formal leader"), _("Somebody to whom others report.")),
)
_LIMITS = (
    _("The figures describe who looks to whom. They do not say who leads well, and they rank nobody."),
    _(
        "Units of fewer than {smallest_group} people show nothing; below {all_figures_from}, density and "
        "effective leaders only."
    ),
    _("Small units vary by chance: two units differ only where their intervals lie apart."),
)


def report_html(result: dict[str, Any], speak: Speaker) -> str:
    """The result of :func:`colead.cli.analysis.answer` as one self-contained page."""
    organisation = result["organisation"]
    title = speak(_("Where leadership sits"))
    share = organisation["formal_leader_share"]
    networks = [
        network_section(one, share, number, speak) for number, one in enumerate(result["networks"], 1)
    ]
    body = [
        _cover(result, title, speak),
        element("main", structure_section(organisation, speak), networks, _reading(result, speak)),
        _footer(result, speak),
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title}: {organisation['name']}"),
        element("style", Markup(_style())),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang=speak.language)}\n"


@cache
def _style() -> str:
    return files("colead.cli.report").joinpath("report.css").read_text(encoding="utf-8")


def _cover(result: dict[str, Any], title: str, speak: Speaker) -> Markup:
    day = speak.day(datetime.date.fromisoformat(result["as_of"]))
    kind, findings = speak(_("Leadership map")), list(_findings(result, speak))
    return element(
        "header",
        element(
            "p",
            f"{kind} · {result['organisation']['name']} · ",
            element("time", day, datetime=result["as_of"]),
            class_="kicker",
        ),
        element("h1", title),
        element("ul", [element("li", finding) for finding in findings], class_="findings")
        if findings
        else None,
    )


def _findings(result: dict[str, Any], speak: Speaker) -> Iterator[Child]:
    for network in result["networks"]:
        if network["whole"]["spread"]["effective_leaders"] is not None:
            yield together(element("b", network["name"]), " ", rests_on(network["whole"], speak))


def _reading(result: dict[str, Any], speak: Speaker) -> Markup:
    terms = [
        element("div", element("dt", speak(term)), element("dd", speak(meaning))) for term, meaning in _TERMS
    ]
    limits = [element("li", speak(limit, **IN_WORDS)) for limit in _LIMITS]
    reasons = [element("li", reason) for reason in _reasons(result, speak)]
    return section(
        "reading",
        speak(_("How to read this")),
        element("dl", terms),
        element("h3", speak(_("What it does not say"))),
        element("ul", limits, reasons, class_="plain"),
    )


def _reasons(result: dict[str, Any], speak: Speaker) -> list[str]:
    """Why figures of the whole are missing, each reason once."""
    guards = [guard for network in result["networks"] for guard in network["whole"]["guards"]]
    return list(dict.fromkeys(guard_text(guard, speak) for guard in guards))


def _footer(result: dict[str, Any], speak: Speaker) -> Markup:
    made = speak(
        _("Made by Colead {version} with seed {seed}; the same files and seed give the same report."),
        version=result["version"],
        seed=result["seed"],
    )
    return element("footer", element("p", made))
