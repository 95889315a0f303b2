#include "golden/operations/sample_text.hpp"

#include "aludel/migration.hpp"
#include "catalog/describe.hpp"
#include "catalog/recording.hpp"
#include "migrate/rendered_revision.hpp"
#include "migrate/said.hpp"

namespace aludel::samples {

namespace {

std::string lines_of(void (*say)(Operations&), const std::string& beginning) {
  Recording recording{.dialect = "postgresql"};
  Operations operations(recording);
  say(operations);
  std::string text;
  for (const RecordedOperation& recorded : recording.operations) {
    const auto* alter = std::get_if<AlterTable>(&recorded.operation);
    if (alter == nullptr) text += beginning + describe(recorded.operation) + "\n";
    if (alter == nullptr) continue;
    for (const TableChange& change : alter->changes)
      text += beginning + describe(change, alter->name) + "\n";
  }
  return text;
}

std::string text_of(void (*say)(Operations&), const Dialect& dialect, int server_version,
                    Foreseen& foreseen) {
  const Migration code{.id = "1", .upgrade = say};
  Revision revision;
  revision.id = code.id;
  revision.path = "sample.cpp";
  revision.kind = RevisionKind::cpp;
  revision.code = &code;
  return render_upgrade(revision, record_upgrade(revision, dialect.name()),
                        {dialect, server_version}, foreseen)
      .source.text();
}

}  // namespace

const Dialect& dialect_named(const std::string& name) {
  return dialect_for(parse_url(name == "sqlite" ? "sqlite://" : "postgresql://localhost/x", "/"));
}

std::string described(const Sample& sample) {
  std::string text = lines_of(sample.given, "given: ") + lines_of(sample.said, "");
  if (!text.empty()) text.pop_back();
  return text;
}

std::string rendered(const Sample& sample, const Dialect& dialect, int server_version) {
  Foreseen foreseen(dialect, [] { return Catalog(); });
  try {
    (void)text_of(sample.given, dialect, server_version, foreseen);
    return text_of(sample.said, dialect, server_version, foreseen);
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    return "refused: " + problem.message + "\n" +
           (problem.hint.empty() ? "" : "    hint: " + problem.hint + "\n");
  }
}

bool is_refused(const std::string& rendered) {
  return rendered.starts_with("refused: ");
}

}  // namespace aludel::samples
