"""The form of a project that is made as a copy of another one."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import OneLine
from phases.models import Project

LONGEST = 200


class DuplicateForm(forms.Form):
    """What the copy is called, and what it keeps; one of a model begins without holders."""

    name = OneLine(label=gettext_lazy("Name of the project"), max_length=LONGEST)
    organization = OneLine(label=gettext_lazy("Team or organization"), max_length=LONGEST, required=False)
    holders = forms.BooleanField(
        label=gettext_lazy("With the holders of the positions"),
        required=False,
        help_text=gettext_lazy("Otherwise every position is vacant."),
    )
    letters = forms.BooleanField(
        label=gettext_lazy("With the letters"),
        required=False,
        help_text=gettext_lazy("Otherwise the matrix starts empty."),
    )

    def __init__(self, source: Project, data: QueryDict | None = None) -> None:
        initial = {
            "name": (_("Copy of %(project)s") % {"project": source.name})[:LONGEST],
            "organization": source.organization,
            "holders": not source.is_model,
            "letters": True,
        }
        super().__init__(data, initial=initial)
