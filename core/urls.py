"""Addresses that belong to no subject: home, settings, the styleguide. For signing in see `core/sign_in/urls.py`."""

from django.urls import include, path

from core import (
    appearance,
    audit_views,
    draft_views,
    files,
    search,
    set_up_steps,
    settings_user_views,
    settings_views,
    styleguide,
    undo_views,
    views,
)
from core.jobs import views as job_views
from core.listing import views as saved_views

urlpatterns = [
    path("", views.home, name="home"),
    path("drafts/", draft_views.draft_keep, name="draft-keep"),
    path("drafts/discard/", draft_views.draft_discard, name="draft-discard"),
    path("undo/<str:key>/", undo_views.UndoView.as_view(), name="undo"),
    path("seen/", views.seen, name="seen"),
    path("search/", search.search, name="search"),
    path("files/<uuid:key>/", files.FileView.as_view(), name="file"),
    path("views/new/", saved_views.ViewNewView.as_view(), name="view-new"),
    path("views/<int:pk>/", saved_views.ViewEditView.as_view(), name="view-edit"),
    path("views/<int:pk>/delete/", saved_views.ViewDeleteView.as_view(), name="view-delete"),
    path("theme/", appearance.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("jobs/", job_views.JobListView.as_view(), name="jobs"),
    path("jobs/mine/", job_views.JobsBarView.as_view(), name="jobs-bar"),
    path("jobs/<uuid:key>/", job_views.JobView.as_view(), name="job"),
    path("jobs/<uuid:key>/cancel/", job_views.JobCancelView.as_view(), name="job-cancel"),
    path("jobs/<uuid:key>/again/", job_views.JobAgainView.as_view(), name="job-again"),
    path("health/", views.health, name="health"),
    path("audit/", audit_views.AuditPage.as_view(), name="audit"),
    path("settings/", settings_views.SettingsView.as_view(), name="settings"),
    path("settings/set-up/<slug:slug>/skip/", set_up_steps.SkipStepView.as_view(), name="set-up-skip"),
    path("settings/organization/", settings_views.OrganizationEditView.as_view(), name="settings-organization-edit"),
    path("settings/exemption/new/", settings_views.StatusNewView.as_view(), name="settings-exemption-new"),
    path("settings/exemption/<int:pk>/", settings_views.StatusEditView.as_view(), name="settings-exemption-edit"),
    path(
        "settings/exemption/<int:pk>/remove/",
        settings_views.StatusRemoveView.as_view(),
        name="settings-exemption-remove",
    ),
    path("settings/registrations/new/", settings_views.RegistrationNewView.as_view(), name="settings-registration-new"),
    path(
        "settings/registrations/<int:pk>/",
        settings_views.RegistrationEditView.as_view(),
        name="settings-registration-edit",
    ),
    path(
        "settings/registrations/<int:pk>/end/",
        settings_views.RegistrationEndView.as_view(),
        name="settings-registration-end",
    ),
    path(
        "settings/registrations/<int:pk>/remove/",
        settings_views.RegistrationRemoveView.as_view(),
        name="settings-registration-remove",
    ),
    path("settings/mail/", settings_views.MailView.as_view(), name="settings-mail"),
    path("settings/users/new/", settings_user_views.UserNewView.as_view(), name="settings-user-new"),
    path("settings/users/<int:pk>/", settings_user_views.UserEditView.as_view(), name="settings-user-edit"),
    path("settings/users/<int:pk>/close/", settings_user_views.UserCloseView.as_view(), name="settings-user-close"),
    path("settings/users/<int:pk>/reopen/", settings_user_views.UserReopenView.as_view(), name="settings-user-reopen"),
    path("settings/users/<int:pk>/link/", settings_user_views.UserLinkView.as_view(), name="settings-user-link"),
    path(
        "settings/users/<int:pk>/sessions/",
        settings_user_views.UserSessionsView.as_view(),
        name="settings-user-sessions",
    ),
    path(
        "settings/users/<int:pk>/second-factor/",
        settings_user_views.UserFactorView.as_view(),
        name="settings-user-factor",
    ),
    path("", include("core.mail.urls")),
    path("", include("core.sign_in.urls")),
]
