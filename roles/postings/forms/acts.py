"""What the buttons inside the form of a posting do: nothing of it is saved but a text block.

A button is sent as `act`, such as `up 12` or `insert 5`; the page then comes back as it was typed, and changed so.
"""

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from aispec.web.fields.numbers import whole_number
from aispec.web.fields.text import one_line, typable
from roles.models import Posting, TextBlock
from roles.models.postings import TEXTS
from roles.postings.domain.blocks import LONGEST, LONGEST_NAME, MOST, forget_block, keep_block
from roles.postings.forms.posting import PostingForm

_STEPS = {"up": -1, "down": 1}


def acted(posting: Posting, user: User, data: QueryDict) -> PostingForm:
    """The form as typed, after the button that was pressed."""
    act, _space, of = data.get("act", "").partition(" ")
    data, said = data.copy(), ""
    if act == "insert":
        _insert(user, data, _id(of))
    elif act == "keep" and of in TEXTS:
        said = _keep(user, data, of)
    elif act == "forget":
        forget_block(user, _id(of))
    form = PostingForm(posting, data, user)
    form.said = (of, said)
    if act in _STEPS:
        form.lines.move(of, _STEPS[act])
    elif act == "add":
        form.lines.add()
    return form


def _insert(user: User, data: QueryDict, pk: int) -> None:
    """Put a block where its field is empty, below what stands there otherwise."""
    block = TextBlock.objects.filter(user=user, pk=pk).first()
    for language in ("fr", "en") if block else ():
        name, text = f"{block.field}_{language}", getattr(block, f"text_{language}")  # type: ignore[union-attr]
        data[name] = "\n".join(filter(None, (data.get(name, "").rstrip(), text)))


def _keep(user: User, data: QueryDict, field: str) -> str:
    """What to say of the block that was to be kept."""
    name = typable(one_line(data.get(f"block_{field}", "")))
    texts = [typable(data.get(f"{field}_{language}", "")).strip() for language in ("fr", "en")]
    if not name:
        return _("Give the block a name.")
    if not any(texts):
        return _("There is no text to keep.")
    if len(name) > LONGEST_NAME or max(map(len, texts)) > LONGEST:
        words = _("Not kept: a name has at most %(name)s characters, a text at most %(text)s.")
        return words % {"name": LONGEST_NAME, "text": LONGEST}
    if not keep_block(user, field, name, texts[0], texts[1]):
        return _("Not kept: you have %(most)s blocks, which is the most. Forget one first.") % {"most": MOST}
    data[f"block_{field}"] = ""
    return _("The block “%(name)s” is kept.") % {"name": name}


def _id(text: str) -> int:
    return whole_number(text) or 0
