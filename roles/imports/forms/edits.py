"""What was read of a file that comes back, for a form to carry."""

from django.core import signing
from django.core.signing import BadSignature

from roles.imports.domain.edits import Edits

KEPT_FOR = 12 * 3600  # seconds that a preview may lie open before the file has to be chosen again
_SALT = "roles.returned"


def sealed(edits: Edits, project_id: int, user_id: int) -> str:
    """What was read of a file, for the form to carry: the file is read once, and nobody can change what was read."""
    return signing.dumps([project_id, user_id, edits.to_json()], salt=_SALT, compress=True)


def unsealed(text: str, project_id: int, user_id: int) -> Edits:
    """What `sealed` gave this user for this project. Raises BadSignature, also when it is too old."""
    project, user, edits = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    if (project, user) != (project_id, user_id):
        raise BadSignature
    return Edits.from_json(edits)
