"""Supervised work: whoever is supervised carries out the work, not its supervision."""

from roles.enums import APPROVING, Letter

SUPERVISION = "R9"  # the rule of statements that supervise the work of another profile


def own_letter(letter: str, rule: str | None, supervisor: int | None, profile: int | None) -> str:
    """The letter that a position of this profile may list of a duty, "" where supervising it is no duty of theirs.

    `rule` and `supervisor` are the rule and the profile of the statement that the duty was copied from.
    """
    if rule != SUPERVISION or profile is None or profile == supervisor:
        return letter
    return {Letter.R.value: "", Letter.AR.value: APPROVING[0]}.get(letter, letter)
