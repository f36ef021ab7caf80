"""Make the fonts of PDF documents from their sources; needed after one of these changes."""

from typing import Any

from django.core.management.base import BaseCommand

from roles.formats.pdf.fonts import FONTS, NAMES, made_font


class Command(BaseCommand):
    help = "Make the fonts of PDF documents from their sources."

    def handle(self, *args: Any, **options: Any) -> None:
        FONTS.mkdir(exist_ok=True)
        for name in NAMES:
            (FONTS / name).write_bytes(made_font(name))
            self.stdout.write(name)
