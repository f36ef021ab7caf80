"""What somebody says of themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import OneLine

LONGEST_NAME = 120  # as in the directory


class NameForm(forms.Form):
    """The name that others see."""

    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("As colleagues know you. It appears with your comments and changes."),
    )


class AccountForm(NameForm):
    """The name and the language of an account."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of the mail you receive, and of the first page after you sign in."),
    )
