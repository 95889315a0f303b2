// The samples of tests/golden/operations, run: a revision makes the state, another one says what
// the sample says. What is there then is what `apply` says; the derived way back leads to what was
// there before, rows included.
#include <algorithm>
#include <optional>
#include <tuple>

#include "aludel/compiled.hpp"
#include "base/code.hpp"
#include "catalog/apply.hpp"
#include "catalog/lookup.hpp"
#include "catalog/recording.hpp"
#include "db/support/catalog_lines.hpp"
#include "db/support/fixture.hpp"
#include "db/support/sqlite_memory.hpp"
#include "golden/operations/sample_text.hpp"
#include "sql/splitter.hpp"

namespace aludel::testing {

namespace {

using samples::Sample;

/// A sample on a database of its own.
class SampleRun {
 public:
  SampleRun(const Sample& sample, Server server)
      : sample_(sample),
        database_(server),
        dialect_(samples::dialect_named(database_.is_postgresql() ? "postgresql" : "sqlite")),
        given_{.id = "1", .message = "given", .upgrade = sample.given},
        said_{.id = "2", .down_revision = {"1"}, .message = "said", .upgrade = sample.said},
        list_{{.path = "1.cpp", .code = &given_}, {.path = "2.cpp", .code = &said_}},
        migrations_(compiled_migrations(list_)) {}

  void run() {
    upgrade(database_.url(), migrations_, "1");
    const Catalog before = inspected();
    const Lines rows_before = rows_of(before);
    const std::string refusal = told([&] { upgrade(database_.url(), migrations_); }, "E0329");
    EXPECT_EQ(!refusal.empty(), samples::is_refused(samples::rendered(sample_, dialect_, version_)))
        << refusal;
    if (!refusal.empty()) return expect(before, "after a refusal");
    if (sample_.told_otherwise.empty()) expect(applied_to(before), "after the upgrade");

    if (!told([&] { downgrade(database_.url(), migrations_, "-1"); }, "E0314").empty()) return;
    expect(before, "after the downgrade");
    EXPECT_EQ(rows_of(before), rows_before);
  }

 private:
  [[nodiscard]] Catalog inspected() {
    const auto connection = database_.connect();
    version_ = connection->server_version();
    Catalog found = dialect_.objects()
                        .inspect(*connection, {"aludel_version", "aludel_journal", "aludel_text"})
                        .catalog;
    return database_.is_postgresql() ? found : without_needless_quotes(std::move(found));
  }

  void expect(const Catalog& wanted, const std::string& when) {
    const Catalog found = inspected();
    EXPECT_TRUE(found == wanted) << when << "\n" << differences(wanted, found);
  }

  /// The message of an error of this code; empty where there was none. Others are thrown.
  template <typename Call>
  static std::string told(const Call& call, std::string_view code) {
    try {
      call();
    } catch (const Error& error) {
      if (error.diagnostic().code != code) throw;
      return error.diagnostic().message;
    }
    return {};
  }

  [[nodiscard]] Catalog applied_to(Catalog catalog) const {
    Recording recording{.dialect = std::string(dialect_.name())};
    Operations operations(recording);
    sample_.said(operations);
    const ObjectFunctions& objects = dialect_.objects();
    for (const RecordedOperation& recorded : recording.operations)
      apply(catalog, objects.bound(recorded.operation, catalog, version_), objects.rules);
    return database_.is_postgresql() ? catalog : without_needless_quotes(std::move(catalog));
  }

  /// Of all tables, sorted: a rebuild may give them in another order.
  [[nodiscard]] Lines rows_of(const Catalog& catalog) {
    Lines all;
    for (const Table& table : catalog.tables) {
      std::string name = quote_identifier(table.name.name, dialect_.sql());
      if (!table.name.schema.empty())
        name = quote_identifier(table.name.schema, dialect_.sql()) + "." + name;
      for (const std::string& row : database_.rows("SELECT * FROM " + name))
        all.push_back(name + ": " + row);
    }
    std::ranges::sort(all);
    return all;
  }

  const Sample& sample_;
  TestDatabase database_;
  const Dialect& dialect_;
  int version_ = 0;
  Migration given_;
  Migration said_;
  std::vector<CompiledRevision> list_;
  Migrations migrations_;
};

using Where = std::tuple<Server, std::string>;

class GoldenOperations : public ::testing::TestWithParam<Where> {};

std::string name_of_case(const ::testing::TestParamInfo<Where>& info) {
  return name_of(std::get<0>(info.param)) + "_" + std::get<1>(info.param);
}

TEST_P(GoldenOperations, DoWhatApplySaysAndAreTakenBack) {
  const auto& [server, subject] = GetParam();
  if (!url_of(server)) {
    if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no such server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }
  for (const Sample& sample : samples::all_samples()) {
    if (sample.subject != subject) continue;
    SCOPED_TRACE(sample.subject + "/" + sample.name);
    try {
      SampleRun(sample, server).run();
    } catch (const Error& error) {
      ADD_FAILURE() << error.what() << "\n" << error.diagnostic().detail;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(On, GoldenOperations,
                         ::testing::Combine(::testing::Values(Server::sqlite, Server::postgresql,
                                                              Server::postgresql_newer),
                                            ::testing::ValuesIn(samples::all_subjects())),
                         name_of_case);

}  // namespace

}  // namespace aludel::testing
