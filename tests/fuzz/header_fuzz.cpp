// Any text as a SQL revision: its header, then its body for each dialect. Only aludel::Error may
// come out, and what it names must lie inside the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "aludel/error.hpp"
#include "revision/header.hpp"
#include "revision/section.hpp"

namespace {

using aludel::Span;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_place(const aludel::Diagnostic& problem) {
  require(!problem.code.empty() && !problem.message.empty());
  require(problem.place.has_value() && problem.place->line > 0 && problem.place->column > 0);
}

void check_section(const aludel::SourceText& source, const aludel::Section& section) {
  const auto inside = [&](Span span) { return span.end <= source.text().size(); };
  require(inside(section.header));
  std::size_t at = section.header.end;
  for (const aludel::SectionStatement& each : section.statements) {
    require(inside(each.statement.span) && each.statement.span.begin >= at);
    require(!each.statement.tokens.empty());
    at = each.statement.span.end;
  }
  require(aludel::digest_of(source, section).starts_with("1:"));
  (void)aludel::text_of(source, section);
}

void check_body(const aludel::SourceText& source, aludel::SqlDialect dialect) {
  try {
    const aludel::RevisionBody body = aludel::read_body(source, dialect);
    require(body.source.text() == source.text());
    for (const auto& section : {body.upgrade, body.downgrade}) {
      if (section) check_section(body.source, *section);
    }
  } catch (const aludel::Error& error) {
    check_place(error.diagnostic());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const aludel::SourceText source("fuzz.sql", std::string(data, data + size));
  std::vector<aludel::Diagnostic> problems;
  const aludel::Revision revision = aludel::read_sql_header(source, problems);
  require(!problems.empty() || revision.lines.revision > 0);
  for (const aludel::Diagnostic& problem : problems) check_place(problem);
  for (const auto dialect :
       {aludel::SqlDialect::sqlite, aludel::SqlDialect::postgresql, aludel::SqlDialect::mariadb}) {
    check_body(source, dialect);
  }
  return 0;
}
