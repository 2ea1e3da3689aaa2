"""Lines of the permission table: people, invitations and file holders. Audiences as in `table`."""

PEOPLE = """
people                         GET  -                              coordinators administrators 200; else 403
people-invite                  GET  -                              coordinators administrators 200; else 403
people-invite                  POST -                              coordinators administrators 302; else 403
invitation-send-again          GET  invited-to-report              coordinators administrators 200; else 403
invitation-send-again          GET  invited-to-audit               administrators 200; else 403
invitation-send-again          GET  invited-used                   coordinators administrators 200; else 403
invitation-send-again          GET  invited-unknown                coordinators administrators 404; else 403
invitation-send-again          POST invited-to-report              coordinators administrators 302; else 403
invitation-send-again          POST invited-to-audit               administrators 302; else 403
invitation-send-again          POST invited-used                   coordinators administrators 409; else 403
invitation-send-again          POST invited-unknown                coordinators administrators 404; else 403
invitation-withdraw            POST invited-to-report              coordinators administrators 302; else 403
invitation-withdraw            POST invited-to-audit               administrators 302; else 403
invitation-withdraw            POST invited-used                   coordinators administrators 409; else 403
role-end                       GET  role-of-stranger               coordinators administrators 200; else 403
role-end                       GET  role-of-coordinator            administrators 200; else 403
role-end                       GET  role-of-admin                  superuser 200; else 403
role-end                       POST role-of-stranger               coordinators administrators 302; else 403
role-end                       POST role-of-coordinator            administrators 302; else 403
role-end                       POST role-of-admin                  superuser 302; else 403
list-confirm                   POST list-of-lead                   coordinators administrators 302; else 403
list-confirm                   POST list-of-portal                 administrators 302; else 403
list-confirm                   POST list-unknown                   coordinators administrators 404; else 403
person-confirm                 GET  withheld                       coordinators 200; else 403
person-confirm                 GET  keyed                          else 403
person-confirm                 GET  invited-unknown                coordinators administrators 404; else 403
person-confirm                 POST withheld                       coordinators 302; else 403
invitation                     GET  link                           visitors 200; roleless 403; readers 403
invitation                     GET  link-used                      everybody 410
invitation                     GET  link-unknown                   everybody 404
invitation                     POST link                           visitors sign+; roleless 403; readers 403
invitation                     POST link-used                      everybody 410
invitation                     POST link-unknown                   everybody 404
file-holders                   GET  files-of-lead                  lead 200; else 403
file-holders                   GET  organisation                   partner 200; else 403
file-holders                   POST files-of-lead                  lead 302; else 403
"""
