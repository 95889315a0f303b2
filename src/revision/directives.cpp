#include "revision/directives.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using enum DirectiveKind;
using enum DirectiveArguments;

constexpr std::array table{
    DirectiveInfo{upgrade, "upgrade", DirectivePlace::section_start, words},
    DirectiveInfo{downgrade, "downgrade", DirectivePlace::section_start, words},
    DirectiveInfo{irreversible, "irreversible", DirectivePlace::section_start, rest},
    DirectiveInfo{autocommit, "autocommit", DirectivePlace::statement, none},
    DirectiveInfo{timeout, "timeout", DirectivePlace::file_or_section, words},
    DirectiveInfo{allow_data_loss, "allow-data-loss", DirectivePlace::file_or_section, rest},
    DirectiveInfo{foreign_keys_off, "foreign-keys-off", DirectivePlace::file_or_section, none},
    DirectiveInfo{batch, "batch", DirectivePlace::statement, own},
    DirectiveInfo{verify, "verify", DirectivePlace::statement, none},
    DirectiveInfo{variables, "variables", DirectivePlace::file, words},
    DirectiveInfo{run, "run", DirectivePlace::scripts_and_seeds, words},
    DirectiveInfo{after, "after", DirectivePlace::scripts_and_seeds, words},
    DirectiveInfo{requires_script, "requires", DirectivePlace::scripts_and_seeds, words},
    DirectiveInfo{key, "key", DirectivePlace::scripts_and_seeds, own},
};

[[noreturn]] void fail(const SourceText& source, Span span, Code code, std::string message,
                       std::string hint) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// Words by blanks; double quotes keep blanks together and are dropped.
std::vector<std::string> words_of(const SourceText& source, Span span, std::string_view text) {
  std::vector<std::string> result;
  bool in_word = false;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      if (!in_word) result.emplace_back();
      in_word = true;
    } else if (is_space(c) && !quoted) {
      in_word = false;
    } else {
      if (!in_word) result.emplace_back();
      in_word = true;
      result.back() += c;
    }
  }
  if (quoted)
    fail(source, span, Code::bad_directive, "a double quote in this directive is not closed", {});
  return result;
}

std::string_view name_of(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \t"), text.size()));
}

const DirectiveInfo* find(std::string_view name) {
  const auto found = std::ranges::find(table, name, &DirectiveInfo::name);
  return found == table.end() ? nullptr : &*found;
}

/// Comments that stand for themselves on a line and look like directives, whatever surrounds them.
template <typename Visit>
void each_candidate(const SourceText& source, Visit visit) {
  const std::string_view text = source.text();
  constexpr std::string_view mark = "aludel:";
  for (std::size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1)) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(begin, end - begin);
    const std::size_t indent = line.find_first_not_of(" \t");
    line.remove_prefix(indent);
    if (directive_text(line)) visit(Span{begin + indent, end}, *directive_text(line));
  }
}

/// Where the text's comments begin, read by the rules of the first dialect that can cut it, as the
/// sections' own are not known; none where none can: that is told when the revision runs.
std::optional<std::set<std::size_t>> comments_of(const SourceText& source) {
  for (const SqlDialect dialect :
       {SqlDialect::postgresql, SqlDialect::sqlite, SqlDialect::mariadb}) {
    try {
      std::set<std::size_t> begins;
      for (const Token& token :
           split_statements(source, {0, source.text().size()}, dialect).comments)
        begins.insert(token.span.begin);
      return begins;
    } catch (const Error&) {
      continue;
    }
  }
  return std::nullopt;
}

}  // namespace

std::span<const DirectiveInfo> all_directives() {
  return table;
}

std::optional<std::string_view> directive_text(std::string_view comment) {
  if (!comment.starts_with("--")) return std::nullopt;
  comment = trim(comment.substr(2));
  constexpr std::string_view mark = "aludel:";
  if (!comment.starts_with(mark)) return std::nullopt;
  return comment.substr(mark.size());
}

Directive parse_directive(const SourceText& source, Span span) {
  return parse_directive(source, span, *directive_text(source.slice(span)));
}

Directive parse_directive(const SourceText& source, Span span, std::string_view text) {
  const std::string_view name = name_of(text);
  Directive directive;
  directive.span = span;
  directive.info = find(name);
  if (directive.info == nullptr) {
    std::vector<std::string> names;
    for (const DirectiveInfo& known : table) names.emplace_back(known.name);
    fail(source, span, Code::unknown_directive, "unknown directive `" + std::string(name) + "`",
         did_you_mean(name, names));
  }
  directive.rest = trim(text.substr(name.size()));
  switch (directive.info->arguments) {
    case none:
      if (!directive.rest.empty()) {
        fail(source, span, Code::bad_directive, "`" + std::string(name) + "` takes no arguments",
             {});
      }
      break;
    case words: directive.words = words_of(source, span, directive.rest); break;
    case rest:
      if (directive.rest.empty()) {
        fail(source, span, Code::bad_directive,
             "`" + std::string(name) + "` needs a reason on the same line", {});
      }
      break;
    case own: break;
  }
  return directive;
}

void check_directives(const SourceText& source, std::vector<Diagnostic>& problems) {
  bool has_section = false;
  std::optional<std::optional<std::set<std::size_t>>>
      comments;  // only looked for where a name is unknown
  each_candidate(source, [&](Span span, std::string_view text) {
    const DirectiveInfo* known = find(name_of(text));
    has_section =
        has_section || (known != nullptr && known->place == DirectivePlace::section_start);
    if (known != nullptr) return;
    if (!comments) comments = comments_of(source);
    if (*comments && !(*comments)->contains(span.begin)) return;
    try {
      (void)parse_directive(source, span);
    } catch (const Error& error) {
      problems.push_back(error.diagnostic());
    }
  });
  if (has_section) return;
  Diagnostic problem =
      diagnostic(Code::revision_header, "the revision has a header and no section");
  problem.place = source.place({source.text().size(), source.text().size()});
  problem.place->label = "the file ends here";
  problem.hint = "add a line `-- aludel:upgrade` and the SQL below it, then `-- aludel:downgrade`";
  problems.push_back(std::move(problem));
}

}  // namespace aludel
