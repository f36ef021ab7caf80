"""Projects: who may see them."""

from django.urls import path

from phases.access.views import invitations
from phases.access.views import members as access
from phases.sharing import views as sharing

urlpatterns = [
    path("projects/<int:project_id>/members/", access.members, name="members"),
    path("projects/<int:project_id>/members/new/", access.member_new, name="member-new"),
    path("projects/<int:project_id>/members/leave/", access.leave, name="leave"),
    path("projects/<int:project_id>/members/<int:member_id>/", access.member_edit, name="member-edit"),
    path("projects/<int:project_id>/members/<int:member_id>/remove/", access.member_remove, name="member-remove"),
    path(
        "projects/<int:project_id>/invitations/<int:invitation_id>/send/",
        invitations.invitation_again,
        name="invitation-again",
    ),
    path(
        "projects/<int:project_id>/invitations/<int:invitation_id>/revoke/",
        invitations.invitation_revoke,
        name="invitation-revoke",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("projects/<int:project_id>/links/", sharing.share_links, name="share-links"),
    path("projects/<int:project_id>/links/new/", sharing.share_link_new, name="share-link-new"),
    path("projects/<int:project_id>/links/<int:link_id>/revoke/", sharing.share_link_revoke, name="share-link-revoke"),
]
