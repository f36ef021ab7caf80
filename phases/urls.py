"""Projects: who may see them."""

from django.urls import path

from phases.views import members, share_links

urlpatterns = [
    path("projects/<int:project_id>/members/", members.members, name="members"),
    path("projects/<int:project_id>/members/new/", members.member_new, name="member-new"),
    path("projects/<int:project_id>/members/leave/", members.leave, name="leave"),
    path("projects/<int:project_id>/members/<int:member_id>/", members.member_edit, name="member-edit"),
    path("projects/<int:project_id>/members/<int:member_id>/remove/", members.member_remove, name="member-remove"),
    path("projects/<int:project_id>/links/", share_links.share_links, name="share-links"),
    path("projects/<int:project_id>/links/new/", share_links.share_link_new, name="share-link-new"),
    path(
        "projects/<int:project_id>/links/<int:link_id>/revoke/", share_links.share_link_revoke, name="share-link-revoke"
    ),
]
