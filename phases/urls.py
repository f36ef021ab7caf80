"""Projects: who may see them."""

from django.urls import path

from phases.views import members

urlpatterns = [
    path("projects/<int:project_id>/members/", members.members, name="members"),
    path("projects/<int:project_id>/members/new/", members.member_new, name="member-new"),
    path("projects/<int:project_id>/members/leave/", members.leave, name="leave"),
    path("projects/<int:project_id>/members/<int:member_id>/", members.member_edit, name="member-edit"),
    path("projects/<int:project_id>/members/<int:member_id>/remove/", members.member_remove, name="member-remove"),
]
