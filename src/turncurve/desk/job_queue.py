"""The queue's one entry: run the job of a key. It is imported once Django has started, and not before."""

from turncurve.desk.job_running import run_job
from turncurve.records.tasks import task


@task
def run_queued(key: str) -> None:
    """Run a job that was asked for."""
    run_job(key)
