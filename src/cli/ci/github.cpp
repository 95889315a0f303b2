#include "aludel/version.hpp"
#include "base/text.hpp"
#include "cli/ci/pipeline.hpp"

namespace aludel {

namespace {

// @NAME@ stands for a part; the rest is YAML as it is written.
constexpr std::string_view beginning =
    R"(# Written by `aludel ci init github`, and yours from here on. It needs, in the repository's settings:
#   the variable ALUDEL_DEB   the URL of the package, https://…/aludel_@VERSION@_amd64.deb
@SECRETS@name: migrations@OF_NAME@

on:
  pull_request:
  push:
    branches: [main, master]

permissions:
  contents: read

env:
  ALUDEL_DEB: ${{ vars.ALUDEL_DEB }}  # the one place that says which aludel runs here

defaults:
  run:
    shell: bash
@FOLDER@
jobs:
  check:
    name: up, down, up
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
      pull-requests: write  # the plan, as a comment
)";

constexpr std::string_view service = R"(    services:
      postgres:
        image: postgres:17  # the version that you deploy to, or an image with the extensions you use
        env:
          POSTGRES_DB: scratch
          POSTGRES_HOST_AUTH_METHOD: trust
        ports: ["5432:5432"]
        options: --health-cmd "pg_isready -U postgres" --health-interval 2s --health-retries 30
)";

constexpr std::string_view checks = R"(    env:
      SCRATCH_URL: @SCRATCH@
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 2  # what a pull request is compared with, too

      - name: Install aludel
        run: |
          curl -fsSL -o /tmp/aludel.deb "${ALUDEL_DEB:?is not set: see the top of this file}"
          sudo apt-get update -q
          sudo apt-get install -q -y /tmp/aludel.deb
          aludel --version

      - name: Each revision up, down, up again; one head; the models match
        run: |
@CHECK@
      - name: What the pull request does to the database
        if: github.event_name == 'pull_request'
        run: |
@PLAN@          cat "$RUNNER_TEMP/plan.md" >> "$GITHUB_STEP_SUMMARY"

      - name: The same as a comment
        if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
        continue-on-error: true  # where the token may only read
        env:
          GH_TOKEN: ${{ github.token }}
          NUMBER: ${{ github.event.pull_request.number }}
        run: |
          comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
          old=$(gh api --paginate "$comments" --jq '.[] | select(.body | startswith("@MARK@")) | .id')
          if [ -n "$old" ]; then
            gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/${old%%$'\n'*}" -F "body=@$RUNNER_TEMP/plan.md"
          else
            gh api --method POST "$comments" -F "body=@$RUNNER_TEMP/plan.md"
          fi

  deploy:
    if: github.event_name == 'push' && github.ref_name == github.event.repository.default_branch
    needs: check
)";

constexpr std::string_view to_a_server = R"(    runs-on: ubuntu-24.04
    container: postgres:17-bookworm  # brings the pg_dump of this version: that of your server, or newer
@DEPLOYMENT@    steps:
      - uses: actions/checkout@v4

      - name: Install aludel
        run: |
          apt-get update -q
          apt-get install -q -y --no-install-recommends ca-certificates curl
          curl -fsSL -o /tmp/aludel.deb "${ALUDEL_DEB:?is not set: see the top of this file}"
          apt-get install -q -y --no-install-recommends /tmp/aludel.deb
          aludel --version
)";

constexpr std::string_view to_a_file =
    R"(    runs-on: self-hosted  # the machine that holds the file; aludel is installed there
@DEPLOYMENT@    steps:
      - uses: actions/checkout@v4
        with:
          clean: false  # the database and its backups may lie in this folder
)";

constexpr std::string_view deployment = R"(    timeout-minutes: 120
    environment: production
    concurrency:
      group: migrations@OF_NAME@
      cancel-in-progress: false
)";

}  // namespace

std::string github_pipeline(const CiPipeline& pipeline) {
  std::string secrets;
  std::string environment;
  for (const std::string& name : pipeline.secrets) {
    secrets += "#   the secret " + name + "\n";
    environment += "          " + name + ": ${{ secrets." + name + " }}\n";
  }
  const bool file = pipeline.kind == DatabaseUrl::Kind::sqlite;
  std::string text(beginning);
  if (!file) text += service;
  text += checks;
  text += file ? to_a_file : to_a_server;
  text += "\n      - name: Deploy\n";
  text += block(deploy_comment(pipeline), 8);
  text += "        run: " + deploy_line(pipeline) + "\n";

  const std::string of_name = pipeline.name.empty() ? "" : "-" + pipeline.name;
  if (!environment.empty()) text += "        env:\n" + environment;
  text = replace_all(std::move(text), "@DEPLOYMENT@", deployment);
  text = replace_all(std::move(text), "@SECRETS@", secrets);
  text = replace_all(std::move(text), "@OF_NAME@", of_name);
  text = replace_all(std::move(text), "@FOLDER@",
                     pipeline.folder.empty()
                         ? ""
                         : "    working-directory: " + shell_quoted(pipeline.folder) + "\n");
  text = replace_all(std::move(text), "@SCRATCH@", scratch_url(pipeline, "localhost"));
  text = replace_all(std::move(text), "@CHECK@", block(check_lines(pipeline, ""), 10));
  text = replace_all(std::move(text), "@PLAN@",
                     block(plan_lines(pipeline, "HEAD^1", "$RUNNER_TEMP"), 10));
  text = replace_all(std::move(text), "@MARK@", plan_mark(pipeline));
  return replace_all(std::move(text), "@VERSION@", version);
}

}  // namespace aludel
