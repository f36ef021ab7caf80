"""What this site asks of allauth otherwise than it does by itself."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Where a reader may be led after signing in."""

    def is_safe_url(self, url: str | None) -> bool:
        """An address that cannot be read, such as `http://[`, leads nowhere; allauth would fail on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False
