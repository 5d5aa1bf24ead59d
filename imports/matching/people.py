"""Who is who in a file: mentions of people are joined into persons, new or existing.

A name alone joins two mentions only if namesakes are unlikely: it is not common, and nothing shows two people
(different cities, two records, a Jr.). Otherwise it takes proof: an email, a phone, the spouse, the pledge being paid,
the same check. When in doubt they stay two people, each listed as a possible duplicate of the other: merging takes a
person a minute, but a wrong merge can't be undone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from crm.contact_details.values import without_extension
from crm.names.comparison import DIFFERENT, ONE_LETTER, SAME, SLIP_IN_GIVEN, Likeness, compare
from crm.names.keys import word_key
from crm.names.people import EVERYDAY, RARE, PersonName
from imports.contexts import Context
from imports.matching.evidence import (
    PersonCandidate,
    check_numbers,
    checks_of,
    city_key,
    codes_of,
    contradiction,
    email_key,
    far_apart,
    housed_apart,
    likeness,
    named_apart,
    proof,
    reached_apart,
    same_checkbook,
    share_nothing,
    speaks_of,
    street_key,
)
from imports.matching.known_records import Known, KnownPerson
from imports.matching.rivals import uncontested
from imports.matching.shared_addresses import names_nobody, shared_by_many
from imports.plans import ACCEPT, DUPLICATE, PLEDGE, PLEDGE_PAYMENT, PlannedRow

MOST_SUGGESTIONS = 5
OUR_NUMBER = "supporter number"
_OURS = re.compile(r"S-(\d{1,9})", re.I)


class People:
    """All people of one file and on record, joined as far as the evidence goes."""

    def __init__(self, rows: Iterable[PlannedRow], known: Known, context: Context) -> None:
        self.context = context
        on_record = list(known.people)
        names = {person.key: person.name for person in on_record}
        at_home = {key: set(home.members) - {key} for home in known.households for key in home.members}
        self.candidates: list[PersonCandidate] = []
        for person in on_record:
            others = [names[key] for key in sorted(at_home.get(person.key, ())) if key in names]
            self.candidates.append(self._on_record(person, others))
        self.first_mention = len(self.candidates)
        for row in rows:
            self.candidates += self._mentioned(row)
        self._leave_out_shared()
        self.became: dict[int, int] = {}
        self.with_junior: set[int] = set()
        self._join()

    def groups(self) -> list[PersonCandidate]:
        """The persons: those on record first, then in the order of the file."""
        return [who for index, who in enumerate(self.candidates) if index not in self.became]

    def _leave_out_shared(self) -> None:
        """Leave out shared addresses: those of many people, an office, or the charity itself are no evidence."""
        names: dict[str, list[PersonName]] = defaultdict(list)
        for who in self.candidates:
            for email in who.emails:
                names[email] += who.names if not who.nameless else []
        own = {email_key(email, self.context.gmail_domains) for email in self.context.own_emails}
        nobody_s = {*shared_by_many(names), *own, *filter(names_nobody, names)}
        for who in self.candidates:
            who.emails -= nobody_s

    def _on_record(self, person: KnownPerson, spouses: list[PersonName]) -> PersonCandidate:
        return PersonCandidate(
            [person.name],
            known=person,
            emails={email_key(email, self.context.gmail_domains) for email in person.emails},
            phones=set(person.phones),
            cities={city_key(city) for city in person.cities if city},
            spouses=spouses,
            checks=[(None, number) for number in check_numbers(person.checks)],
            streets=set(filter(None, map(street_key, person.streets))),
            ids=set(person.ids),
            nameless="@" in person.name.full,
        )

    def _mentioned(self, row: PlannedRow) -> Iterator[PersonCandidate]:
        people = row.party.people
        for place, name in enumerate(people[:2]):
            if name.words:
                yield self._mention(row, "supporter_2" if place else "supporter", name, people)
        for name in row.adviser.people[:1]:
            if name.words:
                yield self._mention(row, "soft_credit", name, ())

    def _mention(self, row: PlannedRow, slot: str, name: PersonName, people: tuple[PersonName, ...]) -> PersonCandidate:
        contact = row.party.contact if slot != "soft_credit" else row.adviser.contact
        return PersonCandidate(
            [name],
            rows=[(row, slot)],
            emails={email_key(email, self.context.gmail_domains) for email in contact.emails},
            phones=set(map(without_extension, contact.phones)),
            cities={city_key(contact.city)} if contact.city else set(),
            countries={row.currency} if row.currency and row.currency != self.context.currency else set(),
            spouses=[other for other in people if other is not name],
            checks=checks_of(row),
            streets=set(filter(None, [street_key(contact.address)])),
            ids={*row.party.told.ids, *numbers_here(row)} if slot == "supporter" else set(),
            codes=codes_of(row) if slot == "supporter" else set(),
            nameless=row.party.nameless and slot == "supporter",
        )

    # --- joining -----------------------------------------------------------------------------------------------------

    def _join(self) -> None:
        pairs = list(self._pairs())
        proofs = {pair: reason for pair in pairs if (reason := self._proof_for(*pair))}
        for a, b in uncontested(proofs, self.candidates):
            self._join_on_proof(a, b, proofs[a, b])
        self._join_nameless()
        self._join_pledges()
        for group in self._namesakes(pairs):
            self._join_group(group)
        self._suggest(pairs)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs whose names could be the same, by shared words, mailboxes and numbers, with at least one from the
        file; two records are never joined."""
        by_name: dict[str, list[int]] = defaultdict(list)
        by_mark: dict[str, list[int]] = defaultdict(list)
        for index, who in enumerate(self.candidates):
            by_name[_name_id(who.names[0])].append(index)
            for mark in who.emails | who.ids:
                by_mark[mark].append(index)
        seen: set[tuple[int, int]] = set()
        self.by_name, self.related = by_name, [*self._related(by_name)]
        for one, other in self.related:
            pairs = self._with_mention(by_name[one]) if one == other else product(by_name[one], by_name[other])
            seen.update((min(pair), max(pair)) for pair in pairs if max(pair) >= self.first_mention)
        for indexes in by_mark.values():
            for a, b in self._with_mention(indexes):
                if (a, b) not in seen and (self._nameless(a, b) or self._alike(a, b).verdict != DIFFERENT):
                    seen.add((a, b))
        return iter(sorted(seen))

    def _with_mention(self, indexes: list[int]) -> Iterator[tuple[int, int]]:
        """All pairs of these, in rising order, whose second is from the file."""
        return ((indexes[place], b) for end, b in enumerate(indexes) if b >= self.first_mention for place in range(end))

    def _related(self, by_name: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
        names = {key: self.candidates[indexes[0]].names[0] for key, indexes in by_name.items()}
        in_file = {key for key, indexes in by_name.items() if indexes[-1] >= self.first_mention}
        by_word: dict[str, set[str]] = defaultdict(set)
        for key, name in names.items():
            for word in name.telling_words:
                by_word[word_key(word)].add(key)
        near = {
            (min(one, other), max(one, other))
            for keys in by_word.values()
            for one in keys & in_file
            for other in keys
            if one != other
        }
        yield from ((key, key) for key in in_file)
        for one, other in near:
            if compare(names[one], names[other]).verdict != DIFFERENT:
                yield one, other

    def _join_on_proof(self, a: int, b: int, reason: str) -> None:
        a, b = self._root(a), self._root(b)
        one, other = self.candidates[a], self.candidates[b]
        if a != b and not contradiction(one, other) and not named_apart(one, other):
            self._unite(a, b, reason)

    def _proof_for(self, a: int, b: int) -> str:
        """The proof that two are one person, or ''."""
        one, other = self.candidates[a], self.candidates[b]
        if contradiction(one, other) or (found := likeness(one, other)).verdict == DIFFERENT:
            return ""
        return proof(one, other, found)

    def _join_nameless(self) -> None:
        """Join rows without a name to the only person with their number in another system, or with their email address
        if it is made of that person's name. The address alone is not enough, as spouses share one."""
        named: dict[str, set[int]] = defaultdict(set)
        roots = [index for index in range(len(self.candidates)) if index not in self.became]
        for index in roots:
            who = self.candidates[index]
            for mark in set() if who.nameless else who.emails | who.ids:
                named[mark].add(index)
        for index in roots:
            who = self.candidates[index]
            if who.nameless and who.known is None:
                self._join_to_owner(index, [named[mark] for mark in (*who.ids, *who.emails) if mark in named])

    def _join_to_owner(self, index: int, owners: list[set[int]]) -> None:
        """Join a nameless row to the one person all its values belong to; to nobody when there are several."""
        roots = {self._root(owner) for group in owners for owner in group}
        if len(roots) != 1:
            return
        row, owner = self.candidates[index], self.candidates[root := roots.pop()]
        if (row.ids & owner.ids or speaks_of(row.emails, owner)) and not contradiction(row, owner):
            self._unite(root, index, "the row gives no name, but the same email or number")

    def _join_pledges(self) -> None:
        """Join the payment of a pledge to the person who pledged, where only one pledge matches."""
        pledges: list[tuple[int, PlannedRow]] = []
        payments: list[tuple[int, PlannedRow]] = []
        for index, who in enumerate(self.candidates):
            for row, slot in who.rows:
                if slot == "supporter" and index not in self.became and row.kind in (PLEDGE, PLEDGE_PAYMENT):
                    (pledges if row.kind == PLEDGE else payments).append((index, row))
        for index, row in payments:
            fits = {
                self._root(other)
                for other, pledge in pledges
                if _pays(row, pledge) and self._alike(index, other).verdict == SAME
            }
            if len(fits) == 1:
                other, index = fits.pop(), self._root(index)
                if index != other and not self._against(self.candidates[index], self.candidates[other]):
                    self._unite(other, index, "pays the pledge")

    def _against(self, a: PersonCandidate, b: PersonCandidate) -> bool:
        """Whether something speaks against two people with the same name being one."""
        return (
            bool(contradiction(a, b)) or far_apart(a, b) or housed_apart(a, b) or a.is_unconfirmed or b.is_unconfirmed
        )

    def _namesakes(self, pairs: list[tuple[int, int]]) -> list[list[int]]:
        """Groups of people connected by the same name."""
        links: dict[int, set[int]] = defaultdict(set)
        for a, b in pairs:
            a, b = self._root(a), self._root(b)
            if a == b:
                continue
            found = self._alike(a, b)
            if found.verdict == SAME:
                links[a].add(b)
                links[b].add(a)
            elif any(reason.startswith("only one is") for reason in found.reasons):
                self.with_junior |= {a, b}
        groups, seen = [], set()
        for start in sorted(links):
            if start in seen:
                continue
            group, todo = set(), [start]
            while todo:
                if (index := todo.pop()) not in group:
                    group.add(index)
                    todo += links[index]
            seen |= group
            groups.append(sorted(group))
        return groups

    def _join_group(self, group: list[int]) -> None:
        frequency = max(name.frequency for index in group for name in self.candidates[index].names)
        if frequency == EVERYDAY:
            return
        shy = frequency > RARE  # two people with such a common name may live in one city
        self._join_where(
            group, lambda a, b, _: bool(a.cities & b.cities) and not (shy and share_nothing(a, b)), "same name and town"
        )
        if self._crowded(group):
            return
        self._join_where(group, lambda a, b, _: same_checkbook(a, b), "same name, check numbers in one series")
        self._join_where(group, lambda a, b, _: bool(a.countries & b.countries), "same name and country")
        if frequency == RARE:
            self._join_where(group, _nothing_against, "a name unique in your records")

    def _crowded(self, group: list[int]) -> bool:
        """Whether two people certainly have the name: different cities or mailboxes, two records, father and son."""
        people = [self.candidates[index] for index in {self._root(index) for index in group}]
        if self.with_junior & set(group) or len({suffix for who in people for suffix in who.suffixes}) > 1:
            return True
        if sum(who.known is not None for who in people) > 1:
            return True
        return any(far_apart(a, b) or reached_apart(a, b) for a, b in combinations(people, 2))

    def _join_where(self, group: list[int], fits, reason: str) -> None:
        for a, b in combinations(group, 2):
            a, b = self._root(a), self._root(b)
            if a == b:
                continue
            one, other = self.candidates[a], self.candidates[b]
            found = self._alike(a, b)
            if found.verdict != SAME or contradiction(one, other) or reached_apart(one, other):
                continue
            if SLIP_IN_GIVEN in found.reasons or housed_apart(one, other) or one.is_unconfirmed or other.is_unconfirmed:
                continue
            if fits(one, other, found) and not self._rivaled(group, a, b, fits):
                self._unite(a, b, reason)

    def _rivaled(self, group: list[int], a: int, b: int, fits) -> bool:
        """Whether the match is ambiguous: one of the two also matches a third person, certainly not the other."""
        for c in {self._root(index) for index in group} - {a, b}:
            third = self.candidates[c]
            for one, other in ((a, b), (b, a)):
                apart = reached_apart(third, self.candidates[other])
                if apart and fits(self.candidates[one], third, self._alike(one, c)):
                    return True
        return False

    def _suggest(self, pairs: list[tuple[int, int]]) -> None:
        """Note on both of a pair why they may be the same, for the page where a person decides."""
        for a, b in sorted({*pairs, *self._beside_matched()}):
            a, b = self._root(a), self._root(b)
            if a == b:
                continue
            found = self._alike(a, b)
            why = contradiction(self.candidates[a], self.candidates[b])
            reached = self._nameless(a, b) and bool(self.candidates[a].emails & self.candidates[b].emails)
            if (found.verdict == DIFFERENT and not reached) or why == "both named in one row":
                continue
            text = "the same name" if found.verdict == SAME else "a similar name: " + ", ".join(found.reasons)
            text = "the same email address, and no name" if reached else text
            for index, other in ((a, b), (b, a)):
                self.candidates[index].namesakes.add(other)
                if len(self.candidates[index].maybe) < MOST_SUGGESTIONS:
                    self.candidates[index].maybe[other] = text

    def _beside_matched(self) -> Iterator[tuple[int, int]]:
        """All pairs of records whose names could be the same, with one matched by the file."""
        on_record = {key: [at for at in found if at < self.first_mention] for key, found in self.by_name.items()}
        matched = {key: [at for at in found if self.candidates[at].rows] for key, found in on_record.items()}
        for one, other in self.related:
            for a, b in (*product(matched[one], on_record[other]), *product(on_record[one], matched[other])):
                if a != b:
                    yield min(a, b), max(a, b)

    def _nameless(self, a: int, b: int) -> bool:
        return self.candidates[a].nameless != self.candidates[b].nameless

    def _alike(self, a: int, b: int) -> Likeness:
        return likeness(self.candidates[a], self.candidates[b])

    def _unite(self, a: int, b: int, reason: str) -> None:
        keep, drop = min(a, b), max(a, b)
        self.candidates[keep].merge(self.candidates[drop])
        if reason not in self.candidates[keep].reasons:
            self.candidates[keep].reasons.append(reason)
        self.became[drop] = keep

    def _root(self, index: int) -> int:
        while index in self.became:
            index = self.became[index]
        return index


def numbers_here(row: PlannedRow) -> set[str]:
    """Our supporter numbers (S-1042) in a row's cells."""
    found = (_OURS.fullmatch(text.strip()) for text in row.raw.values())
    return {f"{OUR_NUMBER}:{match[1]}" for match in found if match}


def is_confirmed(who: PersonCandidate) -> bool:
    """Whether a record, an accepted row or a duplicate row names this person, and not only rows under review or
    rejected."""
    return who.known is not None or any(row.decision in (ACCEPT, DUPLICATE) or row.guest for row, _ in who.rows)


def _nothing_against(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> bool:
    weak = (ONE_LETTER, "only one begins with Muhammad")
    return not far_apart(a, b) and not any(reason in weak for reason in found.reasons)


def _pays(payment: PlannedRow, pledge: PlannedRow) -> bool:
    if payment.amount is None or pledge.amount is None or payment.currency != pledge.currency:
        return False
    if payment.fund and pledge.fund and payment.fund != pledge.fund:
        return False
    in_order = not (payment.date and pledge.date) or 0 <= (payment.date - pledge.date).days <= 3 * 366
    return in_order and payment.amount <= pledge.amount


def _name_id(name: PersonName) -> str:
    return f"{name.key}|{' '.join(name.words)}|{name.suffix}"
