"""The sorts of member that a rule file tells apart, and the rule file as it is for one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date

from duty_cli.model.conditions import Amount, AppliesTo, Held, Origin, VaryingAmount, amount_for, concerns
from duty_cli.model.items import BracketTable, Category, Item, Measure, Target
from duty_cli.model.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.periods import Period
from duty_cli.model.proofs import MemberProfile
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.item_score import held_in

_LONG_AGO = date(1900, 1, 1)


def profiles(book: Rulebook, year: Period) -> tuple[MemberProfile, ...]:
    """The profiles of a file; those whom it treats alike in all things are one."""
    found: list[tuple[Rulebook, MemberProfile]] = []
    for profile in _named(book):
        own = book_for(book, profile, year)
        at = next((at for at, (other, _) in enumerate(found) if other == own), None)
        if at is None:
            found.append((own, profile))
        else:
            found[at] = own, replace(found[at][1], alike=(*found[at][1].alike, profile.name))
    return tuple(profile for _, profile in found)


def _named(book: Rulebook) -> tuple[MemberProfile, ...]:
    """Who holds nothing that the file names; who holds one of its roles or groups, or several that it asks for at once; who is new.

    Those who hold several that the file nowhere asks for together are left out: there is no end of them.
    """
    found: dict[MemberProfile, None] = {MemberProfile(): None}
    new = False
    for part in _parts(book):
        if isinstance(part, VaryingAmount):
            found |= {MemberProfile(((part.by, name),)): None for name, _ in part.values}
        elif isinstance(part, AppliesTo):
            found |= dict.fromkeys(_asked(part))
            new |= part.joined_this_year
    return (*found, *([MemberProfile(new=True)] if new else []))


def _asked(who: AppliesTo) -> Iterator[MemberProfile]:
    """The profiles of whom a rule is for, and of whom it is not."""
    together: list[tuple[tuple[Facet, str], ...]] = [()]
    for facet, values in who.facets.items():
        together = [(*one, (facet, value)) for one in together for value in sorted(values)]
    yield from (MemberProfile(held) for held in together if held)
    for facet, values in who.excluded.items():
        yield from (MemberProfile(((facet, value),)) for value in sorted(values))


def _parts(value: object) -> Iterator[object]:
    """All values within a frozen value, itself among them: no place of the rules that names somebody is forgotten."""
    yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from _parts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _parts(one)


def member_of(profile: MemberProfile, year: Period) -> Member:
    """An invented member of that profile, in office all year."""
    first = year.first if profile.new else _LONG_AGO
    tenures = [Tenure(Facet.OFFICE, Facet.OFFICE.value, first), *(Tenure(*one, first) for one in profile.held)]
    return Member(MemberKey(Seq(0)), "", Person(str(profile), ""), tuple(tenures))


def book_for(book: Rulebook, profile: MemberProfile, year: Period) -> Rulebook:
    """The rule file as it is for a profile: without what is for others, with the one value of what differs.

    Nothing is taken in proportion, as a profile is in office all year. Of a kind is left whether the profile is due.
    """
    member = member_of(profile, year)
    held = held_in(member, year)

    def meant(who: AppliesTo | None) -> bool:
        return concerns(who, member, year, year)

    factors = tuple(
        replace(one, applies_to=None, times=amount_for(one.times, held), measure=_measure(one.measure, held))
        for one in book.multipliers
        if meant(one.applies_to)
    )
    total = replace(book.total, base=amount_for(book.total.base, held), cap=_cap(book.total.cap, held))
    categories = tuple(_category(one, member, held, year) for one in book.categories)
    kinds = {
        name: replace(kind, expects=AppliesTo() if kind.expects is not None and meant(kind.expects) else None)
        for name, kind in book.kinds.items()
    }
    return replace(
        book, kinds=kinds, categories=categories, total=total, multipliers=factors, pro_rata=None,
        minimums=tuple(replace(one, applies_to=None) for one in book.minimums if meant(one.applies_to)),
        vetoes=tuple(replace(one, applies_to=None) for one in book.vetoes if meant(one.applies_to)),
    )  # fmt: skip


def _category(category: Category, member: Member, held: Held, year: Period) -> Category:
    items = tuple(
        # Worth nothing rather than left out: where the best item of a category counts, it is one of them.
        _item(one, held)
        if concerns(one.applies_to, member, year, year)
        else replace(_WORTHLESS, id=one.id, when=one.when)
        for one in category.items
    )
    return replace(category, items=items, base=amount_for(category.base, held), cap=_cap(category.cap, held))


_WORTHLESS = Item("", Origin("", ""), ())


def _item(item: Item, held: Held) -> Item:
    levels = tuple(replace(level, points=amount_for(level.points, held)) for level in item.levels)
    points, measure = amount_for(item.points, held), _measure(item.measure, held)
    return replace(item, applies_to=None, points=points, levels=levels, measure=measure)


def _cap(cap: Amount | None, held: Held) -> Amount | None:
    return None if cap is None else amount_for(cap, held)


def _measure(measure: Measure | None, held: Held) -> Measure | None:
    if measure is None:
        return None
    to: BracketTable | Target
    if isinstance(measure.to, Target):
        to = replace(measure.to, points=amount_for(measure.to.points, held))
    else:
        to = BracketTable(tuple(replace(one, points=amount_for(one.points, held)) for one in measure.to.stretches))
    return replace(measure, to=to)
