"""The texts of a campaign as somebody may read them."""

from unisms.services.delivery.claims import renderer
from unisms.web.frame.formats import veiled
from unisms.web.frame.sight import seen_whole_of


def reader_of(request, campaign, hidden="•"):
    """Return the function from a row's number to its text, as far as this person may read it.

    ``hidden`` stands for each digit that they may not see.
    """
    if seen_whole_of(request, campaign):
        return renderer(campaign)

    def hiding(number):
        return [veiled(value).replace("•", hidden) for value in campaign.values(number)]

    return renderer(campaign, hiding)
