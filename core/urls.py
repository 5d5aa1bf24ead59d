"""URLs of core: home, settings, the styleguide. Sign-in: `core/views/sign_in/urls.py`."""

from django.urls import include, path

from core.styleguide import page
from core.views import audit_log, drafts, failed_work, files, home, search, set_up_steps, settings, theme, undo, users
from core.views import jobs as job_views
from core.views import lists as saved_views

urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/", drafts.draft_keep, name="draft-keep"),
    path("drafts/discard/", drafts.draft_discard, name="draft-discard"),
    path("undo/<str:key>/", undo.UndoView.as_view(), name="undo"),
    path("seen/", home.seen, name="seen"),
    path("search/", search.search, name="search"),
    path("files/<uuid:key>/", files.FileView.as_view(), name="file"),
    path("views/new/", saved_views.ViewNewView.as_view(), name="view-new"),
    path("views/<int:pk>/", saved_views.ViewEditView.as_view(), name="view-edit"),
    path("views/<int:pk>/delete/", saved_views.ViewDeleteView.as_view(), name="view-delete"),
    path("theme/", theme.theme, name="theme"),
    path("styleguide/", page.styleguide, name="styleguide"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("jobs/", job_views.JobListView.as_view(), name="jobs"),
    path("jobs/mine/", job_views.JobsBarView.as_view(), name="jobs-bar"),
    path("jobs/<uuid:key>/", job_views.JobView.as_view(), name="job"),
    path("jobs/<uuid:key>/cancel/", job_views.JobCancelView.as_view(), name="job-cancel"),
    path("jobs/<uuid:key>/again/", job_views.JobAgainView.as_view(), name="job-again"),
    path("failed-work/", failed_work.FailedWorkView.as_view(), name="failed-work"),
    path("failed-work/<int:pk>/again/", failed_work.FailedWorkAgainView.as_view(), name="failed-work-again"),
    path("health/", home.health, name="health"),
    path("audit/", audit_log.AuditPage.as_view(), name="audit"),
    path("settings/", settings.SettingsView.as_view(), name="settings"),
    path("settings/set-up/<slug:slug>/skip/", set_up_steps.SkipStepView.as_view(), name="set-up-skip"),
    path("settings/organization/", settings.OrganizationEditView.as_view(), name="settings-organization-edit"),
    path("settings/exemption/new/", settings.StatusNewView.as_view(), name="settings-exemption-new"),
    path("settings/exemption/<int:pk>/", settings.StatusEditView.as_view(), name="settings-exemption-edit"),
    path(
        "settings/exemption/<int:pk>/remove/",
        settings.StatusRemoveView.as_view(),
        name="settings-exemption-remove",
    ),
    path("settings/registrations/new/", settings.RegistrationNewView.as_view(), name="settings-registration-new"),
    path(
        "settings/registrations/<int:pk>/",
        settings.RegistrationEditView.as_view(),
        name="settings-registration-edit",
    ),
    path(
        "settings/registrations/<int:pk>/end/",
        settings.RegistrationEndView.as_view(),
        name="settings-registration-end",
    ),
    path(
        "settings/registrations/<int:pk>/remove/",
        settings.RegistrationRemoveView.as_view(),
        name="settings-registration-remove",
    ),
    path("settings/mail/", settings.MailView.as_view(), name="settings-mail"),
    path("settings/users/new/", users.UserNewView.as_view(), name="settings-user-new"),
    path("settings/users/<int:pk>/", users.UserEditView.as_view(), name="settings-user-edit"),
    path("settings/users/<int:pk>/close/", users.UserCloseView.as_view(), name="settings-user-close"),
    path("settings/users/<int:pk>/reopen/", users.UserReopenView.as_view(), name="settings-user-reopen"),
    path("settings/users/<int:pk>/link/", users.UserLinkView.as_view(), name="settings-user-link"),
    path(
        "settings/users/<int:pk>/sessions/",
        users.UserSessionsView.as_view(),
        name="settings-user-sessions",
    ),
    path(
        "settings/users/<int:pk>/second-factor/",
        users.UserFactorView.as_view(),
        name="settings-user-factor",
    ),
    path("", include("core.views.mail.urls")),
    path("", include("core.views.sign_in.urls")),
]
