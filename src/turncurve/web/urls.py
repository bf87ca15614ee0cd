"""Where each page is."""

from django.urls import include, path

from turncurve.web.about.views import about, accessibility
from turncurve.web.accounts import views as of_accounts
from turncurve.web.audit.views import audit
from turncurve.web.checks.views import checks, download_checks, download_with_children, quality
from turncurve.web.curve.downloads import download_curve
from turncurve.web.curve.views import chart, curve
from turncurve.web.curves_list.views import curves_list
from turncurve.web.help.views import help_page
from turncurve.web.jobs import views as of_jobs
from turncurve.web.notes.views import note
from turncurve.web.notifications.views import notifications
from turncurve.web.paper.views import paper
from turncurve.web.scorecard.views import scorecard
from turncurve.web.search.views import search

urlpatterns = [
    path("", scorecard, name="scorecard"),
    path("curves/", curves_list, name="curves_list"),
    path("curves/<str:measure>/", curve, name="curve"),
    path("curves/<str:measure>/chart.svg", chart, name="chart"),
    path("curves/<str:measure>/download", download_curve, name="download"),
    path("curves/<str:measure>/note", note, name="note"),
    path("checks/", checks, name="checks"),
    path("checks/quality.svg", quality, name="quality"),
    path("checks/download", download_checks, name="download_checks"),
    path("checks/with-children", download_with_children, name="download_with_children"),
    path("search/", search, name="search"),
    path("notifications/", notifications, name="notifications"),
    path("load/", of_jobs.load, name="load"),
    path("jobs/", of_jobs.jobs, name="jobs"),
    path("jobs/paper/", of_jobs.ask_for_paper, name="ask_for_paper"),
    path("jobs/<str:key>/", of_jobs.job, name="job"),
    path("jobs/<str:key>/progress", of_jobs.job_progress, name="job_progress"),
    path("jobs/<str:key>/cancel", of_jobs.cancel_job, name="cancel_job"),
    path("jobs/<str:key>/file", of_jobs.job_file, name="job_file"),
    path("help/", help_page, name="help"),
    path("help/<path:asked>", help_page, name="help_page"),
    path("paper.docx", paper, {"form": "docx"}, name="paper_docx"),
    path("paper.pdf", paper, {"form": "pdf"}, name="paper_pdf"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("home/", of_accounts.home, name="home"),
    path("audit/", audit, name="audit"),
    path("accounts/", include("turncurve.web.sign_in.urls")),
    path("people/", of_accounts.accounts, name="accounts"),
    path("people/new/", of_accounts.account, name="new_account"),
    path("people/<str:key>/", of_accounts.account, name="account"),
    path("people/<str:key>/close/", of_accounts.close, name="close_account"),
    path("people/<str:key>/erase/", of_accounts.erase, name="erase_account"),
    path("people/<str:key>/open/", of_accounts.reopen, name="reopen_account"),
    path("your-account/", of_accounts.own, name="your_account"),
]
handler400 = "turncurve.web.wrong.views.refused"
handler403 = "turncurve.web.wrong.views.not_allowed"
handler404 = "turncurve.web.wrong.views.not_found"
handler500 = "turncurve.web.wrong.views.fault"
