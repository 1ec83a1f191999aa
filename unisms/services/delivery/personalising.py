"""A campaign's text, personalised for each row."""

from unisms.sms import template

SOURCE = 2  # a row's values start after who it is and where it comes from


def renderer(campaign):
    """A function from a row's stored values to its text."""
    compiled = template.prepare(campaign.text, campaign.columns)
    if not campaign.columns:
        text = compiled.render(())
        return lambda _: text
    return lambda values: compiled.render(values[SOURCE:])
