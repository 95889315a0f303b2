#include "migrate/said.hpp"

#include <algorithm>

#include "aludel/migration.hpp"
#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "catalog/print_cpp.hpp"
#include "catalog/recording.hpp"
#include "revision/revision.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_thrown(const Revision& revision, const std::string& what) {
  Diagnostic problem = diagnostic(Code::revision_threw, "its function threw an exception: " + what);
  problem.place = Place{.file = revision.path, .excerpt = {}, .label = {}};
  problem.hint =
      "a revision's functions only say what is to be done; what may fail belongs into the program";
  problem.next = "correct the function and build the program again";
  throw Error(std::move(problem));
}

bool is_for(const Operation& operation, std::string_view dialect) {
  const auto* execute = std::get_if<Execute>(&operation);
  return execute == nullptr || execute->dialect.empty() || execute->dialect == dialect;
}

/// Behind the token that begins at `at`: a literal, a word, or one character.
std::size_t end_of_token(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("R\"")) {
    const std::size_t open = text.find('(', at);
    const std::string close = ")" + std::string(text.substr(at + 2, open - at - 2)) + "\"";
    return std::min(text.find(close, open) + close.size(), text.size());
  }
  if (text[at] == '"') {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
    return std::min(end + 1, text.size());
  }
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  return std::max(end, at + 1);
}

std::string digest_of_rows(const std::vector<std::vector<Cell>>& rows) {
  constexpr std::size_t piece_size = 64UL * 1024;
  auto row = rows.begin();
  return sha256_hex_of_pieces([&](std::string& piece) {
    for (; row != rows.end() && piece.size() < piece_size; ++row) {
      for (const Cell& cell : *row) {
        piece += static_cast<char>('0' + static_cast<int>(cell.kind));
        piece += cell.value;
        piece += '\x1f';
      }
      piece += '\n';
    }
    return !piece.empty();
  });
}

std::string without_rows(const BulkInsert& insert) {
  return "op.bulk_insert(\"" + insert.table.text() + "\", {\"" + join(insert.columns, "\", \"") +
         "\"}, rows);  // " + with_commas(static_cast<long long>(insert.rows.size())) + " rows, " +
         digest_of_rows(insert.rows);
}

}  // namespace

Recording record(const Revision& revision, void (*say)(Operations&), std::string_view dialect) {
  Recording recording{.dialect = std::string(dialect)};
  Operations operations(recording);
  try {
    say(operations);
  } catch (Error& error) {
    if (!error.diagnostic().place)
      error.diagnostic().place = Place{.file = revision.path, .excerpt = {}, .label = {}};
    throw;
  } catch (const std::exception& error) {
    refuse_thrown(revision, error.what());
  } catch (...) {
    refuse_thrown(revision, "one that is no std::exception");
  }
  return recording;
}

Recording record_upgrade(const Revision& revision, std::string_view dialect) {
  const auto say = revision.code->upgrade;
  return say == nullptr ? Recording{.dialect = std::string(dialect)}
                        : record(revision, say, dialect);
}

Said said_by(const Recording& upgrade) {
  Said said;
  for (const RecordedOperation& recorded : upgrade.operations) {
    if (!is_for(recorded.operation, upgrade.dialect)) continue;
    const auto* rows = std::get_if<BulkInsert>(&recorded.operation);
    said.text +=
        (said.text.empty() ? "" : "\n") + (rows != nullptr && rows->rows.size() > many_rows
                                               ? without_rows(*rows)
                                               : print_cpp(recorded.operation, upgrade.dialect));
  }
  said.digest = digest_of_cpp(said.text);
  return said;
}

std::string digest_of_cpp(std::string_view text) {
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    const std::size_t end = end_of_token(text, at);
    if (!joined.empty()) joined += '\x1F';
    joined += text.substr(at, end - at);
    at = end;
  }
  return "1:" + sha256_hex(joined);
}

}  // namespace aludel
