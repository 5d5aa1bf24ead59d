"""The first app that knows a gift's document gives it."""

from donations.online import donor_documents
from donations.online.donor_documents import DonorDocument, document_of


def test_the_first_document_found_is_the_donors(monkeypatch):
    asked = []

    def finder(answer):
        def find(gift, public_id):
            asked.append(public_id)
            return answer

        return find

    first, second = DonorDocument("2026-0001"), DonorDocument("2026-0002")
    monkeypatch.setattr(donor_documents, "_finders", [finder(None), finder(first), finder(second)])

    assert document_of(None, "abc") == first
    assert asked == ["abc", "abc"]  # nobody is asked after the first answer


def test_no_finder_no_document(monkeypatch):
    monkeypatch.setattr(donor_documents, "_finders", [])

    assert document_of(None, "abc") is None
