#include <unistd.h>

#include "base/text.hpp"
#include "corpus/pair_database.hpp"
#include "db/sqlite/sqlite_connection.hpp"

namespace aludel::corpus {

namespace {

constexpr const char* tables =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND "
    "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// What SQLite itself tells of a schema. The texts of tables are no part of it: who quotes a name
/// changes nothing, and neither does the case of letters.
constexpr const char* told = R"sql(
WITH t AS (SELECT * FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\')
SELECT lower(line) FROM (SELECT 'table ' || name || ' ' || type || ' ' || wr || ' ' || strict AS line FROM pragma_table_list
 WHERE schema = 'main' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
UNION ALL SELECT 'column ' || t.name || '.' || c.name || ' ' || upper(c.type) || ' ' || c."notnull" || ' ' ||
  coalesce(CASE WHEN c.dflt_value LIKE 'current_%' THEN upper(c.dflt_value) ELSE c.dflt_value END, '') || ' ' || c.pk || ' ' || c.hidden
  FROM t, pragma_table_xinfo(t.name) c
UNION ALL SELECT 'key ' || t.name || '.' || f."from" || ' ' || f."table" || '.' || coalesce(f."to", '') || ' ' || f.seq || ' ' ||
  f.on_update || ' ' || f.on_delete FROM t, pragma_foreign_key_list(t.name) f
UNION ALL SELECT 'index ' || t.name || ' ' || CASE i.origin WHEN 'c' THEN i.name ELSE '' END || ' ' || i."unique" || i.origin || i.partial || ' ' ||
  (SELECT group_concat(x.seqno || coalesce(x.name, '?') || x.desc || x.coll, ',') FROM pragma_index_xinfo(i.name) x WHERE x.key)
  FROM t, pragma_index_list(t.name) i
UNION ALL SELECT type || ' ' || name || ' ' || tbl_name FROM sqlite_schema WHERE type IN ('trigger', 'view')
UNION ALL SELECT 'autoincrement ' || name FROM t WHERE sql LIKE '%AUTOINCREMENT%'))sql";

std::string quoted(const std::string& name) {
  return '"' + replace_all(name, "\"", "\"\"") + '"';
}

class SqliteDatabase : public PairDatabase {
 public:
  explicit SqliteDatabase(const std::string& role)
      : file_(std::filesystem::temp_directory_path() /
              ("aludel_corpus_" + role + "_" + std::to_string(getpid()) + ".db")) {
    remove();
  }
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  ~SqliteDatabase() override { remove(); }

  [[nodiscard]] const Dialect& dialect() const override {
    return dialect_for(parse_url("sqlite://", {}));
  }
  [[nodiscard]] Connection& session() override {
    if (session_ == nullptr)
      session_ = open_sqlite({.path = file_.string(), .access = Access::read_write});
    return *session_;
  }
  void load(const std::filesystem::path& file) override {
    (void)output_of("sqlite3 -bail " + shell_quoted(file_.string()) + " < " +
                    shell_quoted(file.string()) + " 2>&1");
  }
  void fill() override {
    session().query("PRAGMA foreign_keys = ON");
    for (const std::string& table : names_of(tables)) {
      std::string columns;
      std::string values;
      for (const auto& row :
           session()
               .query("SELECT name, type FROM pragma_table_info(" + literal(table) + ")")
               .rows) {
        columns += (columns.empty() ? "" : ", ") + quoted(row[0].value());
        values +=
            (values.empty() ? "" : ", ") + std::string(row[1] == "BLOB" ? "x'0' || $1" : "$1");
      }
      for (const char* number : {"1", "2", "3"}) {
        try {
          session().query("INSERT INTO " + quoted(table) + " (" + columns + ") VALUES (" +
                          replace_all(replace_all(values, "x'0' || $1", "x'0$1'"), "$1", number) +
                          ")");
        } catch (const Error&) {
          continue;  // its checks want other ones
        }
      }
    }
  }
  [[nodiscard]] std::map<std::string, std::string> counts() override {
    std::map<std::string, std::string> found;
    for (const std::string& table : names_of(tables)) {
      for (const std::string& column :
           names_of("SELECT name FROM pragma_table_info(" + literal(table) + ")")) {
        found[table + "." + column] =
            session()
                .query("SELECT count(*) || ' rows, ' || count(" + quoted(column) +
                       ") || ' values, ' || coalesce(sum(" + quoted(column) + "), 0) FROM " +
                       quoted(table))
                .rows[0][0]
                .value();
      }
    }
    return found;
  }
  [[nodiscard]] std::multiset<std::string> dump() override {
    const auto lines = names_of(told);
    return {lines.begin(), lines.end()};
  }

 private:
  void remove() const {
    for (const char* end : {"", "-journal", "-wal", "-shm"})
      std::filesystem::remove(file_.string() + end);
  }
  [[nodiscard]] static std::string literal(const std::string& text) {
    return "'" + replace_all(text, "'", "''") + "'";
  }
  [[nodiscard]] std::vector<std::string> names_of(const std::string& query) {
    std::vector<std::string> names;
    for (const auto& row : session().query(query).rows) names.push_back(row[0].value());
    return names;
  }

  std::filesystem::path file_;
  std::unique_ptr<Connection> session_;
};

}  // namespace

std::unique_ptr<PairDatabase> on_sqlite(const std::string& role) {
  return std::make_unique<SqliteDatabase>(role);
}

}  // namespace aludel::corpus
