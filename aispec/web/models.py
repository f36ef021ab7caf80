"""What the web layer itself remembers."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """A form that was sent, so that sending it again does nothing twice; kept for a day.

    `key` is a digest of the whole form, so nothing that was typed stands here. `answer` is where its sender was led,
    None while the form is being worked on.
    """

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, null=True)  # noqa: DJ001  # None and "" are not the same
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "sent form"

    def __str__(self) -> str:
        return self.key


class AccountSettings(models.Model):
    """What the reader of an account has chosen; made when they first sign in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="settings")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = "account settings"
        verbose_name_plural = "account settings"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.language}"


class KeptMail(models.Model):
    """A message of the demonstration, which sends none: it lies on a page instead."""

    to = models.EmailField(db_index=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "kept mail"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class LivingWorker(models.Model):
    """A worker in the background, and when it last said that it is there."""

    name = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "living worker"

    def __str__(self) -> str:
        return self.name
