#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/lexer.hpp"

namespace aludel::postgresql {

namespace {

/// The words, names and operators of a statement: keywords in lower case, names without quotes.
std::vector<std::string> words_of(std::string_view sql) {
  std::vector<std::string> words;
  const SourceText source("", std::string(sql));
  try {
    Lexer lexer(source, {0, source.text().size()}, SqlDialect::postgresql);
    while (const auto token = lexer.next()) {
      const std::string_view text = source.slice(token->span);
      if (token->kind == TokenKind::word) words.push_back(lower(text));
      if (token->kind == TokenKind::op) words.emplace_back(text);
      if (token->kind == TokenKind::quoted_identifier && text.starts_with('"'))
        words.push_back(replace_all(std::string(text.substr(1, text.size() - 2)), "\"\"", "\""));
    }
  } catch (const Error&) {
    words.clear();  // what cannot be read tells nothing
  }
  return words;
}

class Words {
 public:
  explicit Words(std::string_view sql) : words_(words_of(sql)) {}

  bool take(std::string_view word) {
    if (at_ >= words_.size() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  /// The last part of the name that stands here: `prices` of `shop.prices`.
  std::string take_name() {
    std::string name = at_ < words_.size() ? words_[at_++] : "";
    while (take(".")) name = at_ < words_.size() ? words_[at_++] : "";
    return name;
  }
  [[nodiscard]] bool has(std::string_view word) const {
    return std::ranges::find(words_, word) != words_.end();
  }

 private:
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

using Rights = std::vector<std::string>;

/// On the table that the statement writes, and on those that it reads.
Rights rights_on(const std::string& name, const std::string& target, Rights written) {
  return name == target ? std::move(written) : Rights{"SELECT"};
}

Rights rights_of_copy(Words& words, const std::string& name) {
  const std::string target = words.take_name();
  return rights_on(name, target, {words.has("from") ? "INSERT" : "SELECT"});
}

Rights rights_on_relation(Words& words, const std::string& name) {
  if (words.take("select") || words.take("table")) return {"SELECT"};
  if (words.take("insert") && words.take("into")) {
    Rights rights{"INSERT"};
    if (words.has("conflict") || words.has("returning")) rights.insert(rights.begin(), "SELECT");
    if (words.has("conflict") && words.has("update")) rights.emplace_back("UPDATE");
    return rights_on(name, words.take_name(), std::move(rights));
  }
  const bool update = words.take("update");
  if (update || (words.take("delete") && words.take("from"))) {
    words.take("only");
    return rights_on(name, words.take_name(), {"SELECT", update ? "UPDATE" : "DELETE"});
  }
  if (words.take("truncate")) return {"TRUNCATE"};
  if (words.take("copy")) return rights_of_copy(words, name);
  if (words.take("create") || words.take("alter")) {
    if (words.has("trigger")) return {"TRIGGER"};
    return {words.has("references") ? "REFERENCES" : "SELECT"};
  }
  return {};
}

}  // namespace

std::vector<std::string> needed_rights(std::string_view sql, std::string_view kind,
                                       const std::string& name) {
  Words words(sql);
  if (kind == "database") return {};
  if (kind == "sequence") return {words.has("setval") ? "UPDATE" : "USAGE"};
  if (kind == "schema") {
    const bool creates = words.take("create") || words.take("alter");
    return sql.empty() ? Rights{} : creates ? Rights{"USAGE", "CREATE"} : Rights{"USAGE"};
  }
  return rights_on_relation(words, name);
}

}  // namespace aludel::postgresql
