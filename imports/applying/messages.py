"""Messages about what was written."""

from core.display import counted
from imports.applying.apply_rows import Applier


def told_of_commit(done: Applier, waiting: int) -> str:
    """What an import wrote, and the next step."""
    wrote = []
    if done.gift_count:
        wrote.append(counted(done.gift_count, "gift", "gifts"))
    if done.people_count:
        wrote.append(counted(done.people_count, "new supporter", "new supporters"))
    told = f"{' and '.join(wrote) or 'Nothing new'} imported."
    if done.known_count:
        told += f" {counted(done.known_count, 'gift', 'gifts')} already recorded."
    if waiting:
        told += f" {counted(waiting, 'row needs', 'rows need')} review."
    return f"{told} No receipts were queued: choose gifts for receipts under Acknowledgments."
