"""What a form was sent with; a form that is sent empty is sent all the same."""

from django.http import QueryDict

from colead.kit.access import OrganisationRequest


def form_data(request: OrganisationRequest) -> QueryDict | None:
    """The data of a POST; None for a page that is only read, whose form is empty then."""
    return request.POST if request.method == "POST" else None
