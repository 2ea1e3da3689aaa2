"""Every page that answers GET: who opens it, and how many queries it asks at most, with one row of everything as with two.

`warm` is with the picture kept, those of the session and the person included; `cold` is the first time after a write, in a
process that has read no closing either. A page with `-` reads no picture, and asks as often then. Wanted of lists, actions,
dashboards and closed rounds are 10 and 30: where a page asks more, its row says how many.

The first row of each address is counted always, the others with --full.

An address with `@` stands for one at each of MOMENTS, one with `*` for a plan with a round in each of STATES, people with a
comma for each of them. What is in braces is in `names` of `tests.query_counts.grown`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import resolve

PART = "minister=minister_0&policy_area=AREA0&also=on"
MOMENTS = [
    "on={today}",
    "on=2022-12-31&basis=accepted&" + PART,
    "round=2022-12&basis=reported",
]
STATES = ["draft", "open", "review", "validation"]

TABLE = """
warm cold  who                 address

  18   49  everything          /2020-2024/?@
  15   44  everything          /2020-2024/receipts/status/?@
  10   38  everything          /2020-2024/trend/?@
   6   35  everything          /2020-2024/carriers/?@
  16   45  everything,reader   /2020-2024/search/?q=a
  17   75  writer              /2020-2024/search/?q=a
  10   34  everything          /2020-2024/money-by-year.svg?@
  10   37  everything          /2020-2024/trend.svg?show=verdict&@
  10   35  everything          /2020-2024/budget/?@
  10   30  everything          /2020-2024/budget/?under_minister=minister_0&year=2020&round=2022-12&basis=reported
  10   34  everything          /2020-2024/budget.csv?@
  10   34  everything          /2020-2024/budget.xlsx?@
  10   35  everything          /2020-2024/money/?measure=planned&@
  15   44  everything          /2020-2024/money/?measure=committed&on={today}
  15   44  everything          /2020-2024/money/?measure=paid&source=organisation.partner_0&@
  15   44  everything          /2020-2024/money/?measure=open&on={today}
  10   35  everything          /2020-2024/timeline/?@
  10   35  everything          /2020-2024/timeline/?sort=slip&by=year&as=table&on={today}
  10   34  everything          /2020-2024/timeline.csv?@
  10   34  everything          /2020-2024/timeline.xlsx?@
  10   34  everything          /2020-2024/timeline.svg?@
  13   43  everything          /2020-2024/milestones/?@
  13   43  everything          /2020-2024/milestones/?state=recurring&by=year&on={today}
  12   41  everything          /2020-2024/milestones.csv?@
  12   41  everything          /2020-2024/milestones.xlsx?@
  12   42  everything          /2020-2024/coming/?@
  11   41  everything          /2020-2024/coming.csv?@
  11   41  everything          /2020-2024/coming.xlsx?@
  10   36  everything          /2020-2024/quality/?@
  10   36  everything          /2020-2024/quality/?organisation=lead&point=source&on={today}
  11   39  everything          /2020-2024/actions/?@
  10   33  everything          /2020-2024/actions/?q=action&sort=-end&attention=any&round=2022-12&basis=reported
  12   41  everything          /2020-2024/actions.csv?@
  12   41  everything          /2020-2024/actions.xlsx?@
  29   58  everything          /2020-2024/actions/1.1/?@
  11   40  everything          /2020-2024/objectives/1/?@
  19   50  everything          /2020-2024/ministers/minister_0/?@
  12   42  everything          /2020-2024/organisations/lead/?@
  22   52  everything          /2020-2024/rounds/2022-12/
  22   52  everything          /2020-2024/rounds/2022-12/?basis=reported
  22   52  everything          /2020-2024/rounds/2022-12/?basis=reported&by=minister

  17   47  everything,writer   /2020-2024/changes/?from=2022-01
  20   78  everything,writer   /2020-2024/changes/?from=2022-01-15&to=2022-12-31
  13   30  everything          /2020-2024/changes/?from=2022-01&to=2022-12&basis=reported&minister=minister_0&objective=1&also=on
  13   41  everything          /2020-2024/changes/?from=2021-12-31&to=2022-12
  17   47  everything,writer   /2020-2024/changes/?from=2022-01&to=2022-12-31&what=reported
  16   46  everything          /2020-2024/changes.csv?from=2022-01
  19   77  everything          /2020-2024/changes.csv?from=2022-01-15&to=2022-12-31
  19   77  everything          /2020-2024/changes.xlsx?from=2022-01-15&to=2022-12-31
  12   30  everything          /2020-2024/changes.csv?from=2022-01&to=2022-12
  43   72  everything          /2020-2024/actions/1.1/changes/
  42   71  everything,writer   /2020-2024/actions/1.3/changes/

  10    -  everything          /2020-2024/rounds/2022-12/snapshot.zip
  10    -  everything          /2020-2024/rounds/2022-12/sent/
  10    -  everything          /2020-2024/rounds/2022-12/sent/{sent}/file/
  29   32  everything          /2020-2024/rounds/2022-12/report/
  29   32  everything          /2020-2024/rounds/2022-12/report/?edition=internal
  27   32  everything          /2020-2024/rounds/2022-12/report.docx?edition=internal
  27   32  everything          /2020-2024/rounds/2022-12/report.xlsx?edition=internal
  13   30  everything          /2020-2024/rounds/2022-12/report/ministers/minister_0/
  11   30  everything          /2020-2024/rounds/2022-12/report/ministers/minister_0.docx
  52   53  everything          /2020-2024/rounds/2023-06/report/
  52   53  everything          /2020-2024/rounds/2023-06/report/?edition=internal
  50   51  everything          /2020-2024/rounds/2023-06/report.docx?edition=internal
  50   51  everything          /2020-2024/rounds/2023-06/report.xlsx?edition=internal
  42   43  everything          /2020-2024/rounds/2023-06/report/ministers/minister_0/
  40   41  everything          /2020-2024/rounds/2023-06/report/ministers/minister_0.docx
  10   30  everything          /2020-2024/evaluation/
  10   30  everything          /2020-2024/evaluation.docx
  15   44  everything          /2020-2024/actions/1.1.docx?basis=accepted
  12   40  everything          /2020-2024/actions/1.1/schedule.svg?on={today}

  14   43  everything          /2020-2024/my-actions/
  15   43  everything          /2020-2024/my-actions/lead/
  33   61  everything          /2020-2024/my-actions/lead/1.1/
  14   42  everything          /2020-2024/my-actions/lead/checks/
  14   42  everything          /2020-2024/my-actions/lead/unchanged/1.1/
  12   40  everything          /2020-2024/organisations/lead/preparation/
  10    -  everything          /2020-2024/actions/1.1/report/
  25   53  everything          /2020-2024/actions/1.1/report/lead/
  24   53  everything          /2020-2024/actions/1.1/report/partner_0/
  25   54  everything          /2020-2024/actions/1.1/report/lead/checks/
  10    -  everything          /2020-2024/actions/1.1/report/lead/discard/
  53   53  everything          /2020-2024/actions/2.2/reports/{submitted}/
  48   48  everything          /2020-2024/actions/2.2/reports/{accepted}/
  63   92  everything          /2020-2024/actions/2.2/reports/{submitted}/review/
  14    -  everything          /2020-2024/actions/2.2/reports/{submitted}/take-back/
  12   41  everything          /2020-2024/actions/1.1/reports/{draft}/evidence/
  10    -  everything          /2020-2024/actions/2.2/reports/{accepted}/evidence/{piece}/
  11    -  everything          /2020-2024/evidence/
  10    -  everything          /2020-2024/evidence.zip
  44   72  everything          /2020-2024/my-work/
  22   51  everything          /2020-2024/reviews/
  22   51  everything          /2020-2024/reviews/?tick=all
  19   48  everything          /2020-2024/reviews/accept/confirm/?{waiting}
  18    -  everything          /2020-2024/actions/2.2/questions/
  15    -  everything          /2020-2024/actions/1.1/lead/
  10    -  everything          /2020-2024/actions/1.1/continues/
  10   39  everything          /2020-2024/actions/1.1/milestones/propose/
  10    -  everything          /2020-2024/actions/1.1/milestones/proposals/{proposal}/
  10    -  everything          /2020-2024/milestones/proposals/
  10    -  everything          /2020-2024/organisations/lead/file-holders/
  10    -  everything,reader   /2020-2024/recommendations/
  10    -  everything          /2020-2024/recommendations.csv
  10    -  everything          /2020-2024/recommendations.xlsx
  10    -  everything,reader   /2020-2024/recommendations/1/
  10    -  everything          /2020-2024/recommendations/new/
  12    -  everything          /2020-2024/recommendations/1/change/
  12    -  everything,reader   /2020-2024/amendments/
  12    -  everything          /2020-2024/amendments.csv
  12    -  everything          /2020-2024/amendments.xlsx
  11    -  everything          /2020-2024/amendments/new/?code=1.1
  31    -  everything          /2020-2024/amendments/{amendment}/
  12    -  everything,reader   /2020-2024/amendments/{amendment_in_force}/
  10    -  everything          /2020-2024/amendments/{amendment}/edit/
  10    -  everything          /2020-2024/amendments/{amendment}/drop/
  24    -  everything          /2020-2024/amendments/{amendment}/actions/new/
  30    -  everything          /2020-2024/amendments/{amendment}/actions/1.1/
  28    -  everything          /2020-2024/actions/1.1/correct/

  10    -  everything          /2020-2024-*/rounds/
  10    -  everything          /2020-2024-draft/rounds/prepare/
  25   53  everything          /2020-2024-*/rounds/2022-12/
  15    -  everything          /2020-2024-*/rounds/2022-12/requests/
  12    -  everything          /2020-2024-review/rounds/2022-12/requests/?policy_area=AREA0&state=not_started&hanging=on&sort=-late
  10    -  everything          /2020-2024-review/rounds/2022-12/requests.csv
  10    -  everything          /2020-2024-review/rounds/2022-12/requests.xlsx
  10    -  everything          /2020-2024-draft/rounds/2022-12/change/
  10   37  everything          /2020-2024-draft/rounds/2022-12/asked/
  10   38  everything          /2020-2024-open/rounds/2022-12/asked/
  15   43  everything          /2020-2024-draft/rounds/2022-12/open/
  12    -  everything          /2020-2024-review/rounds/2022-12/take-into-validation/
  10    -  everything          /2020-2024-open/rounds/2022-12/take-into-review/
  10    -  everything          /2020-2024-review/rounds/2022-12/open-again/
  27    -  everything          /2020-2024-open/rounds/2022-12/remind/
  10   39  everything          /2020-2024-open/rounds/2022-12/texts/
  10   39  everything          /2020-2024-review/rounds/2022-12/texts/
  10   39  everything          /2020-2024-validation/rounds/2022-12/texts/
  46    -  everything          /2020-2024-review/rounds/2022-12/close/
  46    -  everything          /2020-2024-validation/rounds/2022-12/close/
  10    -  everything          /2020-2024-*/rounds/2022-12/requests/{request_*}/extension/
  17   46  everything          /2020-2024-*/rounds/2022-12/validation/office/
  16    -  everything          /2020-2024-validation/rounds/2022-12/remarks/{remark}/reopen/
  10    -  everything          /2020-2024-validation/rounds/2022-12/remarks/{remark}/treat/
  15   45  everything          /2020-2024-review/?on={today}
  10    -  everything          /2020-2024/rounds/2022-12/reopen/

  33    -  everything          /
  17    -  everything          /people/
  10    -  everything          /people/{withheld}/confirm/
  28    -  everything          /plans/
   8    -  everything          /plans/import/
  60    -  everything          /plans/files/{plan_file}/
   8    -  everything          /plans/files/{plan_file}/download/
   8    -  everything          /plans/files/{plan_file}/discard/
   8    -  everything          /plans/government/
  10    -  everything          /plans/government/{government_change}/
   8    -  everything          /plans/government/{government_change}/drop/
  72    -  everything          /plans/government/{government_change}/preview/
   8    -  everything          /plans/import/template/
  20    -  everything          /plans/2020-2024/document/
  20    -  everything          /plans/2020-2024/workbook/
  34   63  everything          /plans/2020-2024/workbook/progress/
  16    -  everything          /plans/2020-2024/put-in-force/
  24    -  everything          /plans/2020-2024/discard/
  16    -  everything          /plans/2020-2024/names/
  16    -  everything          /plans/2020-2024/end/
   8    -  everything          /systems/
   6    -  everything          /systems/make/
   8    -  everything          /systems/{system_key}/end/
   0    -  system              /api/v1/openapi.json
   2    -  system              /api/v1/plans/
   4   33  system              /api/v1/plans/2020-2024/actions/
   4   33  system              /api/v1/plans/2020-2024/actions/?on=2022-12-31
   4   32  system              /api/v1/plans/2020-2024/actions/?round=2022-12
   4   33  system              /api/v1/plans/2020-2024/actions/1.1/
   4   33  system              /api/v1/plans/2020-2024/milestones/
   4   33  system              /api/v1/plans/2020-2024/indicators/
   4   33  system              /api/v1/plans/2020-2024/money/
   5    -  system              /api/v1/plans/2020-2024/rounds/
  10    -  everything          /people/invite/
  10    -  everything          /people/invitations/{invitation}/send-again/
  10    -  everything          /people/roles/{role}/end/
  10    -  everything          /invitation/key-of-everything/
  10    -  everything          /mail/
  33    -  everything          /calendar/
  10    -  everything          /accounts/sessions/
  10    -  everything          /accounts/second-factor/
  26    -  everything          /calendar/{calendar}.ics
  13   43  everything          /calendar/{plan_calendar}.ics
  10    -  everything          /help/
  10    -  everything          /help/report/
  10    -  everything          /administration/accounts/user/
  12    -  everything          /administration/accounts/membership/
  10    -  everything          /administration/accounts/signinevent/
  10    -  everything          /administration/audit/event/

  17   47  office,reader       /2020-2024-validation/?on={today}
  17   47  office,reader       /2020-2024-validation/?on={today}&minister=office&policy_area=AREA0&also=on
  12   38  office,reader       /2020-2024-validation/?on=2022-12-31
  10   35  office,reader       /2020-2024-validation/timeline/?on={today}
  11   41  office,reader       /2020-2024-validation/milestones/?on={today}
  10   35  office,reader       /2020-2024-validation/budget/?on={today}
  14   70  office,reader       /2020-2024-validation/changes/?from=2022-01-15
  10   36  office,reader       /2020-2024-validation/trend/?on={today}
  10   35  office,reader       /2020-2024-validation/quality/?on={today}
  13   42  office,reader       /2020-2024-validation/receipts/status/?on={today}
  10   35  office,reader       /2020-2024-validation/money/?measure=paid&on={today}
  10   38  office,reader       /2020-2024-validation/actions/?on={today}&q=action&sort=-end&minister=office
  18   47  office,reader       /2020-2024-validation/actions/6.1/?on={today}
  41   70  office,reader       /2020-2024-validation/actions/6.1/changes/
  10    -  office,reader       /2020-2024-validation/rounds/
  12    -  office,reader       /2020-2024-validation/rounds/2022-12/requests/
  10   39  office,reader       /2020-2024-validation/objectives/1/?on={today}
  17   47  office,reader       /2020-2024-validation/ministers/office/?on={today}
  12   40  office,reader       /2020-2024-validation/organisations/leads_0/?on={today}
  16   46  office,reader       /2020-2024/?on={today}
  15   76  auditor             /2020-2024/?on={today}
  10   38  office,reader       /2020-2024/actions/?on={today}
  21   49  office,reader       /2020-2024/actions/1.3/?on={today}
"""
EXCEPTIONS = {
    "styleguide": "is there where DEBUG is on",
    "styleguide-asks-first": "is there where DEBUG is on",
    "healthz": "asks once whether the database is there",
    "asked-end": "leads to the question that it became",
    "round-bring-up-to-date": "leads back to the round unless a lead has changed",
    "amendment-choose": "leads to the form of the action that was chosen",
    "set_language": "leads back to the page that it was chosen on",
    "sso-start": "404 while single sign-on is off, as are the others",
    "sso-callback": "404",
    "sso-first": "404",
    "sso-leave": "404",
    "sso-logout-token": "404",
    "sso-unbind": "404",
}
"""What has no row; nor have the forms of django-allauth, `account_...` and `mfa_...`, about who opens them alone."""


class CountedPage(NamedTuple):
    address: str
    person: str
    warm: int
    cold: int
    reads_picture: bool

    @property
    def name(self) -> str:
        """In the URLconf, whatever stands for what is in braces."""
        return resolve(re.sub(r"\{\w+\}", "1", self.address).partition("?")[0]).view_name


def counted_pages() -> Iterator[CountedPage]:
    """Of each row as many as its address and its people stand for."""
    for row in filter(None, map(str.split, TABLE.splitlines()[2:])):
        warm, cold, people, address = row
        for person in people.split(","):
            for one in _addresses(address):
                reads = cold != "-"
                yield CountedPage(one, person, int(warm), int(cold if reads else warm), reads)


def one_of_each() -> list[CountedPage]:
    """The first page of each address."""
    found: dict[str, CountedPage] = {}
    for page in counted_pages():
        found.setdefault(page.name, page)
    return [*found.values()]


def _addresses(address: str) -> Iterator[str]:
    for state in STATES if "*" in address else [""]:
        for moment in MOMENTS if "@" in address else [""]:
            yield address.replace("*", state).replace("@", moment)
