#include "migrate/offline_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// On one line, without what a client could take for its end.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

bool is_number(std::string_view column) {
  constexpr std::array<std::string_view, 4> numbers{"segment", "segments", "statement",
                                                    "duration_ms"};
  return std::ranges::find(numbers, column) != numbers.end();
}

}  // namespace

OfflineWriter::OfflineWriter(const SessionOptions& options)
    : options_(options), dialect_(dialect_for(options.url)), forms_(dialect_.offline()) {
  settings_ = {.bookkeeping = forms_.bookkeeping(options.version_table),
               .version_table = options.version_table,
               .foreign_keys = options.foreign_keys,
               .lock_wait = options.lock_wait};
}

void OfflineWriter::comment(std::string_view text) {
  text_ += trim("-- " + one_line(text));
  text_ += '\n';
}

void OfflineWriter::say(std::string_view text) {
  text_ += forms_.say(one_line(text));
}

void OfflineWriter::add(const OwnedRequest& request) {
  std::string sql;
  for (std::size_t at = 0; at < request.sql.size();) {
    const char c = request.sql[at++];
    if (c != '$') {
      sql += c;
      continue;
    }
    std::size_t number = 0;
    while (at < request.sql.size() && is_digit(request.sql[at]))
      number = number * 10 + static_cast<std::size_t>(request.sql[at++] - '0');
    const Value& value = request.parameters.at(number - 1);
    sql += value ? quote_literal(*value, dialect_.sql()) : "NULL";
  }
  text_ += sql + ";\n";
}

std::vector<OfflineTable> OfflineWriter::tables() const {
  std::vector<OfflineTable> found;
  const Bookkeeping& wanted = settings_.bookkeeping;
  const auto add = [&](bool Bookkeeping::* is_there, const std::string& name, bool is_schema) {
    Bookkeeping all_but = wanted;
    for (bool Bookkeeping::* each :
         {&Bookkeeping::has_schema, &Bookkeeping::has_journal_schema, &Bookkeeping::has_version,
          &Bookkeeping::has_journal, &Bookkeeping::has_text}) {
      all_but.*each = each != is_there;
    }
    for (std::string& sql : dialect_.create_bookkeeping(all_but))
      found.push_back({name, is_schema, std::move(sql)});
  };
  const auto schema = [&](const std::string& name) {
    return quote_identifier(name, dialect_.sql());
  };
  if (!wanted.schema.empty()) {
    add(&Bookkeeping::has_schema, schema(wanted.schema), true);
    add(&Bookkeeping::has_journal_schema, schema(wanted.journal_schema), true);
  }
  add(&Bookkeeping::has_version, wanted.version, false);
  add(&Bookkeeping::has_journal, wanted.journal, false);
  add(&Bookkeeping::has_text, wanted.text, false);
  return found;
}

void OfflineWriter::open(OfflineCheck check) {
  add(forms_.open(settings_));
  check.tables = tables();
  if (check.state) state_ = *check.state;
  add(forms_.check(settings_, check));
}

void OfflineWriter::begin(const TransactionOptions& options, std::string first) {
  add(forms_.begin(settings_, {.expected = state_, .options = options, .first = std::move(first)}));
}

void OfflineWriter::row_edit_to(const std::vector<std::string>& rows) {
  for (const RowStatement& statement :
       row_statements(settings_.bookkeeping, row_edit(state_.rows, rows)))
    add(statement.request);
  state_.rows = rows;
}

std::string OfflineWriter::filled(std::string_view expression) const {
  const Bookkeeping& tables = settings_.bookkeeping;
  return replace_all(replace_all(std::string(expression), "{journal}", tables.journal), "{key}",
                     quote_literal(tables.key, dialect_.sql()));
}

void OfflineWriter::journal(const JournalEntry& entry, const OfflineJournal& known_later) {
  text_ += journal_text(entry, known_later);
}

std::string OfflineWriter::journal_text(const JournalEntry& entry,
                                        const OfflineJournal& known_later) {
  const std::string none;
  std::string names;
  std::string values;
  for (const JournalColumn& column : journal_columns(dialect_, settings_.bookkeeping, {}, entry)) {
    std::string value = column.expression;
    const std::string& later = column.name == "run_id"        ? known_later.run_id
                               : column.name == "position"    ? known_later.position
                               : column.name == "detail"      ? known_later.detail
                               : column.name == "duration_ms" ? known_later.duration
                                                              : none;
    if (!later.empty()) {
      value = filled(later);
    } else if (column.name == "run_id") {
      value = filled(std::exchange(first_row_, false) ? forms_.run_id : forms_.run_id_again);
    } else if (column.name == "backend") {
      value = forms_.backend;
    } else if (column.name == "who") {
      value = forms_.who;
    } else if (column.name == "host") {
      value = forms_.host;
    } else if (value.empty() && column.value) {
      value = is_number(column.name) ? *column.value : quote_literal(*column.value, dialect_.sql());
    }
    if (value.empty()) continue;
    names.append(names.empty() ? "" : ", ").append(column.name);
    values.append(values.empty() ? "" : ", ").append(value);
  }
  return "INSERT INTO " + settings_.bookkeeping.journal + " (" + names + ")\n  VALUES (" + values +
         ");\n";
}

void OfflineWriter::close() {
  add(forms_.close(settings_));
}

}  // namespace aludel
