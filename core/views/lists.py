"""Pages to save, edit and delete views of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve

from core.listing import filter_descriptions, saved, services
from core.listing.pages import TablePage
from core.models import SavedView
from core.outcomes import Outcome, Undo
from core.permissions import SIGNED_IN
from core.views.actions import ActionView

if TYPE_CHECKING:
    from core.models.lists import OfferedView


@dataclass(frozen=True)
class Place:
    """The list of a URL: its route's name, its page, its path, and the query a view stores."""

    of: str
    page: type[TablePage]
    path: str
    query: str

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def place(address: str, user: Any) -> Place:
    """The list of a URL. Raises `Http404` for any other URL, `PermissionDenied` when this user may not open it."""
    path, _, query = address[:4_000].partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404("This list doesn't exist.") from None
    page = getattr(match.func, "view_class", None)
    if page is None or not issubclass(page, TablePage):
        raise Http404("This list doesn't exist.")
    if not user.has_perm(page.permission_required):
        raise PermissionDenied("You don't have access to this list.")
    return Place(match.view_name, page, path, saved.view_query(QueryDict(query)))


class ViewForm(forms.ModelForm):
    """A view's name, who may use it, and whether the list opens with it."""

    by_default = forms.BooleanField(
        label="Use as my default view", required=False, help_text="Applies only to you. “All” still shows every record."
    )

    class Meta:
        model = SavedView
        fields = ["name", "shared"]
        labels = {"shared": "Share with everyone who has access to this list"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "shared"
        ].help_text = "Everyone sees only the records they have access to. Only you can change the view."

    def _post_clean(self) -> None:
        """The service validates what is saved."""


class DefaultForm(forms.Form):
    """The only choice for another user's view: whether it is the default."""

    by_default = ViewForm.base_fields["by_default"]


class _ViewAction(ActionView):
    """Base of actions on a view of the list in the URL."""

    permission_required = SIGNED_IN
    template_name = "core/view_edit.html"
    view: SavedView | None = None

    def prepare(self) -> HttpResponse | None:
        self.at = place(self.request.GET.get("at", ""), self.request.user)
        return None

    def get_success_url(self) -> str:
        return saved.address(self.at.path, self.view) if self.view else self.at.path

    def get_context(self) -> dict[str, Any]:
        at, view, query = self.at, self.view, QueryDict(self.at.query)
        filterset = at.page.filter_class(query, queryset=None, request=self.request) if at.page.filter_class else None
        return {
            "at": at,
            "title": at.page.title or "List",
            "view": view,
            "mine": view is None or view.owner_id == self.request.user.pk,
            "moved": view is not None and saved.changed(view, query),
            "words": _words(filterset, query),
        }


class ViewNewView(_ViewAction):
    """Save what a list shows under a name."""

    form_class = ViewForm

    def prepare(self) -> HttpResponse | None:
        if self.request.method != "POST" and not self.request.GET.get("at"):
            return redirect("home")  # a view is of a list
        return super().prepare()

    def perform(self, form: ViewForm) -> Outcome:
        at = self.at
        self.view = services.save_view(of=at.of, query=at.query, by=self.request.user, **form.cleaned_data)
        message = f"View “{self.view}” saved. Find it in the tabs above the list."
        return Outcome(message, undo=Undo("view-saved", {"pk": self.view.pk}))


class ViewEditView(_ViewAction):
    """Edit one's own view; for others' views, choose the default."""

    view: OfferedView

    def prepare(self) -> HttpResponse | None:
        super().prepare()
        self.view = _view(self.request, self.kwargs["pk"], self.at)
        self.mine = self.view.owner_id == self.request.user.pk
        return None

    def get_form(self, data: Any = None) -> forms.BaseForm:
        view = self.view
        if not self.mine:
            return DefaultForm(data, initial={"by_default": view.by_default})
        first = {"name": view.name, "shared": view.shared, "by_default": view.by_default}
        return ViewForm(data, initial=first)

    def perform(self, form: forms.Form) -> Outcome:
        was = _state(self.view, self.request.user)
        self._save(form.cleaned_data)
        undo = Undo("view-changed", {"pk": self.view.pk, "was": was}) if self.mine else None
        return Outcome(f"View “{self.view}” saved.", undo=undo)

    def _save(self, values: dict[str, Any]) -> None:
        if not self.mine:
            services.set_default(view=self.view, on=values["by_default"], by=self.request.user)
            return
        query = self.at.query if self.request.POST.get("keep") == "now" else self.view.query
        services.change_view(view=self.view, query=query, by=self.request.user, **values)


class ViewDeleteView(_ViewAction):
    """Delete one's own view."""

    template_name = "core/view_delete.html"
    view: OfferedView

    def prepare(self) -> HttpResponse | None:
        super().prepare()
        self.view = _view(self.request, self.kwargs["pk"], self.at, owner=self.request.user)
        self.others = list(self.view.defaults.exclude(user=self.request.user).values_list("user", flat=True))
        return None

    def perform(self, form: forms.Form) -> Outcome:
        was = {"of": self.view.of, **_state(self.view, self.request.user)}
        services.delete_view(view=self.view, by=self.request.user)
        message = f"View “{self.view.name}” deleted. No records were changed."
        return Outcome(message, undo=Undo("view-deleted", {"was": was, "opened_by": self.others}))

    def get_success_url(self) -> str:
        return self.at.path

    def get_context(self) -> dict[str, Any]:
        return {"view": self.view, "at": self.at, "title": self.at.page.title, "others": len(self.others)}


def _state(view: SavedView, user: Any) -> dict[str, Any]:
    """One's own view as the services take it."""
    by_default = view.defaults.filter(user=user).exists()
    return {"name": view.name, "query": view.query, "shared": view.shared, "by_default": by_default}


def _view(request: HttpRequest, pk: int, at: Place, **only: Any) -> OfferedView:
    offered = SavedView.objects.offered(of=at.of, to=request.user)
    return get_object_or_404(offered.filter(Q(**only)), pk=pk)


def _words(filterset: Any, query: QueryDict) -> list[str]:
    """What the view stores, in words."""
    found: list[str] = []
    if filterset is not None:
        filterset.form.full_clean()  # filters that are invalid are described by what remains of them
        found = filter_descriptions.filters(filterset)
    names = (("sort", "with its own sort order"), ("cols", "with its own columns"), ("group", "grouped"))
    return [*found, *(text for name, text in names if query.get(name))] or ["The full list, with default settings"]
