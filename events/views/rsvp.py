"""Answer an invitation by its personal link. GET changes nothing; POST answers.

The page shows earlier answers made by the link, and nothing about who is invited, as anyone may have the link.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from core.http.languages import language_of, spoken
from core.permissions import PUBLIC
from events.forms.public import AnswerForm
from events.invitations.services import answer_invitation
from events.models import Invitation
from events.orders.seats import NoSeats
from events.orders.services import NotOnSale
from events.views.public import sale_status, texts


class Rsvp(View):
    permission_required = PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation, language = self._invitation(request, token)
        with translation.override(language):
            form = self._form(invitation, language)
            return self._show(request, invitation, form, language)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        invitation, language = self._invitation(request, token)
        with translation.override(language):
            form = self._form(invitation, language, request.POST)
            if "switch" in request.POST:
                form.errors.clear()
                return self._show(request, invitation, form, language)
            if form.is_valid() and self._answered(request, invitation, form):
                return redirect(f"{request.path}?lang={language}")
            return self._show(request, invitation, form, language, status=422)

    def _answered(self, request: HttpRequest, invitation: Invitation, form: AnswerForm) -> bool:
        answer = form.cleaned_data["answer"]
        try:
            answer_invitation(invitation=invitation, answer=answer, party=form.party, at=timezone.now())
        except NoSeats:
            form.add_error(None, _("There aren't enough seats left for your party. Please call us."))
        except (NotOnSale, ValidationError):
            form.add_error(None, _("You can no longer respond to this invitation."))
        else:
            messages.success(request, _("Thank you. We received your answer."))
            return True
        return False

    def _invitation(self, request: HttpRequest, token: str) -> tuple[Invitation, str]:
        rows = Invitation.objects.select_related("event", "supporter")
        try:
            invitation = rows.exclude(event__state="draft").get(token=token)
        except Invitation.DoesNotExist:
            raise Http404("This invitation was not found.") from None
        return invitation, language_of(request, invitation.language)

    def _form(self, invitation: Invitation, language: str, data=None) -> AnswerForm:
        # Someone who answered no finds the names they typed before.
        seated = invitation.guests.filter(returned_at__isnull=True)
        guests = list(seated if invitation.answer == Invitation.Answer.YES else invitation.guests.order_by("pk"))
        names = [guest.name for guest in guests] or invitation.note.splitlines()
        initial = {"answer": invitation.answer or Invitation.Answer.YES}
        initial |= {f"name_{index}": name for index, name in enumerate(names, 1)}
        initial |= {f"meal_{index}": guest.meal_id for index, guest in enumerate(guests, 1)}
        meals = list(invitation.event.meals.all())
        return AnswerForm(data, invitation=invitation, meals=meals, language=language, initial=initial)

    def _show(
        self, request: HttpRequest, invitation: Invitation, form: AnswerForm, language: str, status: int = 200
    ) -> HttpResponse:
        event = invitation.event
        context = {
            **texts(event, language),
            "invitation": invitation,
            "form": form,
            "state": sale_status(event),
            "form_id": "" if sale_status(event) in ("over", "cancelled") else "answer",
        }
        return spoken(request, "events/public/rsvp.html", context, language=language, status=status)
