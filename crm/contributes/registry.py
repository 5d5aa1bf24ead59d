"""What crm adds to pages, commands and jobs of the layers below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core import extend, mail
from core.db import frozen
from core.db.row_rules import no_cycle
from core.models import User
from core.views.mail import panels
from crm import identity, searching
from crm.contributes import (
    audit_log,
    bulk_actions,
    draft_guards,
    protection,
    recent_activity,
    search,
    typed_names,
    undo_actions,
)
from crm.models import EmailAddress, Supporter
from crm.models.typed_rules import NameRules
from crm.protection import points, privacy, row_rules, texts, typed_rows
from crm.services import name_reviews
from crm.services.consent import channels_of
from crm.timeline import own_entries


def _contact_details(supporter: Supporter, user: User) -> dict[str, Any]:
    details = points.contact_details(supporter)
    rows = mail.rows_of(point.address for point in details.emails)
    for point in details.emails:
        vars(point)["suppressions"] = rows.get(point.address, [])
    return {"supporter": supporter, "details": details, "may_edit": user.has_perm("supporters.edit")}


def _household(supporter: Supporter, user: User) -> dict[str, Any]:
    household = supporter.household
    others = [one for one in household.members.all() if one.pk != supporter.pk] if household else []
    return {
        "supporter": supporter,
        "household": household,
        "salutation": identity.household_salutation(household) if household else "",
        "others": others,
        "may_edit": user.has_perm("supporters.edit"),
    }


def _consents(supporter: Supporter, user: User) -> dict[str, Any]:
    may_edit = user.has_perm("supporters.edit")
    return {"supporter": supporter, "channels": channels_of(supporter), "may_edit": may_edit}


def _note(supporter: Supporter, user: User) -> dict[str, Any] | None:
    note = identity.note(supporter)
    return {"supporter": supporter, "note": note} if note else None


def _codes(addresses: Iterable[str]) -> dict[str, str]:
    """The code of the protected person each address belongs to, by address; others are left out."""
    normal = {identity.normal_email(address): address for address in addresses}
    rows = EmailAddress.objects.filter(normalized__in=normal, supporter__protected=True)
    return {normal[at]: code for at, code in rows.values_list("normalized", "supporter__shown_name")}


frozen.freeze(row_rules.CONSENTS)
extend.add(*(each for index in searching.INDEXES for each in index.objects()))
extend.add(
    *row_rules.HOUSEHOLDS,
    *row_rules.HOUSEHOLD_FOLLOWS,
    *row_rules.CODES_STAY,
    *no_cycle(
        "crm_supporter_merge_cycle",
        "crm_supporter",
        "id",
        "merged_into_id",
        "A supporter can't be merged into a record that was merged into it.",
    ),
    extend.AddressCodes(codes=_codes),
    extend.NavItem(
        label="Supporters",
        url_name="crm:supporter-list",
        icon="users",
        group="",
        permission="supporters.view",
        order=10,
    ),
    extend.NavItem(
        label="Households", url_name="crm:household-list", icon="home", group="", permission="supporters.view", order=15
    ),
    extend.Panel(
        on="supporter",
        slug="contact-details",
        template="crm/_contact_details.html",
        permission="supporters.view",
        order=10,
        context=_contact_details,
        column="side",
    ),
    extend.Panel(
        on="supporter",
        slug="consents",
        template="crm/_consents.html",
        permission="supporters.view",
        order=20,
        context=_consents,
        column="side",
    ),
    extend.Panel(
        on="supporter",
        slug="household",
        template="crm/_household.html",
        permission="supporters.view",
        order=30,
        context=_household,
        column="side",
    ),
    extend.Panel(
        on="supporter",
        slug="note",
        template="crm/_note.html",
        permission="supporters.view",
        order=40,
        context=_note,
        column="side",
    ),
    extend.Action(
        on="supporter",
        slug="edit",
        label="Edit",
        icon="pen",
        permission="supporters.edit",
        order=10,
        url=lambda supporter: reverse("crm:supporter-edit", args=[supporter.pk]),
    ),
    extend.TimelineSource(slug="record", label="Record", permission="supporters.view", entries=own_entries),
    *bulk_actions.ACTIONS,
    *undo_actions.UNDO_ACTIONS,
    extend.ActivitySource(slug="supporters", permission="supporters.view", order=40, changes=recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    panels.panel("supporter"),
    *protection.ENTRIES,
    *draft_guards.ENTRIES,
    typed_names.RECORDS,
    typed_names.HOUSEHOLDS,
    NameRules(
        decide=typed_rows.decide,
        file=typed_rows.file,
        forget=typed_rows.forget,
        file_names=privacy.file_names,
        tell=texts.tell,
    ),
    extend.Schedule(
        slug="names",
        label="Check entered names against protected people",
        work=typed_rows.recheck_all,
        at_hour=typed_rows.HOUR,
    ),
    extend.HomeItem(slug="names", permission="supporters.edit", order=44, items=name_reviews.waiting, icon="eye"),
)
