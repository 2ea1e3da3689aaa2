"""Lines of the permission table: the documents made from rounds, the record of what was sent. Columns as in `table`."""

CLOSED = "sign sign 404  200  200  200  200  200  200  200  200  200  200  200"
NOBODY = "sign sign 404  404  404  404  404  404  404  404  404  404  404  404"
PREVIEW = "sign sign 404  404  404  404  404  404  404  200  200  200  404  404"
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
evaluation                          GET   plan                           sign sign 404  200  200  200  200  200  200  200  200  200  200  200
evaluation                          GET   round-closed                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200
evaluation-docx                     GET   plan                           sign sign 404  404  404  404  404  404  404  404  404  404  404  404
evaluation-docx                     GET   round-closed                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200

sent-documents                      GET   round-draft                    sign sign 404  404  404  404  404  404  404  200  200  404  404  404
sent-documents                      GET   round-open                     sign sign 404  200  200  200  200  200  200  200  200  200  200  200
sent-documents                      GET   round-closed                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200
sent-document-record                POST  round-draft                    sign sign 404  404  404  404  404  404  404  409  409  404  404  404
sent-document-record                POST  round-open                     sign sign 404  403  403  403  403  403  403  409  409  403  403  403
sent-document-record                POST  round-closed                   sign sign 404  403  403  403  403  403  403  302  302  403  403  403
sent-document-withdraw              POST  round-closed/sent              sign sign 404  403  403  403  403  403  403  302  302  403  403  403
sent-document-withdraw              POST  round-closed/withdrawn         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
sent-document-withdraw              POST  round-open                     sign sign 404  403  403  403  403  403  403  404  404  403  403  403
"""
