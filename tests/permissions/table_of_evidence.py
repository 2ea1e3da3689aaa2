"""Lines of the permission table: evidence of reports. Audiences as in `table`."""

# `@opened` names the piece that was opened to all, otherwise the one that was not.
EVIDENCE = """
report-evidence                GET  none/{*,*@foreign}             readers 404
{report-evidence,evidence-file} GET draft/*                        lead 200; else 404
{report-evidence,evidence-file} GET on_behalf/*                    lead coordinators 200; else 404
{report-evidence,evidence-file} GET {submitted,submitted_on_behalf}/* own coordinators auditors 200; else 404
{report-evidence,evidence-file} GET {returned,taken_back}/*        own coordinators auditors 200; else 404
report-evidence                GET  accepted/*                     readers 200
report-evidence                GET  elsewhere                      other coordinators auditors 200; else 404
evidence-file                  GET  accepted/*                     own coordinators auditors 200; else 404
evidence-file                  GET  accepted/open@opened           readers 200
evidence-file                  GET  accepted/limited@opened        own coordinators auditors 200; else 404

report-evidence                POST none/*@foreign                 readers 404
{report-evidence,evidence-take-away} POST draft/*                  lead 302; else 404
{report-evidence,evidence-take-away} POST on_behalf/*              lead coordinators 302; else 404
{report-evidence,evidence-take-away} POST submitted/*              lead 409; partner coordinators auditors 403; else 404
{report-evidence,evidence-take-away} POST submitted_on_behalf/*    lead coordinators 409; partner auditors 403; else 404
{report-evidence,evidence-take-away} POST {returned,taken_back}/*  lead 409; partner coordinators auditors 403; else 404
{report-evidence,evidence-take-away} POST accepted/*               lead 409; else 403

evidence-{list,zip}            GET  plan                           coordinators auditors 200; else 403
"""
