"""The measures that are shown of the whole and of every unit, each in one row.

The map, its files, the API and the terminal read them here.
"""

from __future__ import annotations

from typing import NamedTuple

from colead.engine.errors import gettext_noop as _


class Measure(NamedTuple):
    """A figure of `Figures` as it is shown.

    path : where they hold it.   label : on pages.   about : unit, in English, for the API and the docs.
    missing : why there is none where nothing was suppressed.   of : what it is a share of (places, ties,
    lines); None = a number of people.   for_few : shown of small units, too.   about_leaders : withheld where
    it would be about one formal leader.   heading, legend, decimals : in the terminal, where it stands there
    with a heading; decimals None = a percentage.
    """

    path: str
    label: str
    about: str
    missing: str
    of: str | None = None
    for_few: bool = False
    about_leaders: bool = False
    heading: str = ""
    legend: str = ""
    decimals: int | None = None

    @property
    def kept_as(self) -> str:
        """Its name among the figures that a map keeps."""
        return self.path.split(".")[-1]


MEASURES = {
    "density": Measure(
        "density",
        _("Density"),
        "of all possible ties, those that exist",
        _("Nobody who answered could name anybody."),
        of="places",
        for_few=True,
        heading=_("Density"),
        decimals=2,
    ),
    "effective_leaders": Measure(
        "spread.effective_leaders",
        _("Leadership rests on about"),
        "people",
        _("Nobody is named."),
        for_few=True,
        heading=_("Leaders"),
        legend=_("Leaders: effective leaders, with the 95 % interval."),
        decimals=1,
    ),
    "formal_share": Measure(
        "mixing.leader_tie_ratio",
        _("With formal leaders"),
        "of the leadership received, what formal leaders receive",
        _("Nobody is named, or nobody is a formal leader."),
        of="ties",
        about_leaders=True,
    ),
    "coverage": Measure(
        "formal.coverage",
        _("Reporting lines followed"),
        "of the reporting lines, those that carry a nomination in either direction",
        _("No reporting line joins two people who answered."),
        of="lines",
        about_leaders=True,
        heading=_("Lines"),
        legend=_("Lines: reporting lines with a nomination."),
    ),
    "cross_unit": Measure(
        "mixing.unit.ei",
        _("Across units"),
        "of the nominations, those that leave the own unit",
        _("There are no ties, or everybody belongs to one unit."),
        of="ties",
    ),
    "reciprocity": Measure(
        "reciprocity",
        _("Returned"),
        "of the nominations, those that go both ways",
        _("There are no ties that could be returned."),
        of="ties",
    ),
}
