// What `ci init` writes is run here as the hosts run it, on a real repository and real databases;
// what belongs to the host (sudo, apt-get, curl, gh) is a program that writes down its arguments.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "cli/sandbox.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view users =
    "-- Create users\n--\n-- revision: a1\n-- down_revision:\n\n-- aludel:upgrade\n"
    "CREATE TABLE users (id integer PRIMARY KEY);\n-- aludel:downgrade\nDROP TABLE users;\n";
constexpr std::string_view orders =
    "-- Create orders\n--\n-- revision: b2\n-- down_revision: a1\n\n-- aludel:upgrade\n"
    "CREATE TABLE orders (id integer PRIMARY KEY);\n-- aludel:downgrade\nDROP TABLE orders;\n";

/// A repository whose main branch has one revision, and on a branch another one and a script.
class CiTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* python = std::getenv("ALUDEL_TEST_ALEMBIC");
    if (python == nullptr) GTEST_SKIP() << "needs ALUDEL_TEST_ALEMBIC (scripts/test-servers run …)";
    python_ = std::string(python) + "/bin/python";
    for (const char* program : {"sudo", "apt-get", "curl", "gh"})
      // One that does not read what is piped into it ends the pipeline, at times.
      add_program(program,
                  "case \"$*\" in *@-*) cat > /dev/null;; esac; echo \"${0##*/} $*\" >> "
                  "\"$HOME/called\"");
    sandbox_.set("ALUDEL_DEB", "https://example.org/aludel.deb");
    sandbox_.set("RUNNER_TEMP", sandbox_.folder() / "temp");
    sandbox_.set("GITHUB_STEP_SUMMARY", sandbox_.folder() / "summary");
    sandbox_.set("GITHUB_REPOSITORY", "ann/shop");
    sandbox_.set("CI_PROJECT_DIR", sandbox_.folder() / "project");
    sandbox_.set("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD^1");
    fs::create_directory(sandbox_.folder() / "temp");
  }

  void add_program(const std::string& name, const std::string& body) const {
    const fs::path file = sandbox_.folder() / "bin" / name;
    sandbox_.write(file, "#!/bin/sh\n" + body + "\n");
    fs::permissions(file, fs::perms::owner_all);
  }

  /// @param folder  of the project in the repository, ending with a slash; or empty
  void make_repository(const std::string& folder = "") {
    must("git init -q . && git config user.name Ann && git config user.email ann@example.org");
    if (!folder.empty()) must("mkdir " + folder + " && mv aludel.toml " + folder);
    sandbox_.write(folder + "migrations/versions/a1.sql", users);
    must("git add -A && git commit -qm 'Create users'");
    sandbox_.write(folder + "migrations/versions/b2.sql", orders);
    sandbox_.write(folder + "migrations/scripts/001_views.sql",
                   "CREATE VIEW known AS SELECT id FROM users;\n");
    must("git add -A && git commit -qm 'Create orders'");
  }

  std::string must(const std::string& command) {
    const CommandOutput output = sandbox_.run(command);
    EXPECT_EQ(output.exit_status, 0) << command << '\n' << output.out << output.err;
    return output.out + output.err;
  }

  /// @param before  sh: what the host sets
  CommandOutput run_job(const std::string& host, const std::string& file, const std::string& job,
                        const std::string& event, const std::string& before = "true") {
    return sandbox_.run(before + " && " + python_ +
                        " " ALUDEL_SOURCE_DIR "/tests/cli/deploy/runner.py " + host + " " + file +
                        " " + job + " " + event);
  }

  std::string must_run(const std::string& host, const std::string& file, const std::string& job,
                       const std::string& event, const std::string& before = "true") {
    const CommandOutput output = run_job(host, file, job, event, before);
    EXPECT_EQ(output.exit_status, 0) << output.out << output.err;
    return output.out + output.err;
  }

  Sandbox sandbox_;
  std::string python_;
};

constexpr const char* workflow = ".github/workflows/migrations.yml";
constexpr const char* scratch_beside =
    "export SCRATCH_URL=$(echo \"$DATABASE_URL\" | sed 's/?/_scratch?/')";

TEST_F(CiTest, TheWorkflowForAFileChecksShowsWhatIsNewAndDeploys) {
  sandbox_.use_sqlite();
  make_repository("db/");
  must("cd db && aludel ci init github");

  must_run("github", workflow, "check", "pull_request");
  const std::string plan = must("cat ../summary");
  EXPECT_TRUE(plan.contains("↑ b2  Create orders")) << plan;
  EXPECT_FALSE(plan.contains("Create users")) << plan;
  const std::string called = must("cat ../home/called");
  EXPECT_TRUE(called.contains("sudo apt-get install -q -y /tmp/aludel.deb")) << called;
  EXPECT_TRUE(called.contains("gh api --method POST repos/ann/shop/issues/7/comments -F body=@"))
      << called;

  must("cd db && aludel upgrade a1");
  must_run("github", workflow, "deploy", "push");
  EXPECT_EQ(must("cd db && aludel current"), "b2 (head)\n");
  EXPECT_TRUE(must("cd db && aludel db list-backups").contains("app.db_a1_"));
}

TEST_F(CiTest, TheWorkflowWritesOverItsFormerComment) {
  sandbox_.use_sqlite();
  make_repository();
  must("aludel ci init github");
  add_program("gh",
              "echo \"gh $*\" >> \"$HOME/called\"; [ \"$2\" = --method ] || echo 41; echo 42");
  must_run("github", workflow, "check", "pull_request");
  const std::string called = must("cat ../home/called");
  EXPECT_TRUE(called.contains("gh api --method PATCH repos/ann/shop/issues/comments/41 -F body=@"))
      << called;
}

TEST_F(CiTest, TheWorkflowForAServerChecksShowsWhatIsNewAndDeploys) {
  if (!sandbox_.use_postgresql()) GTEST_SKIP() << "needs ALUDEL_TEST_POSTGRESQL";
  make_repository();
  must("aludel ci init github && git worktree list");
  must(std::string(scratch_beside) + " && aludel --url \"$SCRATCH_URL\" db create");
  must_run("github", workflow, "check", "pull_request", scratch_beside);
  must(std::string(scratch_beside) + " && aludel --url \"$SCRATCH_URL\" db drop");
  EXPECT_TRUE(must("cat ../summary").contains("↑ b2  Create orders"));

  must("aludel upgrade a1");
  must_run("github", workflow, "deploy", "push");
  EXPECT_EQ(must("aludel current"), "b2 (head)\n");
  EXPECT_TRUE(must("aludel db list-backups").contains("_a1_"));
}

TEST_F(CiTest, ThePipelineForGitLabChecksShowsWhatIsNewAndDeploys) {
  if (!sandbox_.use_postgresql()) GTEST_SKIP() << "needs ALUDEL_TEST_POSTGRESQL";
  make_repository();
  must("aludel ci init gitlab");
  sandbox_.set("MR_NOTE_TOKEN", "a-token");
  sandbox_.set("CI_API_V4_URL", "https://gitlab.example.org/api/v4");
  sandbox_.set("CI_PROJECT_ID", "3");
  sandbox_.set("CI_MERGE_REQUEST_IID", "7");
  must(std::string(scratch_beside) + " && aludel --url \"$SCRATCH_URL\" db create");
  must_run("gitlab", ".gitlab-ci.yml", "migrations-check", "pull_request", scratch_beside);
  must_run("gitlab", ".gitlab-ci.yml", "migrations-plan", "pull_request", scratch_beside);
  must(std::string(scratch_beside) + " && aludel --url \"$SCRATCH_URL\" db drop");
  EXPECT_TRUE(must("cat plan.md").contains("↑ b2  Create orders"));
  const std::string called = must("cat ../home/called");
  EXPECT_TRUE(called.contains("/projects/3/merge_requests/7/notes")) << called;
  EXPECT_FALSE(called.contains("a-token")) << "a token does not belong into arguments: " << called;

  must("aludel upgrade a1");
  must_run("gitlab", ".gitlab-ci.yml", "migrations-deploy", "push");
  EXPECT_EQ(must("aludel current"), "b2 (head)\n");
}

TEST_F(CiTest, ThePipelineForGitLabTakesAFile) {
  sandbox_.use_sqlite();
  make_repository("db/");
  must("cd db && aludel ci init gitlab");
  must_run("gitlab", ".gitlab-ci.yml", "migrations-check", "pull_request");
  must_run("gitlab", ".gitlab-ci.yml", "migrations-plan", "pull_request");
  must_run("gitlab", ".gitlab-ci.yml", "migrations-deploy", "push");
  EXPECT_EQ(must("cd db && aludel current"), "b2 (head)\n");
}

TEST_F(CiTest, ACheckFailsForTwoHeadsAndForAWayBackThatDoesNotWork) {
  sandbox_.use_sqlite();
  make_repository();
  must("aludel ci init github");
  must("sed -i 's/DROP TABLE orders/DROP TABLE order_items/' migrations/versions/b2.sql");
  CommandOutput output = run_job("github", workflow, "check", "push");
  EXPECT_EQ(output.exit_status, 1) << output.out << output.err;
  EXPECT_TRUE(output.out.contains("failed  b2 down (empty)")) << output.out;

  sandbox_.write("migrations/versions/c3.sql", replace_all(std::string(orders), ": b2", ": c3"));
  output = run_job("github", workflow, "check", "push");
  EXPECT_EQ(output.exit_status, 1) << output.out << output.err;
  EXPECT_TRUE(output.out.contains("failed  single head: there are 2 heads")) << output.out;
}

TEST_F(CiTest, AProtectedDatabaseIsCheckedAndDeployedTo) {
  if (!sandbox_.use_postgresql()) GTEST_SKIP() << "needs ALUDEL_TEST_POSTGRESQL";
  make_repository();
  must("echo 'protected = true' >> aludel.toml && aludel ci init github");
  // The service calls its database `scratch`; here it has another name, and is confirmed by it.
  must("sed -i 's/--confirm scratch/--confirm \"${SCRATCH_URL_NAME}\"/' " + std::string(workflow));
  const std::string name = std::string(scratch_beside) +
                           " && export SCRATCH_URL_NAME=$(echo \"$SCRATCH_URL\" | sed "
                           "'s,.*/\\([a-z0-9_]*_scratch\\)?.*,\\1,')";
  must(std::string(scratch_beside) + " && aludel --url \"$SCRATCH_URL\" db create");
  must_run("github", workflow, "check", "pull_request", name);
  must(name + " && aludel --url \"$SCRATCH_URL\" db drop --confirm \"$SCRATCH_URL_NAME\"");
  must_run("github", workflow, "deploy", "push");
  EXPECT_EQ(must("aludel current"), "b2 (head)\n");
}

}  // namespace

}  // namespace aludel
