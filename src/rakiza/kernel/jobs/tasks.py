"""The one task that the queue knows: run a job by its number."""

from django_tasks import task

from rakiza.kernel.jobs.actions import run


@task()
def run_job(job_id: int) -> str:
    """Run a job; a second delivery of the same task does nothing."""
    return str(run(job_id))
