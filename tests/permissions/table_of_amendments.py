"""Lines of the permission table: leads, what actions continue, proposed milestones and amendments. Audiences as in `table`."""

AMENDMENTS = """
lead                           GET  accepted/*                     coordinators 200; else 403
lead                           GET  elsewhere                      coordinators 200; else 403
lead                           GET  unknown-action                 readers 404
lead                           POST {accepted,draft}/*             coordinators 302; else 403


continues                      GET  accepted/*                     coordinators 200; else 403
continues                      GET  unknown-action                 readers 404
continues                      POST accepted/*                     coordinators 302; else 403

milestone-propose              GET  accepted/*                     lead 200; else 403
milestone-propose              GET  elsewhere                      other 200; else 403
milestone-propose              GET  unknown-action                 readers 404
milestone-propose              POST accepted/*                     lead 302; else 403
milestone-propose              POST elsewhere                      other 302; else 403

proposals                      GET  plan                           coordinators auditors 200; else 403
proposals                      GET  unknown-plan                   readers 404
proposal                       GET  proposal-waiting/{open,limited} own coordinators auditors 200; else 404
proposal                       GET  proposal-agreed/{open,limited} own coordinators auditors 200; else 404
proposal                       GET  proposal-declined/{open,limited} own coordinators auditors 200; else 404
proposal                       GET  proposal-withdrawn/{open,limited} own coordinators auditors 200; else 404
proposal                       GET  proposal-foreign/open          readers 404
proposal-withdraw              POST proposal-waiting/open          lead 302; partner coordinators auditors 403; else 404
proposal-withdraw              POST proposal-waiting/limited       lead 302; partner coordinators auditors 403; else 404
proposal-withdraw              POST proposal-agreed/open           lead 409; partner coordinators auditors 403; else 404
proposal-withdraw              POST proposal-declined/open         lead 409; partner coordinators auditors 403; else 404
proposal-withdraw              POST proposal-withdrawn/open        lead 409; partner coordinators auditors 403; else 404
proposal-{agree,decline}       POST proposal-waiting/open          own auditors 403; coordinators 302; else 404
proposal-{agree,decline}       POST proposal-waiting/limited       own auditors 403; coordinators 302; else 404
proposal-{agree,decline}       POST proposal-agreed/open           own auditors 403; coordinators 409; else 404
proposal-{agree,decline}       POST proposal-declined/open         own auditors 403; coordinators 409; else 404
proposal-{agree,decline}       POST proposal-withdrawn/open        own auditors 403; coordinators 409; else 404
proposal-{agree,decline}       POST proposal-foreign/open          readers 404

correct                        GET  accepted/*                     coordinators 200; else 403
correct                        GET  unknown-action                 readers 404
correct                        POST accepted/*                     coordinators 302; else 403

amendments                     GET  plan                           readers 200
amendments                     GET  unknown-plan                   readers 404
amendments-csv                 GET  plan                           readers 200
amendments-xlsx                GET  plan                           readers 200
amendment-new                  GET  plan                           coordinators 200; else 403
amendment-new                  POST plan                           coordinators 302; else 403

amendment                      GET  amendment-{prepared,dropped}   coordinators 200; else 404
amendment                      GET  amendment-in-force             readers 200
amendment                      GET  amendment-unknown              readers 404
amendment-edit                 GET  amendment-prepared             coordinators 200; else 404
amendment-edit                 GET  amendment-in-force             coordinators 302; else 403
amendment-edit                 GET  amendment-dropped              coordinators 302; else 404
amendment-edit                 POST amendment-prepared             coordinators 302; else 404
amendment-edit                 POST amendment-in-force             coordinators 409; else 403
amendment-edit                 POST amendment-dropped              coordinators 409; else 404
amendment-put-in-force         POST amendment-prepared             coordinators 302; else 404
amendment-put-in-force         POST amendment-in-force             coordinators 409; else 403
amendment-put-in-force         POST amendment-dropped              coordinators 409; else 404
amendment-drop                 GET  amendment-prepared             coordinators 200; else 404
amendment-drop                 GET  amendment-in-force             coordinators 302; else 403
amendment-drop                 GET  amendment-dropped              coordinators 302; else 404
amendment-drop                 POST amendment-prepared             coordinators 302; else 404
amendment-drop                 POST amendment-in-force             coordinators 409; else 403
amendment-drop                 POST amendment-dropped              coordinators 409; else 404
amendment-choose               GET  amendment-prepared             coordinators 400; else 404
amendment-choose               GET  amendment-in-force             coordinators 302; else 403
amendment-choose               GET  amendment-dropped              coordinators 302; else 404
amended-action-new             GET  amendment-prepared             coordinators 200; else 404
amended-action-new             GET  amendment-in-force             coordinators 302; else 403
amended-action-new             GET  amendment-dropped              coordinators 302; else 404
amended-action-new             POST amendment-prepared             coordinators 302; else 404
amended-action-new             POST amendment-in-force             coordinators 409; else 403
amended-action-new             POST amendment-dropped              coordinators 409; else 404
amended-action                 GET  amendment-prepared             coordinators 200; else 404
amended-action                 GET  amendment-in-force             coordinators 302; else 403
amended-action                 GET  amendment-dropped              coordinators 302; else 404
amended-action                 POST amendment-prepared             coordinators 302; else 404
amended-action                 POST amendment-in-force             coordinators 409; else 403
amended-action                 POST amendment-dropped              coordinators 409; else 404
amended-action-withdraw        POST amendment-prepared             coordinators 302; else 404
amended-action-withdraw        POST amendment-in-force             coordinators 409; else 403
amended-action-withdraw        POST amendment-dropped              coordinators 409; else 404
amended-action-merge           POST amendment-prepared             coordinators 302; else 404
amended-action-merge           POST amendment-in-force             coordinators 409; else 403
amended-action-merge           POST amendment-dropped              coordinators 409; else 404
amended-action-leave           POST amendment-prepared             coordinators 302; else 404
amended-action-leave           POST amendment-in-force             coordinators 409; else 403
amended-action-leave           POST amendment-dropped              coordinators 409; else 404
"""
