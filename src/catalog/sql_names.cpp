#include "catalog/sql_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/with_queries.hpp"

namespace aludel {

namespace {

bool is_one_of(const SqlWords& words, std::size_t index,
               std::initializer_list<std::string_view> keywords) {
  return std::ranges::any_of(keywords, [&](auto word) { return words.is(index, word); });
}

/// Reads the tables of FROM lists and the like.
class MentionReader {
 public:
  explicit MentionReader(const SqlWords& words) : words_(words) {}

  std::vector<TableMention> read() {
    while (at_ < words_.words.size()) step();
    return std::move(mentions_);
  }

 private:
  struct Level {
    bool in_from = false;  ///< a comma leads to the next table
    bool plain = false;    ///< FROM says something else here: extract(year FROM day)
  };

  void step() {
    if (words_.is(at_, "(")) {
      levels_.push_back({.in_from = expecting_, .plain = at_ > 0 && takes_from(at_ - 1)});
    } else if (words_.is(at_, ")")) {
      if (levels_.size() > 1) levels_.pop_back();
      expecting_ = false;
    } else if (words_.is(at_, ",")) {
      expecting_ = levels_.back().in_from;
    } else if (is_one_of(words_, at_, {"only", "lateral"}) && expecting_) {
      // the table follows
    } else if (leads_to_table()) {
      expecting_ = true;
      levels_.back().in_from = words_.is(at_, "from") || levels_.back().in_from;
    } else if (ends_from() || (expecting_ && words_.is(at_, "with"))) {
      expecting_ = false;
      levels_.back().in_from = false;
    } else if (expecting_ && words_.words[at_].is_name()) {
      read_table();
      return;
    } else {
      expecting_ = false;
    }
    ++at_;
  }

  /// extract, substring, trim and overlay have a FROM of their own.
  [[nodiscard]] bool takes_from(std::size_t index) const {
    return is_one_of(words_, index, {"extract", "substring", "trim", "overlay", "position"});
  }

  [[nodiscard]] bool leads_to_table() const {
    const std::size_t before = at_ - 1;  // of the first word: beyond the end, which nothing is
    if (words_.is(at_, "from")) return !levels_.back().plain && !words_.is(before, "distinct");
    if (words_.is(at_, "join") || words_.is(at_, "into")) return true;
    if (words_.is(at_, "using")) return !words_.is(at_ + 1, "(") && levels_.back().in_from;
    if (words_.is(at_, "table")) return is_one_of(words_, before, {"truncate", "("}) || at_ == 0;
    if (!words_.is(at_, "update")) return false;
    return !is_one_of(words_, at_ + 1, {"of", "set", "or"}) &&
           !is_one_of(words_, before, {"for", "on", "do", "or", "after", "before", "key"});
  }

  [[nodiscard]] bool ends_from() const {
    return is_one_of(words_, at_,
                     {"where", "group", "order", "having", "limit", "set", "values", "select",
                      "returning", "window", "union", "intersect", "except", "fetch", "for"}) ||
           words_.words[at_].kind == TokenKind::semicolon;
  }

  void read_table() {
    TableMention mention{.name = ObjectName({}, words_.words[at_].text), .word = at_};
    const bool inserts = words_.is(at_ - 1, "into");
    while (words_.is(at_ + 1, ".") && at_ + 2 < words_.words.size() &&
           words_.words[at_ + 2].is_name()) {
      at_ += 2;
      mention.name = ObjectName(mention.name.name, words_.words[at_].text);
      mention.word = at_;
    }
    ++at_;
    expecting_ = false;
    if (words_.is(at_, "(") && !inserts) return;  // a function
    if (words_.is(at_, "*")) ++at_;
    read_alias(mention);
    mentions_.push_back(std::move(mention));
  }

  void read_alias(TableMention& mention) {
    const bool announced = words_.is(at_, "as");
    const std::size_t name = at_ + (announced ? 1 : 0);
    if (name >= words_.words.size() || !words_.words[name].is_name()) return;
    const bool follows = is_one_of(
        words_, name,
        {"where",   "on",     "using",       "join",      "left",    "right",     "inner",
         "cross",   "full",   "natural",     "group",     "order",   "having",    "limit",
         "set",     "values", "union",       "select",    "default", "returning", "window",
         "indexed", "not",    "tablesample", "intersect", "except",  "fetch",     "for",
         "offset",  "with",   "when",        "outer"});
    if (!announced && follows) return;
    mention.alias = words_.words[name].text;
    mention.alias_word = name;
    at_ = name + 1;
  }

  const SqlWords& words_;
  std::size_t at_ = 0;
  bool expecting_ = false;
  std::vector<Level> levels_{1};
  std::vector<TableMention> mentions_;
};

/// Whether the name at `index` is of a table that rows are put into or taken from: no query is.
bool is_written(const SqlWords& words, std::size_t index) {
  return is_one_of(words, index - 1, {"into", "update"}) ||
         (words.is(index - 1, "from") && words.is(index - 2, "delete"));
}

/// Whether a name at `index` can be a column's: no function, type, collation, alias or qualifier.
bool can_be_column(const SqlWords& words, std::size_t index) {
  const SqlWord& word = words.words[index];
  if (!word.is_name() || words.is(index + 1, "(") || words.is(index + 1, ".")) return false;
  if (index > 0 && is_one_of(words, index - 1, {"::", "as", "collate"})) return false;
  const bool typed_literal = word.kind == TokenKind::word && index + 1 < words.words.size() &&
                             words.words[index + 1].kind == TokenKind::string;
  const bool field = words.is(index + 1, "from") && words.is(index - 1, "(") && index > 1 &&
                     words.is(index - 2, "extract");
  return !typed_literal && !field;
}

/// What stands before the dot before the word; null where there is none.
const SqlWord* qualifier_of(const SqlWords& words, std::size_t index) {
  const bool qualified = index > 1 && words.is(index - 1, ".");
  return qualified ? &words.words[index - 2] : nullptr;
}

template <typename Accept>
std::vector<std::size_t> mentions_of(const SqlWords& words, std::string_view column,
                                     const Rules& rules, const Accept& accept) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    if (!same_name(words.words[i].text, column, rules) || !can_be_column(words, i)) continue;
    if (accept(qualifier_of(words, i))) found.push_back(i);
  }
  return found;
}

/// Whether another table or view that the query names has a column of that name, too.
bool another_has(const std::vector<TableMention>& mentions, std::string_view column,
                 const Table& table, const Catalog& catalog, const Rules& rules) {
  return std::ranges::any_of(mentions, [&](const TableMention& mention) {
    if (means(mention.name, table.name, rules)) return false;
    return std::ranges::any_of(catalog.tables, [&](const Table& other) {
      return means(mention.name, other.name, rules) &&
             find_column(catalog, other, column, rules) != nullptr;
    });
  });
}

}  // namespace

std::vector<TableMention> table_mentions(const SqlWords& words) {
  std::vector<TableMention> mentions = MentionReader(words).read();
  const std::vector<WithQuery> queries = with_queries(words);
  std::erase_if(mentions, [&](const TableMention& mention) {
    if (!mention.name.schema.empty() || is_written(words, mention.word)) return false;
    return std::ranges::any_of(queries, [&](const WithQuery& query) {
      return query.is_meant_by(words.words[mention.word], mention.word);
    });
  });
  return mentions;
}

bool means(const ObjectName& mentioned, const ObjectName& object, const Rules& rules) {
  if (!same_name(mentioned.name, object.name, rules)) return false;
  if (same_name(mentioned.schema, object.schema, rules)) return true;
  return object.schema.empty() && (mentioned.schema == "public" || mentioned.schema == "main");
}

bool names_table(std::string_view sql, const ObjectName& table, const Rules& rules) {
  return std::ranges::any_of(
      table_mentions(words_of(sql, rules)),
      [&](const TableMention& mention) { return means(mention.name, table, rules); });
}

std::vector<std::size_t> possible_columns(const SqlWords& words) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    if (can_be_column(words, i)) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> column_mentions(const SqlWords& words, std::string_view column,
                                         const ObjectName& table, const Rules& rules) {
  return mentions_of(words, column, rules, [&](const SqlWord* qualifier) {
    return qualifier == nullptr || same_name(qualifier->text, table.name, rules);
  });
}

bool names_column(std::string_view expression, std::string_view column, const ObjectName& table,
                  const Rules& rules) {
  return !column_mentions(words_of(expression, rules), column, table, rules).empty();
}

std::vector<std::size_t> column_mentions_in_query(const SqlWords& words, std::string_view column,
                                                  const Table& table, const Catalog& catalog,
                                                  TextOf text_of, const Rules& rules) {
  const std::vector<TableMention> mentions = table_mentions(words);
  std::vector<std::string> qualifiers;
  if (text_of == TextOf::trigger_of_table) qualifiers = {"new", "old"};
  if (text_of == TextOf::policy_of_table) qualifiers = {table.name.name};
  bool named = text_of == TextOf::policy_of_table;
  for (const TableMention& mention : mentions) {
    if (!means(mention.name, table.name, rules)) continue;
    named = true;
    qualifiers.push_back(mention.alias.empty() ? mention.name.name : mention.alias);
  }
  if (qualifiers.empty()) return {};
  const bool alone = named && !another_has(mentions, column, table, catalog, rules);
  auto found = mentions_of(words, column, rules, [&](const SqlWord* qualifier) {
    if (qualifier == nullptr) return alone;
    return std::ranges::any_of(qualifiers, [&](const std::string& one) {
      return equal_ignoring_case(one, qualifier->text);
    });
  });
  std::erase_if(found, [&](std::size_t at) {  // a table that is called as its column
    return std::ranges::any_of(mentions, [&](const TableMention& mention) {
      return at == mention.word || (!mention.alias.empty() && at == mention.alias_word);
    });
  });
  return found;
}

std::optional<ObjectName> named_object(std::string_view sql, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  if (words.words.empty() || !words.words[0].is_name()) return std::nullopt;
  if (words.is(1, ".") && words.words.size() > 2) {
    return ObjectName(words.words[0].text, words.words[2].text);
  }
  return ObjectName({}, words.words[0].text);
}

}  // namespace aludel
