"""Lines of the permission table: the documents made from rounds, the record of what was sent. Audiences as in `table`."""

CLOSED = "readers 200"
NOBODY = "readers 404"
PREVIEW = "coordinators auditors 200; else 404"
MADE_FROM_A_ROUND = [
    "government-report",
    "government-report-docx",
    "government-report-xlsx",
    "minister-extract",
    "minister-extract-docx",
]
STATES = {
    "round-draft": NOBODY,
    "round-open": PREVIEW,
    "round-review": PREVIEW,
    "round-validation": PREVIEW,
    "round-closed": CLOSED,
}
"""Of a closed round everybody with a role has the documents; of one under way coordinators and auditors a preview."""

MADE = "\n".join(
    f"{name} GET {state} {expected}" for name in MADE_FROM_A_ROUND for state, expected in STATES.items()
)

DOCUMENTS = f"""
{MADE}
evaluation                          GET   plan                           readers 200
evaluation                          GET   round-closed                   readers 200
evaluation-docx                     GET   plan                           readers 404
evaluation-docx                     GET   round-closed                   readers 200

sent-documents                      GET   round-draft                    coordinators 200; else 404
sent-documents                      GET   round-open                     readers 200
sent-documents                      GET   round-closed                   readers 200
sent-document-record                POST  round-draft                    coordinators 409; else 404
sent-document-record                POST  round-open                     coordinators 409; else 403
sent-document-record                POST  round-closed                   coordinators 302; else 403
sent-document-withdraw              POST  round-closed/sent              coordinators 302; else 403
sent-document-withdraw              POST  round-closed/withdrawn         coordinators 409; else 403
sent-document-withdraw              POST  round-open                     coordinators 404; else 403
"""
