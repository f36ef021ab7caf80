"""Where this site departs from the defaults of allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Decide where a reader may be led after signing in."""

    def is_safe_url(self, url: str | None) -> bool:
        """Refuse an address that cannot be parsed, such as `http://[`, on which allauth would raise ValueError."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False
