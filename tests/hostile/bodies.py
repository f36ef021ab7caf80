"""For each address that takes a form, a body that its view understands."""

import json
from typing import Any

from django.utils import timezone

from aispec.web.edit_conflict import fingerprint
from roles.postings.domain.postings import FIELDS as POSTING_FIELDS
from tests.hostile.world import World


def bodies(world: World) -> dict[str, dict[str, Any]]:
    """By name of the route; what is not here takes no form of ours."""
    duty, position, phase, profile = world.duty.pk, world.position.pk, world.phase.pk, world.profile.pk
    limits = "max_r max_c max_i max_share share_from_positions points_ar points_r points_a points_c points_i"
    texts = {"text_fr": "Valide", "text_en": "Validates", "phase": phase, "seen": "x"}
    titles = {"profile": profile, "title_fr": "Poste", "title_en": "", "holder": "Camille", "email": "", "seen": ""}
    row = {f"letter-{position}": "A", f"seen-{position}": "R", "transfer": "1"}
    rows = {"row-TOTAL_FORMS": 1, "row-0-profile": profile, "row-0-title": "T", "row-0-holder": "H"}
    framework = world.project.framework_id
    sheet = {"b0-header": 0, "b0-used": "on", "b0-bands": "on", "b0-c0": "duty", "mark": "X", "means": "C",
             "seen": world.seen_plan}  # fmt: skip
    block = json.dumps({"positions": [position], "rows": [[duty, ["A"], ["R"]], [None, ["A"], [""]]]})
    settings = dict.fromkeys([*limits.split(), "load_position", "load_phase"], 5)
    return {
        "archive": {},
        "notices-read": {"notice": world.notice.pk},
        "notices-choices": {"asked": "daily", "hour": "7"},
        "notices-unsubscribe": {},
        "archive-delete": {},
        "duty-comments": {"text": "Qui ?", "position": position, "parent": world.comment.pk},
        "comment": {"do": "edit", "text": "Quoi ?", "position": position},
        "cells": {"duty": duty, "position": position, "letter": "A", "seen": "R", "transfer": "1"},
        "cells-bulk": {"cells": block, "transfer": "1", "digest": "x"},
        "finding-dismiss": {"reason": "Voulu", "seen": f"H1-d{duty}:x"},
        "finding-restore": {"f": f"H1-d{duty}"},
        "project-import": {"edits": world.edits, "seen": world.project.version, "take": f"cell-{duty}-{position}"},
        "baseline-new": {"name": "Lancement", "note": "", "approved": "on", "seen": world.project.version},
        "gap-position": {"gap": "R", "title": "Poste", "profile": profile, "duty": duty},
        "absence-apply": {"holder": world.position.holder_id, "start": "2026-12-01", "end": "2026-12-18",
                       "seen": world.away, f"d-{duty}": position},
        "mine": {"object": f"{duty}-{position}-x", f"reason-{duty}-{position}": "Trop", "answer": "accept"},
        "linked": {"answer": "withdraw", "reason": "", "cell": "x", "given": f"{duty}-{position}-x"},
        "acceptance-ask": {"people": world.position.holder_id, "message": "Merci", "every": "7"},
        "link-make": {},
        "link-revoke": {},
        "layout": {"compact": "on", "hidden": "1"},
        "undo": {},
        "redo": {},
        "project-review": {},
        "duty-row": row,
        "project-new": {"framework": framework, "shown": framework, "action": "create", "name": "N",
                        "phases": phase, "organization": "", "apply": "on", "part": "rows", "seen": "", **rows,
                        f"lead-{world.profile.slug}": 1, f"stand-in-{world.profile.slug}": 1},
        "project-file": {"sealed": "x"},
        "people-import": {"sealed": world.people,
                          "seen": "x", "pasted": "x", "without": "on", "row-1": "new"},
        "person-new": {"name": "Camille", "email": "c@example.org", "profile": profile, "another": "on"},
        "person": {"name": "Camille", "email": "", "profile": profile, "another": "on", "seen": "x"},
        "person-active": {"active": "0"},
        "person-login": {"do": "join"},
        "person-merge": {"with": world.position.holder_id, "seen": "x"},
        "person-erase": {"name": "Camille"},
        "frameworks": {"sealed": world.framework, "seen": "x"},
        "stop-reading": {},
        "project-sheet": {"tables": world.tables[0], **sheet, "framework": framework, "name": "N", "language": "fr",
                          "was-phase-1": fingerprint(framework, "Cadrage"), "phase-1": phase, "action": "create"},
        "project-import-sheet": {"tables": world.tables[1], **sheet, "language": "fr", "clear": "on",
                                 "d0": 0, "p0": position, "f1": phase, "action": "compare",
                                 "was-d0": fingerprint("Tester"), "was-p0": fingerprint("Cheffe"),
                                 "was-f1": fingerprint("Cadrage")},
        "suggestions": {"action": "apply", "seen": "x", f"stand-in-{world.profile.slug}": position},
        "position-new": titles,
        "position": titles,
        "position-add": {"title": "T", "seen": ""},
        "position-title": {"title": "T", "seen": "x"},
        "position-holder": {"holder": "Camille", "seen": "x"},
        "position-move": {"step": "up"},
        "position-remove": {"seen": "x"},
        "duty-new": texts,
        "duty-edit": texts,
        "duty-add": {"text": "Valide", "seen": ""},
        "duty-text": {"text": "Valide", "seen": "x"},
        "duty-reason": {"reason": "Hors projet", "seen": "x", "applies": "no"},
        "duty-move": {"step": "up"},
        "duty-applies": {"reason": "Hors projet", "seen": "x", "applies": "no"},
        "duty-remove": {"seen": "x"},
        "position-open": {"opened": "1"},
        "posting-opened": {},
        "posting-from-catalogue": {"profile": world.profile.pk, "statements": world.statement.pk, "twin": "on"},
        "posting-duplicate": {},
        "posting-new": {"source": f"position-{position}", "twin": "on"},
        "posting-edit": {**dict.fromkeys(POSTING_FIELDS, ""), "title_fr": "T", "province": "QC", "pay_unit": "YEAR",
                         "pay_min": "1", "closing_date": "2026-12-18", "duties": duty, "seen": "x"},
        "posting-lint": dict.fromkeys(POSTING_FIELDS, "x"),
        "posting-state": {"do": "publish", "public": "1"},
        "settings-save": {"name": "N", "organization": "", "seen": "x", "initial-name": "M", **settings},
        "settings-phases": {"phases": phase, "seen": "x"},
        "version-restore": {"seen": world.project.version},
        "project-duplicate": {"name": "N", "organization": "", "holders": "on", "letters": "on"},
        "project-delete": {"name": world.project.name},
        "repair": {"r": f"H1-d{duty}-0", "digest": "x", "next": "findings"},
        "member-new": {"email": world.team.users["outsider"].email, "role": 1, "language": "en"},
        "member-edit": {"role": 2},
        "member-remove": {},
        "share-link-new": {"label": "Cliente", "names": "1", "works_for": "date",
                           "until": timezone.localdate().isoformat()},
        "share-link-revoke": {},
        "leave": {},
        "invitation-again": {},
        "invitation-revoke": {},
        "invitation": {},
        "theme": {"theme": "dark", "next": "/fr/"},
        "account": {"name": "Zoé", "language": "en"},
        "account-name": {"name": "Zoé"},
        "account-sessions": {"session": "1"},
        "account-role": {"give": "1"},
        "demo-sign-in": {"reader": "lead", "next": "/fr/"},
        "account_login": {"login": "a@example.org", "password": "x", "next": "/fr/"},
        "account_signup": {"email": "a@example.org", "password1": "un-long-mot", "password2": "un-long-mot"},
        "account_reset_password": {"email": "a@example.org"},
    }  # fmt: skip
