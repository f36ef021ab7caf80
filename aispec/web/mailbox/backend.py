"""Mail that stays here: the demonstration has no mail server, and shows on a page what would have left."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from aispec.web.models import KeptMail


class EmailBackend(BaseEmailBackend):
    """Keeps each message for each of its readers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; how many they were."""
        KeptMail.objects.bulk_create(
            KeptMail(to=to.lower(), subject=message.subject[:500], text=str(message.body))
            for message in email_messages
            for to in message.recipients()
        )
        return len(email_messages)
