"""The form that takes a file with a matrix."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import OneLine
from roles.formats.reading.selection import Selection
from roles.formats.upload_form import UploadForm


class MatrixUploadForm(UploadForm):
    """A file with a matrix, of which a part may be read alone."""

    rows = OneLine(
        label=gettext_lazy("Rows"),
        help_text=gettext_lazy("Such as 5-300; all if nothing is said."),
        max_length=200,
        required=False,
    )
    columns = OneLine(
        label=gettext_lazy("Columns"),
        help_text=gettext_lazy("Such as A-K, M; all if nothing is said."),
        max_length=200,
        required=False,
    )

    def clean_rows(self) -> str:
        """Rows that can be read."""
        return self._ranges("rows", _("Rows are written like 5-300 or 5-300, 310."))

    def clean_columns(self) -> str:
        """Columns that can be read."""
        return self._ranges("columns", _("Columns are written like A-K or A-K, M."))

    def _ranges(self, name: str, refused: str) -> str:
        said: str = self.cleaned_data[name]
        try:
            Selection.of(**{"rows": "", "columns": "", name: said})
        except ValueError as nonsense:
            raise ValidationError(refused) from nonsense
        return said

    def selection(self) -> Selection:
        """Which rows and columns are read."""
        return Selection.of(self.cleaned_data.get("rows", ""), self.cleaned_data.get("columns", ""))
