"""Every path; pages carry their language, `/fr/…` or `/en/…`."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from aispec.web import views as web
from aispec.web.account import views as account
from aispec.web.account.sessions import sessions
from aispec.web.mailbox.views import mailbox
from aispec.web.operations.metrics import metrics
from aispec.web.sign_in import demo_sign_in
from roles.grid.views.shared import to_language as share
from roles.postings.views.public import PostingSitemap

# The administration has no entrance of its own, which would count no attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = web.broken

urlpatterns = [
    path("", web.to_language, name="root"),
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", web.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": {"postings": PostingSitemap}}, name="sitemap"),
    path("s/<str:token>/", share, name="share"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accounts/settings/", account.account, name="account"),
        path("accounts/name/", account.name, name="account-name"),
        path("accounts/sessions/", sessions, name="account-sessions"),
        path("accounts/mailbox/", mailbox, name="mailbox"),
        path("accounts/demo/", demo_sign_in, name="demo-sign-in"),
        path("accounts/", include("allauth.urls")),
        path("theme/", web.theme, name="theme"),
        path("", include("phases.urls")),
        path("", include("roles.urls")),
    ),
]
