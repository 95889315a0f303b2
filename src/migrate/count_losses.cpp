#include "migrate/count_losses.hpp"

#include <charconv>
#include <chrono>

#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds one_count{1000};
constexpr std::chrono::milliseconds all_counts{2000};
/// A table of more than this is not read to be counted: 256 MiB, or so many rows on SQLite.
constexpr long long much_bytes = 256LL * 1024 * 1024;
constexpr long long many_rows = 5'000'000;

struct Counting {
  std::string sql;
  ObjectName table;
  LossCount* count = nullptr;
  bool whole_table = false;
};

class Counter {
 public:
  Counter(Connection& connection, Plan& plan) : connection_(connection), plan_(plan) {}

  void add(PlannedLoss& loss) {
    if (loss.what.may || !loss.what.countable) return;
    const std::string table = quoted(loss.what.object, plan_.dialect);
    switch (loss.what.kind) {
      case LossKind::table:
        add("SELECT count(*) FROM " + table, loss.what, loss.count, true);
        break;
      case LossKind::column:
        add("SELECT count(" + quote_identifier(loss.what.column, plan_.dialect) + ") FROM " + table,
            loss.what, loss.count, false);
        break;
      case LossKind::rows:
        add(loss.what.count_sql, loss.what, loss.count,
            loss.what.count_sql == "SELECT count(*) FROM " + table);
        break;
      case LossKind::values: add(loss.what.count_sql, loss.what, loss.count, false); break;
      default: break;
    }
  }
  void add(const std::string& sql, const PossibleLoss& what, LossCount& count, bool whole) {
    if (!sql.empty()) countings_.push_back({sql, what.object, &count, whole});
  }

  void run() {
    std::vector<Counting*> quick;
    for (Counting& counting : countings_) {
      if (!estimate_if_big(counting)) quick.push_back(&counting);
    }
    if (quick.empty() || count(quick)) return;
    const auto deadline = Clock::now() + all_counts;
    for (Counting* each : quick) {
      if (Clock::now() > deadline || !connection_.usable() || !count({each})) estimate(*each);
    }
  }

 private:
  [[nodiscard]] const RelationFacts* facts_of(const Counting& counting) const {
    const RelationFacts* found = plan_.facts.find(counting.table);
    if (found != nullptr || counting.table.schema != plan_.facts.schema) return found;
    return plan_.facts.find({{}, counting.table.name});
  }

  bool estimate_if_big(Counting& counting) {
    const RelationFacts* facts = facts_of(counting);
    const bool big =
        facts != nullptr &&
        (plan_.dialect == SqlDialect::sqlite ? facts->rows > many_rows : facts->bytes > much_bytes);
    if (big) estimate(counting);
    return big;
  }

  void estimate(Counting& counting) {
    const RelationFacts* facts = facts_of(counting);
    if (facts == nullptr || facts->rows < 0) return;
    *counting.count = {.number = facts->rows, .exact = false, .at_most = !counting.whole_table};
  }

  /// All in one query; false where it is not answered, or not in time.
  bool count(const std::vector<Counting*>& countings) {
    std::string sql = "SELECT ";
    for (const Counting* each : countings)
      sql += (each == countings.front() ? "(" : ", (") + each->sql + ")";
    std::vector<Value> numbers;
    try {
      numbers = plan_.dialect == SqlDialect::sqlite ? on_sqlite(sql) : on_postgresql(sql);
    } catch (const Error&) {
      if (connection_.usable() && connection_.in_transaction()) connection_.query("ROLLBACK");
      return false;
    }
    for (std::size_t i = 0; i < countings.size() && i < numbers.size(); ++i) {
      const std::string text = numbers[i].value_or("0");
      long long number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      *countings[i]->count = {.number = number, .exact = true};
    }
    return numbers.size() == countings.size();
  }

  std::vector<Value> on_sqlite(const std::string& sql) {
    const TimeLimit limit(connection_, one_count);
    return connection_.query(sql).rows.at(0);
  }

  std::vector<Value> on_postgresql(const std::string& sql) {
    const std::string timeout =
        "SET LOCAL statement_timeout = " + std::to_string(one_count.count());
    const std::vector<Request> batch{{.sql = "BEGIN READ ONLY"},
                                     {.sql = timeout},
                                     {.sql = "SET LOCAL lock_timeout = 200"},
                                     {.sql = sql},
                                     {.sql = "ROLLBACK"}};
    std::vector<Value> numbers;
    connection_.run(batch, [&](std::size_t index, const Result& result) {
      if (index == 3) numbers = result.rows.at(0);
      return true;
    });
    return numbers;
  }

  Connection& connection_;
  Plan& plan_;
  std::vector<Counting> countings_;
};

}  // namespace

void count_losses(Connection& connection, Plan& plan, LookFor look_for) {
  Counter counter(connection, plan);
  for (PlannedStep& step : plan.steps) {
    for (PlannedSegment& segment : step.segments) {
      for (PlannedStatement& statement : segment.statements) {
        for (PlannedLoss& loss : statement.losses) counter.add(loss);
        if (look_for == LookFor::losses) continue;
        for (std::size_t i = 0; i < statement.changes.size(); ++i) {
          counter.add(statement.effects.changes[i].count_sql,
                      {.object = statement.changes[i].table}, statement.changes[i].count, false);
        }
      }
    }
  }
  counter.run();
}

}  // namespace aludel
