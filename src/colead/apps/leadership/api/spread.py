"""How leadership is spread: the figures of the page."""

from colead.apps.leadership import permissions
from colead.apps.leadership.api.router import router
from colead.apps.leadership.selectors.spread import Spread, leadership_spread
from colead.kit.access import OrganisationRequest


@router.read("/leadership/spread", permissions.VIEW_SPREAD, response=Spread)
def show_spread(request: OrganisationRequest) -> Spread:
    """How leadership is spread on the day, over the two years before, and by unit.

    Small units show nothing, or no more than tasks and open seats.
    """
    return leadership_spread(request.as_of, today=request.today)
