from django.urls import path

from colead.apps.organisations import views

app_name = "organisations"

urlpatterns = [
    path("organisations/new/", views.create, name="create"),
    path("profile/", views.profile, name="profile"),
    path("sign-in/link/", views.request_link, name="request_link"),
    path("sign-in/link/<str:secret>/", views.sign_in_link, name="sign_in_link"),
    path("o/<slug:organisation>/members/", views.members, name="members"),
    path("o/<slug:organisation>/members/<int:membership_id>/", views.member, name="member"),
    path(
        "o/<slug:organisation>/members/<int:membership_id>/end/", views.end_membership, name="end_membership"
    ),
    path("o/<slug:organisation>/settings/", views.settings_page, name="settings"),
    path("o/<slug:organisation>/tokens/", views.tokens, name="tokens"),
    path("o/<slug:organisation>/tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]
