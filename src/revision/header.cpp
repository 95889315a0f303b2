#include "revision/header.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/directives.hpp"

namespace aludel {

namespace {

struct Line {
  Span span;              ///< without the line end
  std::string_view text;  ///< what stands after "--", trimmed
  int number = 0;
};

struct HeaderKey {
  std::string_view name;
  void (*set)(Revision& revision, std::string_view value, int line);
};

std::vector<std::string> list(std::string_view value) {
  return value.empty() ? std::vector<std::string>() : split(value, ',');
}

// Every key a header may have, but for the user's own, which begin with "x-".
constexpr std::array keys{
    HeaderKey{"revision",
              [](Revision& r, std::string_view v, int line) {
                r.id = v;
                r.lines.revision = line;
              }},
    HeaderKey{"down_revision",
              [](Revision& r, std::string_view v, int line) {
                r.down_revision = list(v);
                r.lines.down_revision = line;
              }},
    HeaderKey{"branch_labels",
              [](Revision& r, std::string_view v, int line) {
                r.branch_labels = list(v);
                r.lines.branch_labels = line;
              }},
    HeaderKey{"depends_on",
              [](Revision& r, std::string_view v, int line) {
                r.depends_on = list(v);
                r.lines.depends_on = line;
              }},
    HeaderKey{"database", [](Revision& r, std::string_view v, int) { r.database = v; }},
    HeaderKey{"created", [](Revision& r, std::string_view v, int) { r.created = v; }},
};

/// The lines from the top of the file that are comments or blank, up to the first directive or SQL.
std::vector<Line> leading_block(const SourceText& source) {
  std::vector<Line> lines;
  const std::string_view text = source.text();
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = trim(text.substr(begin, end - begin));
    if (!line.empty() && (!line.starts_with("--") || directive_text(line))) break;
    lines.push_back({{begin, end}, line.empty() ? line : trim(line.substr(2)), ++number});
    begin = end + 1;
  }
  return lines;
}

std::string_view key_of(const Line& line) {
  const std::size_t colon = line.text.find(':');
  return colon == std::string_view::npos ? std::string_view() : trim(line.text.substr(0, colon));
}

std::string message_of(const std::vector<Line>& lines, std::size_t end) {
  std::string message;
  for (std::size_t i = 0; i < end; ++i) message.append(lines[i].text) += '\n';
  return std::string(trim(message));
}

void add(std::vector<Diagnostic>& problems, Code code, std::string message, Place place,
         std::string hint) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = std::move(place);
  problem.hint = std::move(hint);
  problems.push_back(std::move(problem));
}

void read_key(const SourceText& source, const Line& line, Revision& revision,
              std::vector<std::string>& seen, std::vector<Diagnostic>& problems) {
  const std::string key(key_of(line));
  if (key.empty() || key.find(' ') != std::string::npos) {
    add(problems, Code::revision_header, "this line of the header is not `key: value`",
        source.place(line.span), "an empty `--` line stands between the message and the header");
    return;
  }
  if (key.starts_with("x-")) return;
  const auto known = std::ranges::find(keys, key, &HeaderKey::name);
  if (known == keys.end()) {
    std::vector<std::string> names;
    for (const HeaderKey& candidate : keys) names.emplace_back(candidate.name);
    const std::string meant = did_you_mean(key, names);
    add(problems, Code::revision_header, "unknown header key `" + key + "`",
        source.place(line.span),
        (meant.empty() ? "keys" : meant + " Keys") + " of your own begin with `x-`");
    return;
  }
  if (std::ranges::find(seen, key) != seen.end()) {
    add(problems, Code::revision_header, "the header has `" + key + "` twice",
        source.place(line.span), {});
    return;
  }
  seen.push_back(key);
  known->set(revision, trim(line.text.substr(line.text.find(':') + 1)), line.number);
}

}  // namespace

bool has_header(const SourceText& source) {
  return std::ranges::any_of(leading_block(source), [](const Line& line) {
    const std::string_view key = key_of(line);
    return key == "revision" || key == "down_revision" || key == "branch_labels" ||
           key == "depends_on";
  });
}

Revision read_sql_header(const SourceText& source, std::vector<Diagnostic>& problems) {
  Revision revision;
  const std::vector<Line> lines = leading_block(source);
  const auto found =
      std::ranges::find_if(lines, [](const Line& line) { return key_of(line) == "revision"; });
  if (found == lines.end()) {
    const std::string_view text = source.text();
    add(problems, Code::revision_header,
        trim(text).empty() ? "the file is empty: a revision begins with a header"
                           : "the file has no revision header",
        source.place({0, std::min(text.find('\n'), text.size())}),
        "a revision begins with comment lines `-- revision: …` and `-- down_revision: …`; `aludel "
        "revision -m \"…\"` writes "
        "one. A script that runs whenever it changes belongs into `scripts/`, or is named by "
        "`scripts "
        "= [\"…\"]` of its database in aludel.toml");
    return revision;
  }
  auto begin = found;
  while (begin != lines.begin() && !std::prev(begin)->text.empty()) --begin;
  auto end = found;
  while (end != lines.end() && !end->text.empty()) ++end;

  revision.message = message_of(lines, static_cast<std::size_t>(begin - lines.begin()));
  std::vector<std::string> seen;
  for (auto line = begin; line != end; ++line) read_key(source, *line, revision, seen, problems);
  check_directives(source, problems);
  return revision;
}

}  // namespace aludel
