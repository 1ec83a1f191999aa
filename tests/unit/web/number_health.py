"""Numbers that fail, in the institution of the scenes, and where they are told."""

import failed_numbers
import scenes
from factories import NOW

from unisms.model.folder import find
from unisms.services.health import evidence

NUMBERS = f"{scenes.PARIS}/numbers"
