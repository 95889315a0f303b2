#include "migrate/seeds/seed_stage.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t no_field = static_cast<std::size_t>(-1);
constexpr std::size_t piece_size = 512UL * 1024;

/// As COPY reads it in its text format.
void append_copy_text(const CsvField& field, std::string& to) {
  if (field.is_null) {
    to += "\\N";
    return;
  }
  for (const char c : field.text) {
    switch (c) {
      case '\\': to += "\\\\"; break;
      case '\n': to += "\\n"; break;
      case '\r': to += "\\r"; break;
      case '\t': to += "\\t"; break;
      default: to += c;
    }
  }
}

void append_json(const CsvField& field, std::string& to) {
  if (field.is_null) {
    to += "null";
    return;
  }
  to += '"';
  for (const char c : field.text) {
    if (c == '"' || c == '\\') {
      to += '\\';
      to += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      to += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      to += c;
    }
  }
  to += '"';
}

/// As SQLite reads a text into a column of numbers.
bool is_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const bool is_plain = !text.empty() && text.find_first_not_of("0123456789+-.eE") == text.npos;
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return is_plain && failure != std::errc::invalid_argument && end == text.data() + text.size();
}

class Staging {
 public:
  Staging(Session& session, const FittedSeed& fitted, int number)
      : session_(session), fitted_(fitted), dialect_(session.dialect().sql()) {
    stage_.fitted = &fitted;
    stage_.bare = "aludel_seed_" + std::to_string(number);
    stage_.table = (is_sqlite() ? "temp." : "pg_temp.") + stage_.bare;
  }

  SeedStage run() {
    make_table();
    CsvReader reader = open_csv(fitted_.seed->path);
    CsvRecord record;
    (void)reader.next(record);  // the header
    std::error_code ignored;
    size_ = static_cast<long long>(std::filesystem::file_size(fitted_.seed->path, ignored));
    while (reader.next(record)) {
      check(reader, record);
      add(record);
      if (piece_.size() < piece_size) continue;
      send();
      tell(reader.bytes_read());
    }
    send();
    // So that rows are found by key in no more time than it takes to read them.
    session_.connection().query(is_sqlite()
                                    ? fmt::format("CREATE INDEX {0}_key ON {1} ({2})", stage_.table,
                                                  stage_.bare, column_list(fitted_.key, dialect_))
                                    : "ANALYZE " + stage_.table);
    return stage_;
  }

 private:
  [[nodiscard]] bool is_sqlite() const { return dialect_ == SqlDialect::sqlite; }

  void make_table() const {
    session_.connection().query(fmt::format(
        "CREATE TEMP TABLE {} {}AS SELECT {} AS {}, {} FROM {} LIMIT 0", stage_.bare,
        is_sqlite() ? "" : "ON COMMIT DROP ", is_sqlite() ? "0" : "0::bigint", line_column(),
        column_list(column_names(fitted_), dialect_), fitted_.table.name));
  }

  void check(const CsvReader& reader, const CsvRecord& record) const {
    const std::size_t wanted = fitted_.columns.size();
    const std::size_t got = record.fields.size();
    if (got != wanted) {
      Diagnostic problem = diagnostic(
          Code::bad_csv,
          fmt::format("line {} of seed {} has {}, and the header has {}", record.line,
                      fitted_.seed->name, counted(static_cast<long long>(got), "field"), wanted));
      const CsvField& shown = record.fields[std::min(wanted, got - 1)];
      problem.place = got > wanted ? reader.place(shown, "nothing in the header for this")
                                   : reader.place(shown.end, shown.end,
                                                  "missing: " + fitted_.columns[got].name);
      problem.hint = got > wanted ? "a value with a comma in it stands in quotes" : "";
      throw Error(std::move(problem));
    }
    for (std::size_t i = 0; i < wanted; ++i) {
      const CsvField& field = record.fields[i];
      const SeedTable::Column& column = fitted_.columns[i];
      if (column.number_type.empty() || field.is_null || is_number(field.text)) continue;
      Diagnostic problem =
          diagnostic(Code::statement_refused,
                     fmt::format("line {} of seed {} has no number for {}, which is {}",
                                 record.line, fitted_.seed->name, column.name, column.number_type));
      problem.place = reader.place(field);
      problem.hint = "nothing between the commas is NULL";
      throw Error(std::move(problem));
    }
    for (std::size_t i = 0; i < wanted; ++i) {
      if (!record.fields[i].is_null || !fitted_.is_key(fitted_.columns[i].name)) continue;
      Diagnostic problem =
          diagnostic(Code::bad_csv, fmt::format("line {} of seed {} has no value for its key",
                                                record.line, fitted_.seed->name));
      problem.place = reader.place(record.fields[i], fitted_.columns[i].name + " is empty");
      throw Error(std::move(problem));
    }
  }

  void add(const CsvRecord& record) {
    lines_.push_back(record.line);
    if (is_sqlite()) {
      piece_ += (piece_.empty() ? "[[" : ",[") + std::to_string(record.line);
      for (const CsvField& field : record.fields) {
        piece_ += ',';
        append_json(field, piece_);
      }
      piece_ += ']';
      return;
    }
    piece_ += std::to_string(record.line);
    for (const CsvField& field : record.fields) {
      piece_ += '\t';
      append_copy_text(field, piece_);
    }
    piece_ += '\n';
  }

  void send() {
    if (lines_.empty()) return;
    try {
      is_sqlite() ? send_json() : send_copy();
    } catch (const Error& error) {
      refuse_row(error.diagnostic());
    }
    stage_.rows += static_cast<long long>(lines_.size());
    lines_.clear();
    piece_.clear();
  }

  void send_copy() {
    const std::string sql = "COPY " + stage_.table + " FROM STDIN";
    session_.connection().query(Request{.sql = sql, .copy_data = piece_});
  }

  void send_json() {
    std::string values;
    for (std::size_t i = 0; i <= fitted_.columns.size(); ++i)
      values += fmt::format("{}json_extract(value, '$[{}]')", i == 0 ? "" : ", ", i);
    const std::string sql =
        "INSERT INTO " + stage_.table + " SELECT " + values + " FROM json_each($1)";
    session_.connection().query(Request{.sql = sql, .parameters = {piece_ + "]"}});
  }

  /// The context of a COPY names the row of this piece, and mostly the column.
  [[noreturn]] void refuse_row(const Diagnostic& failure) const {
    constexpr std::string_view mark = ", line ";
    const std::string& context = failure.context;
    const std::size_t at = context.find(mark);
    if (failure.code != info(Code::statement_refused).id || at == std::string::npos)
      throw Error(failure);
    const std::string_view rest = std::string_view(context).substr(at + mark.size());
    std::size_t row = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), row);
    if (row == 0 || row > lines_.size()) throw Error(failure);
    std::size_t number = no_field;
    for (std::size_t i = 0; i < fitted_.columns.size(); ++i) {
      if (rest.find(", column " + fitted_.columns[i].name + ":") != std::string_view::npos)
        number = i;
    }
    Diagnostic problem = failure;
    problem.context.clear();  // the place in what was sent
    throw Error(row_failure(fitted_, lines_[row - 1], number, std::move(problem)));
  }

  /// As of a statement that takes long, which to a person the file is.
  void tell(long long bytes) {
    const auto now = Clock::now();
    if (now - told_ < milliseconds(1000)) return;
    told_ = now;
    const auto elapsed = std::chrono::duration_cast<milliseconds>(now - begin_);
    StatementProgress progress;
    progress.revision = fitted_.seed->name;
    progress.statement = 1;
    progress.statements = 1;
    progress.elapsed = elapsed;
    progress.command = "loading the file";
    progress.unit = "bytes";
    progress.done = bytes;
    progress.total = size_;
    progress.remaining = elapsed * std::max(size_ - bytes, 0LL) / std::max(bytes, 1LL);
    session_.tell(progress);
  }

  Session& session_;
  const FittedSeed& fitted_;
  SqlDialect dialect_;
  SeedStage stage_;
  std::vector<int> lines_;  ///< of the rows of the piece
  std::string piece_;
  long long size_ = 0;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point told_ = begin_;
};

/// The first field that the failure is of, by what the database says: "amount" in quotes,
/// `Key (amount)=`, `prices.amount`.
std::size_t field_named_in(const FittedSeed& fitted, const Diagnostic& failure) {
  const std::string words = failure.message + '\n' + failure.detail;
  for (std::size_t i = 0; i < fitted.columns.size(); ++i) {
    const std::string& name = fitted.columns[i].name;
    const bool quoted = words.find("column \"" + name + "\"") != std::string::npos;
    const bool in_key = words.find("Key (" + name + ")") != std::string::npos ||
                        words.find("Key (" + name + ",") != std::string::npos;
    const std::size_t dotted = words.find("." + name);
    const std::size_t behind = dotted + 1 + name.size();
    const bool of_table = failure.sqlstate.empty() && dotted != std::string::npos &&
                          (behind >= words.size() || !is_word(words[behind]));
    if (quoted || in_key || of_table) return i;
  }
  return no_field;
}

}  // namespace

std::string line_column() {
  return "\"aludel line\"";
}

std::vector<std::string> column_names(const FittedSeed& fitted) {
  std::vector<std::string> names;
  for (const SeedTable::Column& column : fitted.columns) names.push_back(column.name);
  return names;
}

std::string column_list(const std::vector<std::string>& names, SqlDialect dialect,
                        const std::string& before) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ", ") + before + quote_identifier(name, dialect);
  return list;
}

std::string same_key(const FittedSeed& fitted, SqlDialect dialect) {
  std::string condition;
  for (const std::string& name : fitted.key) {
    const std::string column = quote_identifier(name, dialect);
    condition += (condition.empty() ? "t." : " AND t.") + column + " = s." + column;
  }
  return condition;
}

SeedStage stage_rows(Session& session, const FittedSeed& fitted, int number) {
  return Staging(session, fitted, number).run();
}

void check_keys(Session& session, const SeedStage& stage) {
  const FittedSeed& fitted = *stage.fitted;
  const SqlDialect dialect = session.dialect().sql();
  const std::string keys = column_list(fitted.key, dialect);
  const Result twice = session.connection().query(fmt::format(
      "SELECT min({0}), max({0}), count(*), {1} FROM {2} GROUP BY {1} HAVING count(*) > 1 ORDER BY "
      "1 LIMIT 10",
      line_column(), keys, stage.table));
  if (!twice.rows.empty()) {
    const auto& row = twice.rows.front();
    const int first = static_cast<int>(integer(row.at(0)).value_or(0));
    const int second = static_cast<int>(integer(row.at(1)).value_or(0));
    Diagnostic problem = diagnostic(Code::bad_csv, fmt::format("lines {} and {} of seed {} have "
                                                               "the same key",
                                                               first, second, fitted.seed->name));
    const auto key =
        std::ranges::find(fitted.columns, fitted.key.front(), &SeedTable::Column::name);
    problem.place =
        place_in_csv(*fitted.seed, second, static_cast<std::size_t>(key - fitted.columns.begin()),
                     "the same as on line " + std::to_string(first));
    for (std::size_t i = 1; i < twice.rows.size(); ++i)
      problem.notes.push_back(
          fmt::format("lines {} and {} as well", *twice.rows[i].at(0), *twice.rows[i].at(1)));
    problem.hint = "the key is (" + join(fitted.key, ", ") + ")";
    throw Error(std::move(problem));
  }
  if (fitted.key_is_unique) return;
  const Result several = session.connection().query(fmt::format(
      "SELECT s.{0}, count(*) FROM {1} AS s JOIN {2} AS t ON {3} GROUP BY 1 HAVING count(*) > 1 "
      "ORDER BY 1 LIMIT 1",
      line_column(), stage.table, fitted.table.name, same_key(fitted, dialect)));
  if (several.rows.empty()) return;
  const int line = static_cast<int>(integer(several.rows[0].at(0)).value_or(0));
  Diagnostic problem =
      diagnostic(Code::seed_misfit,
                 fmt::format("the key on line {} of seed {} is that of {} rows of {}", line,
                             fitted.seed->name, *several.rows[0].at(1), fitted.table.shown));
  problem.place = place_in_csv(*fitted.seed, line, no_field);
  problem.hint = "the key is (" + join(fitted.key, ", ") + "): name more columns in it";
  throw Error(std::move(problem));
}

void drop_stage(Session& session, const SeedStage& stage) {
  if (session.dialect().sql() == SqlDialect::sqlite)
    session.connection().query("DROP TABLE " + stage.table);
}

Diagnostic row_failure(const FittedSeed& fitted, int line, std::size_t number, Diagnostic failure) {
  const std::string words = failure.sqlstate.empty()
                                ? failure.message
                                : failure.message + " (SQLSTATE " + failure.sqlstate + ")";
  if (number >= fitted.columns.size()) number = field_named_in(fitted, failure);
  failure.message = fmt::format("the database refused line {} of seed {}", line, fitted.seed->name);
  failure.place = place_in_csv(*fitted.seed, line, number, words);
  return failure;
}

}  // namespace aludel
