#include "revision/csv_comments.hpp"

#include <algorithm>
#include <utility>

#include "base/code.hpp"
#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const SourceText& source, Span span, std::string message,
                       std::string hint =
                           "write `# aludel:key products(sku)`, or `# aludel:key "
                           "(sku)`") {
  Diagnostic problem = diagnostic(Code::bad_directive, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// Names between separators; in double quotes they may hold anything.
std::vector<std::string> names_of(std::string_view text, char separator) {
  std::vector<std::string> names(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && text.substr(i + 1).starts_with('"')) {
      names.back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      names.emplace_back();
    } else if (quoted || !is_space(c)) {
      names.back() += c;
    }
  }
  if (quoted) return {};
  const bool whole = std::ranges::none_of(names, &std::string::empty);
  return whole ? names : std::vector<std::string>();
}

/// `products(sku)`, `shop.products(sku, country)`, `(sku)`
void read_key(const SourceText& source, const Directive& directive, CsvSeed& seed) {
  if (!seed.key.empty()) fail(source, directive.span, "a seed has one `key`");
  const std::string_view text = directive.rest;
  const std::size_t open = text.rfind('(');
  if (open == std::string_view::npos || !text.ends_with(')'))
    fail(source, directive.span, "`key` takes a table and its key columns in parentheses");
  seed.key = names_of(text.substr(open + 1, text.size() - open - 2), ',');
  seed.key_span = directive.span;
  if (seed.key.empty()) fail(source, directive.span, "`key` needs the names of columns");
  const std::string_view table = trim(text.substr(0, open));
  if (table.empty()) return;
  seed.table = names_of(table, '.');
  seed.table_was_named = true;
  if (seed.table.empty() || seed.table.size() > 2)
    fail(source, directive.span, "`" + std::string(table) + "` is no name of a table");
}

}  // namespace

CsvSeed read_csv_comments(const std::filesystem::path& path, RevisionBody& body) {
  CsvReader reader = open_csv(path);
  CsvRecord header;
  try {
    (void)reader.next(header);
  } catch (const Error&) {
    // What is wrong with its rows is told when they are read.
  }
  std::string text;
  for (const std::string& comment : reader.comments()) text += comment + '\n';
  body.source = SourceText(shown_path(path), std::move(text));
  CsvSeed seed;
  seed.table = split(path.stem().string(), '.');
  const SourceText& source = body.source;
  std::size_t begin = 0;
  for (const std::string& comment : reader.comments()) {
    const Span span{begin, begin + comment.size()};
    begin = span.end + 1;
    constexpr std::string_view mark = "aludel:";
    const std::string_view words = trim(std::string_view(comment).substr(1));
    if (!words.starts_with(mark)) continue;
    const Directive directive = parse_directive(source, span, words.substr(mark.size()));
    if (directive.info->kind == DirectiveKind::key) {
      read_key(source, directive, seed);
    } else if (directive.info->place == DirectivePlace::scripts_and_seeds) {
      body.of_script.push_back(directive);
    } else {
      fail(source, directive.span,
           "`" + std::string(directive.info->name) + "` is not for CSV files",
           "they take `key`, `run`, `after` and `requires`");
    }
  }
  return seed;
}

}  // namespace aludel
