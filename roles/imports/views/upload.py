"""The file, or the pasted table, that a form took: read here, for the layers below know neither forms nor requests."""

from django import forms
from django.utils.translation import gettext as _

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import pasted_tables, read_tables
from roles.formats.reading.workbook import SIZE
from roles.imports.forms.sheet import SheetFile, SheetForm, SheetReading, bounded


def read_source(form: SheetForm) -> SheetFile | None:
    """The tables of what was sent; None with the reason in the form."""
    if not form.is_valid():
        return None
    upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
    try:
        if upload:
            return SheetFile(upload.name, read_tables(upload.read(SIZE + 1)))
        return SheetFile(_("Pasted table"), pasted_tables(pasted))
    except FileRefused as refused:
        form.add_error("file" if upload else "pasted", str(refused))
        return None


def keep(form: SheetForm, source: SheetFile) -> bool:
    """Keep no more of the tables than a form can carry; False, with the reason in the form, when that is too little."""
    try:
        read = SheetReading(source).reading
        if not read.blocks:
            raise forms.ValidationError(_("There is no text in this file."))
        source.tables = tuple(bounded(source.tables, read))
        source.sealed(0)
    except forms.ValidationError as refused:
        form.add_error("file" if form.cleaned_data["file"] else "pasted", refused)
        return False
    return True
