"""What the product keeps of people, told to anybody; and one's own data, to have."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aispec.web.sign_in import password_anew, sign_in_required
from phases.access.decorators import ProjectRequest
from phases.archive.domain import LIFE
from roles.formats.http import download
from roles.notices.domain.making import KEPT
from roles.privacy.data_export import subject_data
from roles.privacy.subject import Subject


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, who sees it, and what somebody may ask for."""
    context = {
        "contact": settings.PRIVACY_CONTACT,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "security_days": settings.SECURITY_LOG_DAYS,
        "notice_days": KEPT.days,
        "file_hours": LIFE.days * 24,
        "posting_years": settings.POSTING_YEARS,
    }
    return render(request, "roles/privacy/privacy.html", context)


@sign_in_required
@require_safe
def own_data(request: ProjectRequest) -> HttpResponse:
    """All that is kept about the reader, as a JSON file, once the password is given anew."""
    password_anew(request)
    data = subject_data(Subject.of_account(request.user), everywhere=False)
    body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode(errors="replace")
    name = _("my-data")
    return download(body, "application/json", f"{name}-{timezone.localdate().isoformat()}.json")
