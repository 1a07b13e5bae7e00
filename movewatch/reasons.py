"""Why something did not become a suggestion, in words: each reason that a suppression can carry. Pure.

docs/reference/reasons.md is made from this; intake's own reasons stand with its adapters (movewatch.intake.refusals).
"""

import re
from typing import Final

from movewatch.intake.refusals import REASONS as INTAKE

CONTACTS: Final[dict[str, str]] = {
    "additional-role": "a seat on a board, or the like, beside the position that stays",
    "another-person": "the record holds another person now: handed on, or swapped by an import",
    "asked-recently": "the person was asked for a reference not long ago, or is about to be",
    "baseline": "a snapshot, or a record just created: what is known from now on, never news",
    "cleared": "a value has disappeared, and the absence of the old is no move",
    "company-unknown": "one of the company names says nothing (n/a, freelance)",
    "contact-deleted": "the record was deleted, which is no move",
    "contact-merged": "the record was merged into another one, which is no move",
    "contact-restored": "the record was brought back, which is no move",
    "corrected": "it was put right before its owner heard of it",
    "department-unknown": "the departments cannot be read, and nothing is guessed",
    "demotion": "the new position is a lower one, which nobody should be told of",
    "detractor": "the answer is a bad one",
    "do-not-contact": "the person is not to be contacted",
    "duplicate": "the same event came before",
    "duplicate-record": "both records have the person at the same company",
    "enrichment": "something that was empty has been filled in",
    "erased": "the person asked to be forgotten",
    "feedback-unclear": "the answer has no number, was broken off, or does not fit its scale",
    "late-answer": "a later answer to the same survey is known already",
    "late-fact": "something newer is known already",
    "latest-answer-negative": "the person's latest answer is a bad one",
    "link-undone": "the linked record turned out to be another person's",
    "milestone-known": "this milestone has been told before, or the answer has made one already",
    "movement-known": "the move has been told already",
    "moved-with-new-record": "a newer record of the person says where to",
    "no-account": "the contact belongs to no account, so there is nobody to tell",
    "no-baseline": "nothing was known before, so there is nothing to compare with",
    "no-feedback-yet": "the project has ended, and there is no praise yet",
    "no-outreach-consent": "the policy wants a yes to being written to, and nothing was said of it",
    "no-project-yet": "there is praise, and nothing that it makes a milestone of",
    "no-reference-consent": "the policy wants a yes to references, and nothing was said of it",
    "no-success-yet": "a contract was renewed, and the person was not pleased shortly before (policy)",
    "nothing-changed": "the values are those that are known already",
    "old-record-open": "the old record is not flagged: two roles, or a duplicate",
    "opted-out": "the person wants no mails",
    "other-record-speaks": "another record of the person counts, since it is newer, open, or has an account",
    "passed-on": "the record belongs to no account; the records that are linked to it are told",
    "passive": "the answer is neither good nor bad",
    "praise-replaced": "a later answer has replaced the praise",
    "project-cancelled": "the project was cancelled",
    "project-failed": "the project failed",
    "project-known": "this project's end is known already",
    "re-worded-title": "the title is the same in other words",
    "refused-outreach": "the person does not agree to being written to",
    "refused-reference": "the person does not agree to being a reference",
    "same-company": "the company is the same under another name",
    "same-department": "the department is the same under another name",
    "same-level": "the title has changed, neither function nor level has",
    "stronger-milestone": "another milestone says the same and more: one person is asked once",
    "too-many-links": "more records are linked than one person has",
    "too-old": "it became true too long ago to be news",
}
ACCOUNTS: Final[dict[str, str]] = {
    "account-asked-this-quarter": "the account has been asked for enough references this quarter",
    "account-asked-this-year": "the account has been asked for enough references this year",
    "account-competitor": "the account is a competitor",
    "account-customer": "the policy wants nothing told at customers",
    "account-deleted": "the account was deleted",
    "account-former-customer": "the policy wants nothing told at former customers",
    "account-never": "the account is marked as one never to sell to",
    "account-partner": "the policy wants nothing told at partners",
    "account-prospect": "the policy wants nothing told at prospects",
    "account-unknown": "the policy wants nothing told at accounts of unknown status",
    "bulk": "many contacts changed alike: it is part of one case",
    "critical-case": "the account has a critical case open",
    "no-owner": "nobody is responsible for the account; told once the directory names somebody",
    "own-edit": "the owner typed it, so it is no news to the owner",
    "renewal-negotiation": "the account's renewal is being negotiated",
}
OWNERS: Final[dict[str, str]] = {
    "absent-without-end": "the owner is absent, nobody knows until when: held",
    "muted-account": "the owner wants to hear no more of this account",
    "muted-contact": "the owner wants to hear no more of this contact",
    "muted-kind": "the owner wants to hear no more of this kind",
    "no-address": "no e-mail address of the owner is known: held until there is one",
    "no-time": "the owner has no working hours: held",
    "owner-inactive": "the owner has left: held",
    "queue-full": "the owner has too many open suggestions: the oldest one held expires",
    "too-late-to-retract": "it should be taken back, and its owner has been told already",
    "undeliverable": "the mail to the owner could not be delivered",
    "unknown-suggestion": "an answer to a suggestion that is not known",
}
_PATTERNS: Final = (
    (re.compile(r"already-([a-z]+)"), "the suggestion was {} before"),
    (re.compile(r"([a-z]+)-when-([a-z]+)"), "an answer that says {}, to a suggestion that was {}: it changes nothing"),
)


def meaning_of(reason: str) -> str | None:
    """A reason in words, or None for one that is none of ours."""
    for table in (CONTACTS, ACCOUNTS, OWNERS):
        if reason in table:
            return table[reason]
    if reason in INTAKE:
        return INTAKE[reason].meaning
    for pattern, words in _PATTERNS:
        if (match := pattern.fullmatch(reason)) is not None:
            return words.format(*match.groups())
    return None
