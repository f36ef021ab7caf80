"""Templates as a browser gets them: laid out for their readers, sent without the indentation."""

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """The templates of this site; a page with a long list would be a third heavier with its indentation."""

    def get_contents(self, origin: Origin) -> str:
        """The template with its lines flush left; what a line says, and that it ends, stays."""
        return INDENTATION.sub("", super().get_contents(origin))
