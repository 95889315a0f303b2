#include "cli/dotenv.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/expand.hpp"

namespace aludel {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class DotenvReader {
 public:
  DotenvReader(const SourceText& source, const VariableMap& process)
      : source_(source), text_(source.text()), known_(process), process_(process) {}

  std::vector<DotenvEntry> read() {
    while (at_ < text_.size()) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] != '#' && text_[at_] != '\n') read_entry();
      end_line();
    }
    return std::move(entries_);
  }

 private:
  void read_entry() {
    line_begin_ = at_;
    if (text_.substr(at_).starts_with("export") && at_ + 6 < text_.size() &&
        is_blank(text_[at_ + 6])) {
      at_ += 6;
      skip_blanks();
    }
    const std::size_t name_begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    DotenvEntry entry;
    entry.name = text_.substr(name_begin, at_ - name_begin);
    entry.line = line_;
    skip_blanks();
    if (entry.name.empty() || is_digit(entry.name.front()) || at_ == text_.size() ||
        text_[at_] != '=') {
      fail("the line is not NAME=value",
           "a comment begins with `#`; a value over several lines stands in quotes");
    }
    value_begin_ = ++at_;
    skip_blanks();
    const char first = at_ < text_.size() ? text_[at_] : '\n';
    if (first == '\'' || first == '"') {
      read_quoted(entry, first);
    } else {
      read_plain(entry);
    }
    if (!process_.contains(entry.name)) known_.insert_or_assign(entry.name, entry.value);
    if (entry.undefined && !process_.contains(entry.name)) known_.erase(entry.name);
    entries_.push_back(std::move(entry));
  }

  void read_plain(DotenvEntry& entry) {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != '\n' &&
           !(text_[end] == '#' && (end == value_begin_ || is_blank(text_[end - 1])))) {
      ++end;
    }
    std::size_t value_end = end;
    while (value_end > at_ && is_space(text_[value_end - 1])) --value_end;
    while (at_ < value_end) read_character(entry);
  }

  void read_quoted(DotenvEntry& entry, char quote) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\n') ++line_;
      if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) {
        read_escape(entry);
      } else if (quote == '"') {
        read_character(entry);
      } else {
        entry.value += text_[at_++];
      }
    }
    if (at_ == text_.size()) {
      line_ = entry.line;
      fail(std::string("the value of ") + entry.name + " has no closing " + quote, {});
    }
    ++at_;
    skip_blanks();
    if (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '#') {
      fail("after the closing quote of " + entry.name + " only a comment can follow", {});
    }
  }

  void read_escape(DotenvEntry& entry) {
    const char c = text_[at_ + 1];
    constexpr std::string_view written = "nt\"\\$";
    constexpr std::string_view meant = "\n\t\"\\$";
    const std::size_t index = written.find(c);
    if (index == std::string_view::npos) {
      entry.value += '\\';  // as shells do: \d in a pattern stays \d
      ++at_;
      return;
    }
    entry.value += meant[index];
    at_ += 2;
  }

  /// One character, or one variable.
  void read_character(DotenvEntry& entry) {
    if (!text_.substr(at_).starts_with("${")) {
      entry.value += text_[at_++];
      return;
    }
    std::string why;
    const auto reference = read_reference(text_, at_, why);
    if (!reference || reference->for_url) {
      fail("the value of " + entry.name +
               " cannot be expanded: " + (why.empty() ? "`|url` is not for .env" : why),
           "in single quotes every character stands for itself");
    }
    const auto found = known_.find(reference->name);
    if (reference->fallback && (found == known_.end() || found->second.empty())) {
      entry.value += *reference->fallback;
    } else if (found != known_.end()) {
      entry.value += found->second;
    } else if (!entry.undefined) {
      Diagnostic problem = diagnostic(Code::undefined_variable,
                                      entry.name + " needs the variable " +
                                          std::string(reference->name) + ", which is not set");
      problem.place = place();
      problem.next =
          "set " + std::string(reference->name) + " in the environment, or further up in the file";
      entry.undefined = std::move(problem);
    }
    at_ += reference->size;
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void end_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    ++at_;
    ++line_;
    value_begin_ = 0;
  }

  /// The line up to its `=`: what follows may be a secret, and so may a line that has none.
  [[nodiscard]] Place place() const {
    const bool has_value = value_begin_ > line_begin_;
    Place result;
    result.file = source_.name();
    result.line = line_;
    result.excerpt =
        has_value ? std::string(text_.substr(line_begin_, value_begin_ - line_begin_)) + "***"
                  : "***";
    result.column = 1 + static_cast<int>(character_count(result.excerpt)) - 3;
    result.length = 3;
    return result;
  }

  [[noreturn]] void fail(std::string message, std::string hint) const {
    Diagnostic problem = diagnostic(Code::config_syntax, std::move(message));
    problem.hint = std::move(hint);
    problem.place = place();
    throw Error(std::move(problem));
  }

  const SourceText& source_;
  std::string_view text_;
  VariableMap known_;
  const VariableMap& process_;
  std::vector<DotenvEntry> entries_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t value_begin_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<DotenvEntry> parse_dotenv(const SourceText& source, const VariableMap& process) {
  return DotenvReader(source, process).read();
}

}  // namespace aludel
