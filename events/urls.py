"""Addresses of events: the public pages, the staff's, the door's."""

from django.urls import path

from events.views import door, order_page, public, rsvp

app_name = "events"
urlpatterns = [
    path("e/order/<str:token>/", order_page.OrderPage.as_view(), name="order"),
    path("e/order/<str:token>/guests/", order_page.OrderGuests.as_view(), name="order-guests"),
    path("e/order/<str:token>/return/", order_page.OrderReturn.as_view(), name="order-return"),
    path("e/order/<str:token>/pay/", order_page.OrderPay.as_view(), name="order-pay"),
    path("e/order/<str:token>/wish/", order_page.OrderWish.as_view(), name="order-wish"),
    path("e/<slug:slug>/", public.EventPage.as_view(), name="public-event"),
    path("e/<slug:slug>/order/", public.OrderNew.as_view(), name="order-new"),
    path("rsvp/<str:token>/", rsvp.Rsvp.as_view(), name="rsvp"),
    path("check-in/", door.DoorHome.as_view(), name="door-home"),
    path("check-in/<slug:slug>/", door.DoorFind.as_view(), name="door-find"),
    path("check-in/<slug:slug>/<str:secret>/", door.DoorCode.as_view(), name="door-code"),
    path("check-in/<slug:slug>/<str:secret>/in/", door.DoorWelcome.as_view(), name="door-welcome"),
    path("check-in/<slug:slug>/<str:secret>/undo/", door.DoorUndo.as_view(), name="door-undo"),
]
