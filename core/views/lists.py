"""Pages that keep views of lists: a new one, one's own, the default, dropping one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.views import View

from core.http import toasts
from core.listing import filter_descriptions, saved, services
from core.listing.pages import TablePage
from core.models import SavedView
from core.outcomes import Outcome, Undo
from core.permissions import SIGNED_IN

if TYPE_CHECKING:
    from core.models.lists import OfferedView


@dataclass(frozen=True)
class Place:
    """The list an address belongs to: its route's name, its page, its path, and what a view keeps of the rest."""

    of: str
    page: type[TablePage]
    path: str
    query: str

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def place(address: str, user: Any) -> Place:
    """The list behind an address. Raises `Http404` when it is none, `PermissionDenied` when it is not this person's."""
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
    """A view's name, who finds it, and whether the list opens with it."""

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
    """What there is to choose about somebody else's view."""

    by_default = ViewForm.base_fields["by_default"]


class ViewNewView(View):
    """Keep what a list shows under a name."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET.get("at"):
            return redirect("home")  # a view is of a list
        return _show(request, ViewForm(), place(request.GET["at"], request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        at, form = place(request.GET.get("at", ""), request.user), ViewForm(request.POST)
        if form.is_valid():
            try:
                view = services.save_view(of=at.of, query=at.query, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                toasts.say(
                    request,
                    Outcome(
                        f"View “{view}” saved. Find it in the tabs above the list.",
                        undo=Undo("view-saved", {"pk": view.pk}),
                    ),
                )
                return redirect(saved.address(at.path, view))
        return _show(request, form, at, status=422)


class ViewEditView(View):
    """Change a view of one's own; choose the default among those of others."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        at = place(request.GET.get("at", ""), request.user)
        view = _view(request, pk, at)
        return _show(request, self._form(request, view), at, view)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        at = place(request.GET.get("at", ""), request.user)
        view = _view(request, pk, at)
        form = self._form(request, view)
        if form.is_valid():
            was = _state(view, request.user)
            try:
                self._save(request, view, at, form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                undo = Undo("view-changed", {"pk": view.pk, "was": was}) if view.owner_id == request.user.pk else None
                toasts.say(request, Outcome(f"View “{view}” saved.", undo=undo))
                return redirect(saved.address(at.path, view))
        return _show(request, form, at, view, status=422)

    def _form(self, request: HttpRequest, view: OfferedView) -> forms.BaseForm:
        data = request.POST if request.method == "POST" else None
        if view.owner_id != request.user.pk:
            return DefaultForm(data, initial={"by_default": view.by_default})
        first = {"name": view.name, "shared": view.shared, "by_default": view.by_default}
        return ViewForm(data, initial=first)

    def _save(self, request: HttpRequest, view: SavedView, at: Place, values: dict[str, Any]) -> None:
        if view.owner_id != request.user.pk:
            services.set_default(view=view, on=values["by_default"], by=request.user)
            return
        query = at.query if request.POST.get("keep") == "now" else view.query
        services.change_view(view=view, query=query, by=request.user, **values)


class ViewDeleteView(View):
    """Drop a view of one's own."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        at = place(request.GET.get("at", ""), request.user)
        view = _view(request, pk, at, owner=request.user)
        others = view.defaults.exclude(user=request.user).count()
        context = {"view": view, "at": at, "title": at.page.title, "others": others}
        return render(request, "core/view_delete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        at = place(request.GET.get("at", ""), request.user)
        view = _view(request, pk, at, owner=request.user)
        others = list(view.defaults.exclude(user=request.user).values_list("user", flat=True))
        was = {"of": view.of, **_state(view, request.user)}
        services.delete_view(view=view, by=request.user)
        said = f"View “{view.name}” deleted. No records were changed."
        toasts.say(request, Outcome(said, undo=Undo("view-deleted", {"was": was, "opened_by": others})))
        return redirect(at.path)


def _state(view: SavedView, user: Any) -> dict[str, Any]:
    """A view of one's own as the services take it."""
    by_default = view.defaults.filter(user=user).exists()
    return {"name": view.name, "query": view.query, "shared": view.shared, "by_default": by_default}


def _view(request: HttpRequest, pk: int, at: Place, **only: Any) -> OfferedView:
    offered = SavedView.objects.offered(of=at.of, to=request.user)
    return get_object_or_404(offered.filter(Q(**only)), pk=pk)


def _show(
    request: HttpRequest, form: forms.BaseForm, at: Place, view: SavedView | None = None, status: int = 200
) -> HttpResponse:
    query = QueryDict(at.query)
    filterset = at.page.filter_class(query, queryset=None, request=request) if at.page.filter_class else None
    context = {
        "form": form,
        "at": at,
        "title": at.page.title or "List",
        "view": view,
        "mine": view is None or view.owner_id == request.user.pk,
        "moved": view is not None and saved.changed(view, query),
        "words": _words(filterset, query),
    }
    return render(request, "core/view_edit.html", context, status=status)


def _words(filterset: Any, query: QueryDict) -> list[str]:
    """What the view keeps, in words."""
    found: list[str] = []
    if filterset is not None:
        filterset.form.full_clean()  # filters that are invalid are described by what remains of them
        found = filter_descriptions.filters(filterset)
    names = (("sort", "with its own sort order"), ("cols", "with its own columns"), ("group", "grouped"))
    return [*found, *(text for name, text in names if query.get(name))] or ["The full list, with default settings"]
