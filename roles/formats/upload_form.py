"""The form that takes a file, or a table that was copied."""

from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Text
from roles.formats.reading.file_types import ACCEPTED, ACCEPTED_WORDS, PASTED_WORDS, FileRefused
from roles.formats.reading.limits import SECONDS, SIZE
from roles.formats.reading.selection import EVERYTHING, Selection
from roles.formats.reading.stopping import stoppable
from roles.formats.reading.table import Table
from roles.formats.reading.upload import pasted_tables, read_tables

MOST_PASTED = 500_000  # characters


class UploadForm(forms.Form):
    """A file or pasted text, never both. A valid form has read it into `tables`.

    `pasted_html` is the same table as its program gives it to browsers, with its merged cells.
    """

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=ACCEPTED_WORDS,
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )
    pasted = Text(
        label=gettext_lazy("Or paste a table here"),
        help_text=PASTED_WORDS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=MOST_PASTED,
        strip=False,
        required=False,
    )
    reading = forms.UUIDField(required=False, widget=forms.HiddenInput)
    pasted_html = Text(max_length=MOST_PASTED, strip=False, required=False, widget=forms.HiddenInput)
    nothing_given = gettext_lazy("Choose a file, or paste a table.")
    tables: list[Table]

    @property
    def name(self) -> str:
        """The name of the file."""
        upload: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return upload.name or "" if upload else _("Pasted table")

    def clean(self) -> dict[str, Any]:
        """Read what was given."""
        upload, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted") or ""
        if self.errors:
            return self.cleaned_data
        if not upload and not pasted.strip():
            self.add_error("file", self.nothing_given)
            return self.cleaned_data
        if upload and pasted.strip():
            words = _("“%(file)s” is chosen, and a table is pasted. Empty the text to read the file.")
            self.add_error("pasted", words % {"file": upload.name})
            return self.cleaned_data
        try:
            with stoppable(self.cleaned_data.get("reading")):
                self.tables = self._read(upload, self.cleaned_data.get("pasted_html") or pasted)
        except FileRefused as refused:
            self.refuse(refused)
        return self.cleaned_data

    def _read(self, upload: "UploadedFile[bytes] | None", pasted: str) -> list[Table]:
        chosen = self.selection()
        return read_tables(upload.read(SIZE + 1), selection=chosen) if upload else pasted_tables(pasted, chosen)

    @cached_property
    def new_reading(self) -> UUID:
        """What its page calls the next reading, to stop it."""
        return uuid4()

    @property
    def seconds(self) -> int:
        """How long that may take."""
        return SECONDS

    @property
    def reading_words(self) -> str:
        """How long it has taken, once its page says how many seconds."""
        return _("%(seconds)s of %(most)s seconds at most") % {"seconds": "%(seconds)s", "most": SECONDS}

    def selection(self) -> Selection:
        """Which rows and columns are read."""
        return EVERYTHING

    def refuse(self, why: FileRefused | ValidationError) -> None:
        """Say beside the file, or the text, why it is not taken."""
        field = "file" if self.cleaned_data.get("file") else "pasted"
        self.add_error(field, why if isinstance(why, ValidationError) else str(why))
