"""``unisms release``: what a restored store has forgotten, and letting messages leave again."""

import time

import click

from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.services.ground import lives
from unisms.services.ground.actor import service
from unisms.services.ground.days import moment
from unisms.services.operators import restores


@click.command()
@config_option
@click.option(
    "--yes",
    is_flag=True,
    help="You have checked what may have been sent since the copy: send again.",
)
@json_option
def release(config, yes, as_json):
    """Tell what a restored store may have forgotten; with --yes, let messages leave again.

    After a restore nothing leaves: what was sent since the copy is not recorded here, and must not
    be sent twice. Campaigns that were being sent stay paused, those that were ready are drafts
    again: each institution decides about its own.

    \b
    Examples:
      unisms release
      unisms release --yes
    """
    with opened(config) as worker:
        restored, let_go = initialised(worker, _release, yes)
    if as_json:
        show_json({"held": restored is not None and not let_go, **told(restored)})
    elif restored is None:
        click.echo("The store is not held: nothing is to be released.")
    else:
        click.echo(sentence(restored))
        click.echo("Released: messages may leave again." if let_go else "")
    if restored is not None and not let_go:
        raise Refused("Nothing leaves until somebody has read this: unisms release --yes")


def _release(root, yes):
    """Return the ``Restore`` of a held store, or ``None``, and whether it was released now."""
    if not lives.is_held(root):
        return None, False
    restored, now = lives.restore_of(root), int(time.time())
    if yes:
        restores.release(service(), root, now)
    return restored, yes


def told(restored):
    """Return a ``Restore`` for a script to read."""
    if restored is None:
        return {}
    names = ("institution", "paused", "ready", "uncertain")
    facts = restored._asdict() | {
        "found": [dict(zip(names, one, strict=True)) for one in restored.found]
    }
    return {"restored": facts}


def sentence(restored):
    """Return what was found at a restore, a line an institution."""
    lines = [
        f"Restored, as found at {moment(restored.at)}. It remembers until {moment(restored.since)}."
    ]
    if restored.until:
        lines.append(
            f"This machine saw it as late as {moment(restored.until)}: what left between is "
            "forgotten."
        )
    for name, paused, ready, uncertain in restored.found:
        lines.append(
            f"  {name}: {paused} paused, {ready} ready and drafts again, {uncertain} messages "
            "in doubt"
        )
    return "\n".join(lines)
