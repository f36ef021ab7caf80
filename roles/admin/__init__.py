"""The stock administration: the catalogue and accounts. Projects and people have pages of their own."""

from roles.admin import accounts, catalogue

__all__ = ["accounts", "catalogue"]
