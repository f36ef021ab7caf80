"""The message to a holder without an account: what waits for them, and their personal link."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from aispec.web.mail import send_mail
from phases.access.members import name_of
from phases.projects.journal import project_change
from roles.acceptance.domain.answers import part_of
from roles.acceptance.domain.asking import Way, claim, due_reminders, release, reminder, unsent, way_to
from roles.acceptance.domain.personal_links import links, new_link, token_of
from roles.models import AcceptanceRequest, PersonalLink
from roles.notices.tasks import RETRIES, later, notify

TEMPLATE = "roles/acceptance/mail/asked"


@task()
def mail_request(request_id: int, attempt: int = 0) -> None:
    """Send the message of a request, once; when it cannot leave, try again later."""
    if not send_request(request_id) and attempt < len(RETRIES) and mail_request.get_backend().supports_defer:
        later(mail_request, RETRIES[attempt], request_id, attempt + 1)


def send_request(request_id: int) -> bool:
    """Send the message, unless it has left; whether nothing is left to send."""
    request = claim(request_id)
    if request is None or _send(request):
        return True
    release(request)
    return False


def remind() -> None:
    """Remind those who have not answered: by a notice, or by another message; and send what could not leave."""
    now = timezone.now()
    due = due_reminders(now)
    notify(concern for request in due for concern in reminder(request, now))
    for request_id in {*unsent(), *(request.pk for request in due if way_to(request.person) == Way.MAIL)}:
        send_request(request_id)


def _send(request: AcceptanceRequest) -> bool:
    person, asker = request.person, request.by
    with override(request.language):
        link = urljoin(settings.SITE_URL, reverse("linked", args=[token_of(_link(request))]))
    context = {
        "name": person.name,
        "asker": name_of(asker) if asker else "",
        "project": request.project.name,
        "message": request.message,
        "count": len(part_of(request.project_id, person).open),
        "reminded": request.reminders > 0,
        "link": link,
    }
    return send_mail(TEMPLATE, person.email, request.language, context, reply_to=asker.email if asker else "")


def _link(request: AcceptanceRequest) -> PersonalLink:
    """The link that works, or another where it has expired or was revoked."""
    known = links(request.project_id).get(request.person_id)
    if known:
        return known
    with project_change(request.project_id, request.by) as journal:
        return new_link(journal, request.person)
