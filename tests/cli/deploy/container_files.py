"""container_files.py FOLDER: reads the Dockerfile, compose.yaml and kubernetes.yaml of a folder, fails where one of them
cannot work, and prints each call of aludel in them, ready for a shell."""

import json
import os
import re
import shlex
import sys

import yaml

FOLDER = sys.argv[1]
INSTRUCTIONS = {"FROM", "ARG", "ADD", "RUN", "COPY", "WORKDIR", "USER", "ENTRYPOINT", "CMD"}


def need(true, message):
    if not true:
        sys.exit(message)


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as stream:
        return stream.read()


def dockerfile():
    """Its entry point and what is called where nothing is said."""
    lines = [line for line in read("Dockerfile").replace("\\\n", " ").splitlines() if line and line[0] != "#"]
    instructions = [line.split(None, 1) for line in lines]
    need({name for name, _ in instructions} <= INSTRUCTIONS, "Dockerfile: an unknown instruction")
    stages = [text.split(" AS ")[1] for name, text in instructions if name == "FROM" and " AS " in text]
    ignored = read(".dockerignore").splitlines()
    for name, text in instructions:
        if name != "COPY":
            continue
        words = text.split()
        if words[0].startswith("--from="):
            need(words[0][7:] in stages, f"Dockerfile: no stage {words[0]}")
            continue
        for source in words[:-1]:
            need(os.path.exists(os.path.join(FOLDER, source)), f"Dockerfile: there is no {source}")
            need("!" + source in ignored, f".dockerignore hides {source}")
    user = [text for name, text in instructions if name == "USER"][-1]
    need(user.split(":")[0] not in ("0", "root"), "Dockerfile: runs as root")
    last = dict(instructions)
    return json.loads(last["ENTRYPOINT"]), json.loads(last["CMD"])


def compose(entry_point):
    document = yaml.safe_load(read("compose.yaml"))
    services = document["services"]
    for name, service in services.items():
        need(("image" in service) != ("build" in service), f"compose: {name} needs an image or a build")
        for other, how in service.get("depends_on", {}).items():
            need(other in services, f"compose: there is no service {other}")
            need(how["condition"] != "service_healthy" or "healthcheck" in services[other],
                 f"compose: {other} has no health check")
        for volume in service.get("volumes", []):
            need(volume.split(":")[0] in document["volumes"], f"compose: there is no volume {volume}")
    need(services["app"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully",
         "compose: the application does not wait for the migration's success")
    arguments = re.findall(r"^ARG (\w+)", read("Dockerfile"), re.M)
    need(set(services["migrate"]["build"]["args"]) <= set(arguments), "compose: an argument the Dockerfile lacks")
    return entry_point + services["migrate"]["command"]


def kubernetes(entry_point):
    for document in yaml.safe_load_all(read("kubernetes.yaml")):
        pod = document["spec"]["template"]
        need(document["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items(),
             "kubernetes: the selector does not select the pods")
        need(pod["spec"]["securityContext"]["runAsNonRoot"], "kubernetes: runs as root")
        for container in pod["spec"]["initContainers"] + pod["spec"]["containers"]:
            need({"name", "image"} <= set(container), "kubernetes: a container without a name or an image")
        yield entry_point + pod["spec"]["initContainers"][0]["args"]


ENTRY_POINT, COMMAND = dockerfile()
for call in [ENTRY_POINT + COMMAND, compose(ENTRY_POINT), *kubernetes(ENTRY_POINT)]:
    print(shlex.join(call))
