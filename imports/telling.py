"""What was written, in sentences."""

from imports.applying import Applier


def told_of_commit(done: Applier, waiting: int) -> str:
    """What a commit wrote, and what comes next."""
    wrote = []
    if done.gift_count:
        wrote.append(_counted(done.gift_count, "gift"))
    if done.people_count:
        wrote.append(_counted(done.people_count, "new supporter"))
    told = f"{' and '.join(wrote) or 'Nothing new'} written into the books."
    if done.known_count:
        told += f" {_counted(done.known_count, 'gift')} stood there already."
    if waiting:
        told += f" {_counted(waiting, 'row')} wait{'s' if waiting == 1 else ''} for you."
    return f"{told} No receipt was queued: choose them in Acknowledgments."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
