"""The report of ``colead analyse --report``: one HTML file that needs nothing else, to read and to print.

It names units, never people. Units of too few people show nothing, small ones only density and on how many
people leadership rests; the engine has withheld the rest already.
"""

from colead.cli.report.page import report_html

__all__ = ["report_html"]
