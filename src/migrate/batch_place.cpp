// From the mark outwards: a condition, the clause it stands in, the query of the clause, what asks
// the query, and so on to the statement itself.
#include "migrate/batch_place.hpp"

#include <set>

#include "base/code.hpp"

namespace aludel {

namespace {

constexpr std::size_t none = BatchTokens::none;

constexpr const char* join_hint =
    "join it by AND to all that is beside it: `WHERE :batch AND (a OR b)`";
constexpr const char* where_hint =
    "put it into the WHERE of the statement itself, with `table=` naming the table there: `WHERE "
    ":batch AND NOT EXISTS (…)`";
constexpr const char* outer_join_hint =
    "an outer join keeps rows of other batches: put `:batch` into the WHERE";

class MarkPlace {
 public:
  MarkPlace(const SourceText& source, const BatchTokens& tokens, std::size_t verb)
      : source_(source), tokens_(tokens), verb_(verb) {}

  void check(std::size_t mark, std::size_t behind) {
    condition(mark, behind);
    if (!reached_.contains(verb_))
      refuse(mark, "the rows that the statement changes do not depend on `:batch`", where_hint);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (changes_rows(i) && !reached_.contains(i))
        refuse(i,
               "this part of the statement does not depend on `:batch`: it would be done again "
               "with each batch",
               "give it a statement of its own");
    }
  }

 private:
  [[noreturn]] void refuse(std::size_t i, std::string why, const char* hint) const {
    Diagnostic problem = diagnostic(Code::bad_directive, std::move(why));
    problem.place = source_.place(tokens_[i].span);
    problem.hint = hint;
    throw Error(std::move(problem));
  }
  /// What stands at `i`, before or behind the condition, is not AND.
  [[noreturn]] void refuse_beside(std::size_t i, const std::string& where) const {
    if (tokens_.is(i, "OR")) refuse(i, "an OR stands beside `:batch`", join_hint);
    if (tokens_.is(i, "NOT"))
      refuse(i, "a NOT stands before `:batch`: rows of all other batches would be met", join_hint);
    refuse(i, "`" + std::string(tokens_.text(i)) + "` stands " + where + " `:batch`", join_hint);
  }
  [[noreturn]] void refuse_no_where(std::size_t i) const {
    refuse(i, "`:batch` does not stand in a WHERE", where_hint);
  }

  [[nodiscard]] std::size_t begin_of(std::size_t level) const {
    return level == none ? 0 : level + 1;
  }
  /// The nearest token to the left of `from`, on its level, for which `wanted` is true.
  template <typename Wanted>
  [[nodiscard]] std::size_t left_of(std::size_t from, Wanted wanted) const {
    const std::size_t level = tokens_.level(from);
    for (std::size_t i = from; i-- > begin_of(level);) {
      if (tokens_.level(i) == level && wanted(i)) return i;
    }
    return none;
  }
  template <typename Wanted>
  [[nodiscard]] std::size_t right_of(std::size_t from, Wanted wanted) const {
    const std::size_t level = tokens_.level(from);
    for (std::size_t i = from + 1; i < tokens_.end_of(level); ++i) {
      if (tokens_.level(i) == level && wanted(i)) return i;
    }
    return none;
  }

  [[nodiscard]] bool changes_rows(std::size_t i) const {
    if (tokens_.is_keyword(i, "DELETE")) return tokens_.is(i + 1, "FROM");
    if (tokens_.is_keyword(i, "INSERT") || tokens_.is_keyword(i, "MERGE"))
      return tokens_.is(i + 1, "INTO");
    return tokens_.is_keyword(i, "UPDATE") && (i == verb_ || tokens_.text(i - 1) == "(");
  }

  /// The tokens from `begin` to before `end` hold for the batch's rows alone.
  void condition(std::size_t begin, std::size_t end) {
    constexpr std::array<std::string_view, 3> clauses{"where", "on", "having"};
    constexpr std::array<std::string_view, 14> elsewhere{
        "select", "set",   "by",        "returning", "values", "limit",    "offset",
        "fetch",  "union", "intersect", "except",    "window", "conflict", "using"};
    while (true) {
      const std::size_t level = tokens_.level(begin);
      const std::size_t stop = left_of(begin, [&](std::size_t i) {
        return tokens_.is_among(i, clauses) || tokens_.is_among(i, elsewhere);
      });
      if (stop != none && tokens_.is_among(stop, elsewhere)) refuse_no_where(begin);
      check_left(stop == none ? begin_of(level) : stop + 1, begin);
      check_right(begin, end, stop);
      if (stop != none) return clause(stop);
      if (level == none) refuse_no_where(begin);
      if (tokens_.text(level) != "(") refuse_beside(level, "around");
      constexpr std::array<std::string_view, 4> before{"where", "on", "having", "and"};
      if (level == 0) refuse_no_where(begin);
      if (tokens_.text(level - 1) != "(" && !tokens_.is_among(level - 1, before))
        refuse_beside(level - 1, "before the parentheses with");
      begin = level;
      end = tokens_.end_of(level) + 1;
    }
  }

  /// Of a CASE whose END was not found: a name may be written so too.
  [[nodiscard]] bool is_of_case(std::size_t i) const {
    constexpr std::array<std::string_view, 4> words{"when", "then", "else", "end"};
    return tokens_.is_among(i, words);
  }

  void check_left(std::size_t from, std::size_t begin) const {
    if (from == begin) return;
    int between = 0;  // which has an AND of its own
    bool joined = false;
    for (std::size_t i = from; i < begin; ++i) {
      if (tokens_.level(i) != tokens_.level(begin)) continue;
      if (tokens_.is_keyword(i, "OR") || tokens_.text(i) == "," || is_of_case(i))
        if (tokens_.opener_of(i) == none) refuse_beside(i, "beside");
      if (tokens_.is_keyword(i, "BETWEEN")) ++between;
      joined = tokens_.is_keyword(i, "AND") && between == 0;
      if (tokens_.is_keyword(i, "AND") && between > 0) --between;
    }
    if (!joined) refuse_beside(begin - 1, "before");
  }

  void check_right(std::size_t begin, std::size_t end, std::size_t clause) const {
    constexpr std::array<std::string_view, 9> next{
        "where", "group", "having", "order", "union", "except", "intersect", "returning", "limit"};
    constexpr std::array<std::string_view, 4> rest{"offset", "fetch", "for", "window"};
    constexpr std::array<std::string_view, 6> joins{"on",   "join",  "inner",
                                                    "left", "cross", "natural"};
    const bool in_on = clause != none && tokens_.is(clause, "ON");
    const auto ends = [&](std::size_t i) {
      if (clause == none) return false;
      if (tokens_.is_among(i, next)) return true;
      if (in_on) return tokens_.text(i) == "," || tokens_.is_among(i, joins);
      return tokens_.is_keyword(i, "ON") && tokens_.is_keyword(i + 1, "CONFLICT");
    };
    const std::size_t last = tokens_.end_of(tokens_.level(begin));
    if (end >= last || ends(end)) return;
    if (clause != none && tokens_.is_among(end, rest)) return;
    if (!tokens_.is_keyword(end, "AND")) refuse_beside(end, "behind");
    for (std::size_t i = end; i < last; ++i) {
      if (tokens_.level(i) != tokens_.level(begin)) continue;
      if (ends(i)) return;
      if (tokens_.is_keyword(i, "OR") || tokens_.text(i) == "," || is_of_case(i))
        if (tokens_.opener_of(i) == none) refuse_beside(i, "beside");
    }
  }

  void clause(std::size_t word) {
    if (tokens_.is(word, "HAVING"))
      refuse(word, "`:batch` stands in a HAVING", "put it into the WHERE of the same query");
    if (tokens_.is(word, "ON")) {
      if (word > 0 && tokens_.is(word - 1, "DISTINCT")) refuse_no_where(word);
      return from_item(word);
    }
    query(owner_of(word));
  }

  /// The SELECT, UPDATE or DELETE that the WHERE, FROM or USING at `clause` is of.
  [[nodiscard]] std::size_t owner_of(std::size_t clause) const {
    constexpr std::array<std::string_view, 3> owners{"select", "update", "delete"};
    constexpr std::array<std::string_view, 9> others{
        "where", "having", "group", "order", "conflict", "returning", "values", "insert", "merge"};
    const std::size_t owner = left_of(clause, [&](std::size_t i) {
      return tokens_.is_among(i, owners) || tokens_.is_among(i, others);
    });
    if (owner == none) refuse_no_where(clause);
    const bool is_part = owner > 0 && (tokens_.is(owner - 1, "DO") || tokens_.is(owner - 1, "FOR"));
    if (tokens_.is_among(owner, others) || is_part)
      refuse(clause, "this does not say which rows the statement reads", where_hint);
    return owner;
  }

  /// The result of the query holds rows of the batch alone.
  void query(std::size_t owner) {
    if (!tokens_.is(owner, "SELECT")) {
      reached_.insert(owner);
      if (owner == verb_) return;
      const std::size_t level = tokens_.level(owner);
      if (level == none || owner != level + 1) refuse_no_where(owner);
      return with_query(level);
    }
    bool united = false;
    bool nested = false;
    std::size_t at = owner;  // the query, or the parenthesis before it
    while (true) {
      if (const std::size_t insert = insert_of(at, united); insert != none) {
        reached_.insert(insert);
        return insert == verb_ ? void() : with_query(tokens_.level(at));
      }
      const std::size_t level = tokens_.level(at);
      if (level == none || level == 0 || tokens_.text(level) != "(") refuse_no_where(at);
      if (!is_branch(level, united)) return asked(level, united, nested);
      nested = true;
      at = level;
    }
  }

  /// The INSERT that the query at `at` is of; `none` where there is none.
  [[nodiscard]] std::size_t insert_of(std::size_t at, bool& united) const {
    constexpr std::array<std::string_view, 3> others{"except", "conflict", "returning"};
    const std::size_t level = tokens_.level(at);
    const auto is_union = [&](std::size_t i) { return tokens_.is_keyword(i, "UNION"); };
    united = united || left_of(at, is_union) != none || right_of(at, is_union) != none;
    const std::size_t found = left_of(at, [&](std::size_t i) {
      return tokens_.is_among(i, others) || i == verb_ ||
             (i == begin_of(level) && tokens_.is_keyword(i, "INSERT"));
    });
    if (found != none && tokens_.is(found, "EXCEPT"))
      refuse(found,
             "an EXCEPT stands before the query with `:batch`: rows of all other batches "
             "would be met",
             "put `:batch` into the query before it");
    if (found != none && tokens_.is_among(found, others)) refuse_no_where(at);
    return found;
  }

  /// A query in parentheses that is part of a larger one: `(SELECT …) UNION (SELECT …)`.
  [[nodiscard]] bool is_branch(std::size_t level, bool& united) const {
    const std::size_t before = level - 1;
    if (tokens_.is(before, "UNION")) return united = true;
    if ((tokens_.is(before, "ALL") || tokens_.is(before, "DISTINCT")) && before > 0 &&
        tokens_.is(before - 1, "UNION"))
      return united = true;
    if (tokens_.text(before) != "(") return false;
    constexpr std::array<std::string_view, 7> behind{"union", "intersect", "except", "order",
                                                     "limit", "offset",    "fetch"};
    const std::size_t next = tokens_.end_of(level) + 1;
    if (tokens_.text(next) != ")" && !tokens_.is_among(next, behind)) refuse_no_where(level);
    return true;
  }

  /// What the query between the parentheses at `level` is for.
  void asked(std::size_t level, bool united, bool nested) {
    const std::size_t before = level - 1;
    const std::size_t end = tokens_.end_of(level) + 1;
    if (tokens_.is(before, "AS") || tokens_.is(before, "MATERIALIZED")) return with_query(level);
    if (tokens_.is(before, "LATERAL")) return from_item(before);
    if (is_before_table(before)) return from_item(level);
    const bool exists = tokens_.is_keyword(before, "EXISTS");
    const bool in = tokens_.is_keyword(before, "IN") && !nested;
    if (!exists && !in)
      refuse(before,
             "`:batch` stands in a subquery behind `" + std::string(tokens_.text(before)) +
                 "`: rows of other batches are met too",
             where_hint);
    const std::size_t negation = before == 0 ? none : before - 1;
    if (negation != none && tokens_.is_keyword(negation, "NOT"))
      refuse(negation,
             "a NOT stands before the subquery with `:batch`: rows of all other batches would be "
             "met",
             where_hint);
    if (united)
      refuse(before,
             "a UNION stands beside the query with `:batch`: what it adds is met with each "
             "batch",
             "put `:batch` into the WHERE of the statement itself, or write two statements");
    condition(exists ? before : left_side_of(before), end);
  }

  [[nodiscard]] bool is_before_table(std::size_t i) const {
    constexpr std::array<std::string_view, 3> words{"from", "join", "using"};
    return tokens_.is_among(i, words) || tokens_.text(i) == ",";
  }

  /// Where `a`, `t.a`, `(a, b)`, `f(a)` or `a::text` before an IN begins. With operators in it, it
  /// would have to be known which of them bind stronger.
  [[nodiscard]] std::size_t left_side_of(std::size_t in) const {
    std::size_t begin = in;
    bool after_name = false;
    while (begin > begin_of(tokens_.level(in))) {
      const std::size_t i = begin - 1;
      constexpr std::array<std::string_view, 5> words{"and", "where", "on", "not", "having"};
      const bool glue = tokens_.text(i) == "." || tokens_.text(i) == "::";
      const bool name = tokens_.is_name(i) && !tokens_.is_among(i, words);
      const std::size_t opener = tokens_.opener_of(i);
      const bool group = tokens_.text(i) == ")" && opener != none;
      if ((!glue && !name && !group) || ((name || group) && after_name)) break;
      after_name = name;
      begin = group ? opener : i;
    }
    if (begin == in) refuse_beside(in - 1, "beside");
    return begin;
  }

  /// The rows of a FROM or of DELETE … USING are those of the batch, as far as the item at `item`
  /// (or the join whose ON stands there) says.
  void from_item(std::size_t item) {
    const std::size_t from = from_of(item);
    if (from == none || (from > 0 && tokens_.is(from - 1, "DISTINCT"))) refuse_no_where(item);
    const auto is_outer_join = [&](std::size_t i) {
      constexpr std::array<std::string_view, 3> words{"left", "right", "full"};
      return tokens_.is_among(i, words) &&
             (tokens_.is(i + 1, "JOIN") || tokens_.is(i + 1, "OUTER"));
    };
    const std::size_t outer =
        left_of(item, [&](std::size_t i) { return i > from && is_outer_join(i); });
    if (outer != none) refuse(outer, "`:batch` stands behind an outer join", outer_join_hint);
    const std::size_t later = right_of(item, [&](std::size_t i) {
      return tokens_.is_keyword(i, "WHERE") || (is_outer_join(i) && !tokens_.is(i, "LEFT"));
    });
    if (later != none && !tokens_.is(later, "WHERE"))
      refuse(later, "`:batch` stands before an outer join that keeps all of its own rows",
             outer_join_hint);
    query(owner_of(from));
  }

  /// The FROM, or the USING of a DELETE, in whose list `item` stands; `none` where it does not.
  [[nodiscard]] std::size_t from_of(std::size_t item) const {
    constexpr std::array<std::string_view, 12> others{"select", "set",       "where",  "group",
                                                      "order",  "having",    "limit",  "values",
                                                      "union",  "intersect", "except", "returning"};
    constexpr std::array<std::string_view, 3> queries{"select", "with", "values"};
    const std::size_t found = left_of(item, [&](std::size_t i) {
      const bool of_join = tokens_.text(i + 1) == "(" && !tokens_.is_among(i + 2, queries);
      return tokens_.is_among(i, others) || tokens_.is_keyword(i, "FROM") ||
             (tokens_.is_keyword(i, "USING") && !of_join);
    });
    return found == none || tokens_.is_among(found, others) ? none : found;
  }

  /// `WITH name AS (…)`: what reads from it reads rows of the batch.
  void with_query(std::size_t level) {
    std::size_t as = level == 0 ? none : level - 1;
    if (as != none && tokens_.is(as, "MATERIALIZED")) --as;
    if (as != none && tokens_.is(as, "NOT")) --as;
    if (as == none || as == 0 || !tokens_.is(as, "AS")) refuse_no_where(level);
    std::size_t name = as - 1;
    if (tokens_.opener_of(name) != none) name = tokens_.opener_of(name) - 1;
    if (!tokens_.is_name(name)) refuse_no_where(level);
    const std::string wanted = folded(tokens_.text(name));
    if (!with_.insert(wanted).second) return;
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
      if (i != name && tokens_.is_name(i) && folded(tokens_.text(i)) == wanted && is_read(i))
        from_item(i);
    }
  }

  /// Whether the name at `i` is that of a table that is read, not of a column or what is changed.
  [[nodiscard]] bool is_read(std::size_t i) const {
    const std::size_t before = i - 1;
    if (tokens_.text(i + 1) == "." || tokens_.text(before) == ".") return false;
    if (tokens_.is_keyword(before, "IN") || tokens_.is_keyword(before, "TABLE"))
      refuse(i, "write this as a query: `SELECT … FROM " + std::string(tokens_.text(i)) + "`",
             where_hint);
    const bool in_join = tokens_.text(before) == "(" && before > 0 &&
                         (is_before_table(before - 1) || tokens_.text(before - 1) == "(");
    if (in_join) return true;
    if (!is_before_table(before)) return false;
    if (tokens_.text(before) == ",") {
      const std::size_t level = tokens_.level(i);
      return from_of(i) != none || (level != none && level > 0 && is_before_table(level - 1));
    }
    return before == 0 || !tokens_.is(before - 1, "DELETE");
  }

  const SourceText& source_;
  const BatchTokens& tokens_;
  std::size_t verb_;
  std::set<std::size_t> reached_;  ///< verbs whose rows are those of the batch
  std::set<std::string> with_;     ///< names of WITH that were gone after
};

}  // namespace

void check_place(const SourceText& source, const BatchTokens& tokens, std::size_t verb,
                 std::size_t mark, std::size_t behind) {
  MarkPlace(source, tokens, verb).check(mark, behind);
}

}  // namespace aludel
