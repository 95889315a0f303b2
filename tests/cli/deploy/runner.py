"""runner.py github|gitlab FILE JOB EVENT: does what a runner does with one job of a pipeline.

The file is read by a YAML parser, keys that the host does not know are refused, and the job's scripts are run by
bash as the host runs them, in the current directory, a repository. SCRATCH_URL of the environment takes the
place of the service's address; secrets and variables are read from the environment. EVENT: pull_request or push.
"""

import os
import re
import subprocess
import sys

import yaml

GITHUB_KEYS = {
    "workflow": {"name", True, "permissions", "env", "defaults", "jobs"},  # `on` is a word for true in YAML 1.1
    "job": {"name", "if", "needs", "runs-on", "container", "timeout-minutes", "environment", "concurrency",
            "permissions", "services", "env", "steps"},
    "step": {"name", "if", "uses", "with", "env", "run", "continue-on-error"},
}
GITLAB_KEYS = {"image", "before_script", "extends", "stage", "timeout", "services", "variables", "rules", "script",
               "artifacts", "needs", "environment", "resource_group", "interruptible", "tags"}


def refuse_unknown(found, known, what):
    unknown = set(found) - known
    if unknown:
        sys.exit(f"{what} has unknown keys: {unknown}")


def run(script, environment, folder):
    done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder,
                          env=environment, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)


def filled(text, environment):
    """An expression of GitHub that stands alone: a secret, a variable, or something of the event."""
    def value(match):
        word = match.group(1)
        if word.startswith(("secrets.", "vars.")):
            return environment.get(word.split(".")[1], "")
        return {"github.token": "a-token", "github.event.pull_request.number": "7"}[word]
    return re.sub(r"\$\{\{ (\S+) \}\}", value, str(text))


def github(pipeline, job_name, event):
    refuse_unknown(pipeline, GITHUB_KEYS["workflow"], "the workflow")
    for job in pipeline["jobs"].values():
        refuse_unknown(job, GITHUB_KEYS["job"], "a job")
        for step in job["steps"]:
            refuse_unknown(step, GITHUB_KEYS["step"], "a step")
    job = pipeline["jobs"][job_name]
    environment = dict(os.environ)
    for variables in (pipeline["env"], job.get("env", {})):
        environment |= {name: filled(text, os.environ) for name, text in variables.items()}
    if "SCRATCH_URL" in os.environ:
        environment["SCRATCH_URL"] = os.environ["SCRATCH_URL"]
    for step in job["steps"]:
        if "run" in step and (event == "pull_request" or "pull_request" not in step.get("if", "")):
            of_step = {name: filled(text, os.environ) for name, text in step.get("env", {}).items()}
            run(step["run"], environment | of_step, pipeline["defaults"]["run"].get("working-directory", "."))


def merged(base, over):
    both = dict(base)
    for key, value in over.items():
        both[key] = merged(base[key], value) if isinstance(value, dict) and key in base else value
    return both


def gitlab(pipeline, job_name, _event):
    jobs = {}
    for name, job in pipeline.items():  # a job stands behind what it extends
        refuse_unknown(job, GITLAB_KEYS, name)
        jobs[name] = merged(jobs[job["extends"]], job) if "extends" in job else job
    job = jobs[job_name]
    environment = {name: str(text) for name, text in job.get("variables", {}).items()} | dict(os.environ)
    run("\n".join(job.get("before_script", []) + job["script"]), environment, ".")


host, file, job_name, event = sys.argv[1:]
with open(file, encoding="utf-8") as stream:
    {"github": github, "gitlab": gitlab}[host](yaml.safe_load(stream), job_name, event)
