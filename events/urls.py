"""Addresses of events: the public pages, the staff's, the door's."""

from django.urls import path

from events import lists
from events.views import door, links, order_page, orders, pages, public, rsvp, setup

app_name = "events"
urlpatterns = [
    path("e/order/<secret:token>/", order_page.OrderPage.as_view(), name="order"),
    path("e/order/<secret:token>/guests/", order_page.OrderGuests.as_view(), name="order-guests"),
    path("e/order/<secret:token>/return/", order_page.OrderReturn.as_view(), name="order-return"),
    path("e/order/<secret:token>/pay/", order_page.OrderPay.as_view(), name="order-pay"),
    path("e/order/<secret:token>/wish/", order_page.OrderWish.as_view(), name="order-wish"),
    path("e/<slug:slug>/", public.EventPage.as_view(), name="public-event"),
    path("e/<slug:slug>/order/", public.OrderNew.as_view(), name="order-new"),
    path("rsvp/<secret:token>/", rsvp.Rsvp.as_view(), name="rsvp"),
    path("events/", lists.EventList.as_view(), name="event-list"),
    path("events/new/", setup.EventNew.as_view(), name="event-new"),
    path("events/<slug:slug>/", pages.EventDetail.as_view(), name="event-detail"),
    path("events/<slug:slug>/edit/", setup.EventEdit.as_view(), name="event-edit"),
    path("events/<slug:slug>/state/", setup.EventState.as_view(), name="event-state"),
    path("events/<slug:slug>/cancel/", setup.EventCancel.as_view(), name="event-cancel"),
    path("events/<slug:slug>/meals/", setup.Meals.as_view(), name="meals"),
    path("events/<slug:slug>/tickets/new/", setup.TicketNew.as_view(), name="ticket-new"),
    path("events/<slug:slug>/tickets/<int:pk>/", setup.TicketEdit.as_view(), name="ticket-edit"),
    path("events/<slug:slug>/tables/new/", setup.TablesNew.as_view(), name="tables-new"),
    path("events/<slug:slug>/seating/", pages.Seating.as_view(), name="seating"),
    path("events/<slug:slug>/seating/seat/", pages.Seat.as_view(), name="seat"),
    path("events/<slug:slug>/guests/", lists.GuestList.as_view(), name="guest-list"),
    path("events/<slug:slug>/guests/print/", pages.GuestPrint.as_view(), name="guest-print"),
    path("events/<slug:slug>/guests/<int:pk>/", orders.GuestEdit.as_view(), name="guest-edit"),
    path("events/<slug:slug>/invitations/", lists.InvitationList.as_view(), name="invitation-list"),
    path("events/<slug:slug>/invitations/new/", orders.InvitationNew.as_view(), name="invitation-new"),
    path("events/<slug:slug>/invitations/<int:pk>/link/", links.InvitationLink.as_view(), name="invitation-link"),
    path("events/<slug:slug>/orders/", lists.OrderList.as_view(), name="order-list"),
    path("events/<slug:slug>/orders/new/", orders.OrderNewStaff.as_view(), name="order-new-staff"),
    path("events/<slug:slug>/orders/<int:number>/", orders.OrderDetail.as_view(), name="order-detail"),
    path("events/<slug:slug>/orders/<int:number>/link/", links.OrderLink.as_view(), name="order-link"),
    path("events/<slug:slug>/orders/<int:number>/paid/", orders.OrderPaid.as_view(), name="order-paid"),
    path("events/<slug:slug>/orders/<int:number>/release/", orders.OrderRelease.as_view(), name="order-release"),
    path("events/<slug:slug>/orders/<int:number>/cancel/", orders.OrderCancel.as_view(), name="order-cancel"),
    path("events/<slug:slug>/orders/<int:number>/resolve/", orders.OrderResolve.as_view(), name="order-resolve"),
    path("events/<slug:slug>/orders/<int:number>/seats/", orders.OrderReturnSeats.as_view(), name="order-seats"),
    path("events/<slug:slug>/result/", pages.ResultPage.as_view(), name="result"),
    path("events/<slug:slug>/expenses/new/", setup.ExpenseNew.as_view(), name="expense-new"),
    path("events/<slug:slug>/expenses/<int:pk>/", setup.ExpenseEdit.as_view(), name="expense-edit"),
    path("check-in/", door.DoorHome.as_view(), name="door-home"),
    path("check-in/<slug:slug>/", door.DoorFind.as_view(), name="door-find"),
    path("check-in/<slug:slug>/<secret:secret>/", door.DoorCode.as_view(), name="door-code"),
    path("check-in/<slug:slug>/<secret:secret>/in/", door.DoorWelcome.as_view(), name="door-welcome"),
    path("check-in/<slug:slug>/<secret:secret>/undo/", door.DoorUndo.as_view(), name="door-undo"),
]
