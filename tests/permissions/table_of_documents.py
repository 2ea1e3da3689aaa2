"""Lines of the permission table: the documents made from rounds, the record of what was sent. Audiences as in `table`."""

# Of a closed round everybody with a role has the documents; of one under way coordinators and auditors a preview.
DOCUMENTS = """
government-report{,-docx,-xlsx} GET round-draft                    readers 404
government-report{,-docx,-xlsx} GET round-{open,review,validation} coordinators auditors 200; else 404
government-report{,-docx,-xlsx} GET round-closed                   readers 200
minister-extract{,-docx}       GET  round-draft                    readers 404
minister-extract{,-docx}       GET  round-{open,review,validation} coordinators auditors 200; else 404
minister-extract{,-docx}       GET  round-closed                   readers 200
evaluation                     GET  plan                           readers 200
evaluation                     GET  round-closed                   readers 200
evaluation-docx                GET  plan                           readers 404
evaluation-docx                GET  round-closed                   readers 200

sent-documents                 GET  round-draft                    coordinators 200; else 404
sent-documents                 GET  round-{open,closed}            readers 200
sent-document-record           POST round-draft                    coordinators 409; else 404
sent-document-record           POST round-open                     coordinators 409; else 403
sent-document-record           POST round-closed                   coordinators 302; else 403
sent-document-file             GET  round-closed/sent              readers 200
sent-document-file             GET  round-closed/internal          coordinators auditors 200; else 404
sent-document-file             GET  round-closed/withdrawn         readers 404
sent-document-follow-up        POST round-closed/sent              coordinators 302; else 403
sent-document-follow-up        POST round-closed/withdrawn         coordinators 409; else 403
sent-document-withdraw         POST round-closed/sent              coordinators 302; else 403
sent-document-withdraw         POST round-closed/withdrawn         coordinators 409; else 403
sent-document-withdraw         POST round-open                     coordinators 404; else 403
"""
