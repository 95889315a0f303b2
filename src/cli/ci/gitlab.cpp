#include <fmt/format.h>

#include "aludel/version.hpp"
#include "base/text.hpp"
#include "cli/ci/pipeline.hpp"

namespace aludel {

namespace {

// @NAME@ stands for a part; the rest is YAML as it is written.
constexpr std::string_view beginning =
    R"(# Written by `aludel ci init gitlab`, and yours from here on. It needs, as CI/CD variables of the project:
#   ALUDEL_DEB      the URL of the package, https://…/aludel_@VERSION@_amd64.deb
@SECRETS@#   MR_NOTE_TOKEN   optional: a token with the scope `api`, to write the plan into the merge request
.migrations@OF_NAME@:
  image: @IMAGE@
  before_script:
    # The one place that says how aludel comes here.
    - |
      apt-get update -q
      apt-get install -q -y --no-install-recommends ca-certificates curl git
      curl -fsSL -o /tmp/aludel.deb "${ALUDEL_DEB:?is not set: see the top of this file}"
      apt-get install -q -y --no-install-recommends /tmp/aludel.deb
      aludel --version
@FOLDER@
.migrations@OF_NAME@-scratch:
  extends: .migrations@OF_NAME@
  stage: test
  timeout: 30 minutes
@SERVICE@  variables:
    GIT_DEPTH: 0  # what a merge request is compared with, too
    SCRATCH_URL: @SCRATCH@

migrations@OF_NAME@-check:
  extends: .migrations@OF_NAME@-scratch
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
@CHECK@  artifacts:
    when: always
    reports:
      junit: migrations.xml

migrations@OF_NAME@-plan:
  extends: .migrations@OF_NAME@-scratch
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - |
      work=$(mktemp -d)
@PLAN@      cp "$work/plan.md" "$CI_PROJECT_DIR/plan.md"
      cat "$work/plan.md"
    - |
      if [ -n "${MR_NOTE_TOKEN:-}" ]; then
        printf 'PRIVATE-TOKEN: %s\n' "$MR_NOTE_TOKEN" |
          curl -fsS -o /dev/null --header @- --data-urlencode "body@$work/plan.md" \
            "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
      fi
  artifacts:
    expose_as: What this does to the database
    paths: [plan.md]

migrations@OF_NAME@-deploy:
@DEPLOY@  stage: deploy
  needs: [migrations@OF_NAME@-check]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  environment: production
  resource_group: migrations@OF_NAME@
  interruptible: false
  timeout: 2 hours
  script:
)";

constexpr std::string_view service = R"(  services:
    - name: postgres:17  # or an image with the extensions that you use
      alias: scratch
      variables:
        POSTGRES_DB: scratch
        POSTGRES_HOST_AUTH_METHOD: trust
)";

constexpr std::string_view to_a_file =
    R"(  tags: [self-hosted]  # the runner on the machine that holds the file; aludel is installed there
  variables:
    GIT_CLEAN_FLAGS: none  # the database and its backups may lie in this folder
)";

}  // namespace

std::string gitlab_pipeline(const CiPipeline& pipeline) {
  const bool file = pipeline.kind == DatabaseUrl::Kind::sqlite;
  const std::string of_name = pipeline.name.empty() ? "" : "-" + pipeline.name;
  const std::string enter =
      pipeline.folder.empty() ? "" : "    - cd " + shell_quoted(pipeline.folder) + "\n";

  std::string text(beginning);
  if (file) text += enter;
  text += block(deploy_comment(pipeline), 4);
  text += "    - " + deploy_line(pipeline) + "\n";

  std::string secrets;
  for (const std::string& name : pipeline.secrets)
    secrets += fmt::format("#   {:<15} protected and masked\n", name);
  text = replace_all(std::move(text), "@SECRETS@", secrets);
  text = replace_all(
      std::move(text), "@IMAGE@",
      file ? "debian:12" : "postgres:17-bookworm  # brings the pg_dump of this version");
  text = replace_all(std::move(text), "@SERVICE@", file ? "" : service);
  text = replace_all(std::move(text), "@DEPLOY@",
                     file ? std::string(to_a_file) : "  extends: .migrations" + of_name + "\n");
  text = replace_all(std::move(text), "@OF_NAME@", of_name);
  text = replace_all(std::move(text), "@FOLDER@", enter);
  text = replace_all(std::move(text), "@SCRATCH@", scratch_url(pipeline, "scratch"));
  text = replace_all(std::move(text), "@CHECK@",
                     block(check_lines(pipeline, "$CI_PROJECT_DIR/migrations.xml"), 6));
  text = replace_all(std::move(text), "@PLAN@",
                     block(plan_lines(pipeline, "$CI_MERGE_REQUEST_DIFF_BASE_SHA", "$work"), 6));
  return replace_all(std::move(text), "@VERSION@", version);
}

}  // namespace aludel
