#include "revision/alembic_file.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/python_reader.hpp"

namespace aludel {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

class AlembicFile {
 public:
  explicit AlembicFile(const SourceText& source) : source_(source), reader_(source) {
    revision_.kind = RevisionKind::alembic;
  }

  Revision read() {
    refuse_nul();
    for (bool is_first = true; reader_.next_line(); is_first = false) {
      if (is_first && reader_.sees_string()) read_docstring();
      if (!read_statement()) break;
    }
    if (revision_.lines.revision == 0) refuse_missing("revision", "revision = \"…\"");
    if (revision_.lines.down_revision == 0) {
      refuse_missing("down_revision", "down_revision = None for a base, or the parent's id");
    }
    return std::move(revision_);
  }

 private:
  void read_docstring() {
    PythonReader ahead = reader_;
    const char first = ahead.peek();
    if (first == 'f' || first == 'F' || first == 'b' || first == 'B') return;
    const std::string text = ahead.read_string();
    ahead.skip_blanks();
    const bool is_statement = ahead.at_end() || ahead.peek() == '\n' || ahead.peek() == ';';
    if (!is_statement) return;
    set_message(text);
  }

  void set_message(std::string_view docstring) {
    std::string message;
    while (!docstring.empty()) {
      const std::size_t end = std::min(docstring.find('\n'), docstring.size());
      const std::string_view line = docstring.substr(0, end);
      const std::string_view content = trim(line);
      constexpr std::string_view created = "Create Date:";
      if (content.starts_with(created)) {
        revision_.created = trim(content.substr(created.size()));
      } else if (!content.starts_with("Revision ID:") && !content.starts_with("Revises:")) {
        message.append(line) += '\n';
      }
      docstring.remove_prefix(std::min(end + 1, docstring.size()));
    }
    revision_.message = trim(message);
  }

  /// One logical line; false when nothing behind it matters.
  bool read_statement() {
    const bool is_indented = reader_.peek() == ' ' || reader_.peek() == '\t';
    while (!is_indented) {
      const std::size_t begin = reader_.position();
      const std::string_view name = reader_.take_name();
      const bool is_variable =
          is_one_of(name, {"revision", "down_revision", "branch_labels", "depends_on"});
      if (is_one_of(name, {"def", "class", "async"}) && has_both()) return false;
      if (!is_variable || !read_assignment(name, begin)) break;
      reader_.skip_blanks();
      if (!reader_.take(';')) break;
      reader_.skip_blanks();
    }
    reader_.skip_line();
    return true;
  }

  /// False where the line assigns nothing to `name`.
  bool read_assignment(std::string_view name, std::size_t begin) {
    reader_.skip_blanks();
    if (reader_.take(':')) {
      if (!reader_.skip_to_assignment()) return false;
    } else if (reader_.peek() != '=' || reader_.peek(1) == '=') {
      refuse_unless_harmless(name, begin);
      return false;
    } else {
      reader_.take('=');
    }
    reader_.skip_blanks();
    set(name, line_of(begin), reader_.read_value());
    return true;
  }

  void refuse_unless_harmless(std::string_view name, std::size_t begin) const {
    const bool augments = reader_.peek(1) == '=' && reader_.peek() != '=' && reader_.peek() != '!';
    if (reader_.peek() != ',' && !augments) return;
    reader_.refuse({begin, begin + name.size()},
                   std::string(name) + " gets a value that can only be known by running the file",
                   "not a plain assignment", "write " + std::string(name) + " = …");
  }

  void set(std::string_view name, int line, PythonValue value) {
    for (const std::string& item : value.items) {
      if (!item.empty()) continue;
      reader_.refuse(value.span, std::string(name) + " holds an empty string", "empty",
                     name == "revision" ? "give the revision an id" : "write None for none");
    }
    if (name == "revision") {
      if (value.kind != PythonValue::Kind::text) {
        reader_.refuse(value.span, "revision is not a string", "not a string",
                       "give the revision one id: revision = \"…\"");
      }
      revision_.id = std::move(value.items.front());
      revision_.lines.revision = line;
    } else if (name == "down_revision") {
      revision_.down_revision = std::move(value.items);
      revision_.lines.down_revision = line;
    } else if (name == "branch_labels") {
      revision_.branch_labels = std::move(value.items);
      revision_.lines.branch_labels = line;
    } else {
      revision_.depends_on = std::move(value.items);
      revision_.lines.depends_on = line;
    }
  }

  /// Counted on from the last call's place: asked in ascending order.
  int line_of(std::size_t offset) {
    const std::string_view text = source_.text();
    line_ += static_cast<int>(std::ranges::count(text.substr(counted_, offset - counted_), '\n'));
    counted_ = offset;
    return line_;
  }

  [[nodiscard]] bool has_both() const {
    return revision_.lines.revision != 0 && revision_.lines.down_revision != 0;
  }

  void refuse_nul() const {
    const std::size_t zero = source_.text().find('\0');
    if (zero == std::string::npos) return;
    reader_.refuse({zero, zero + 1}, "a NUL byte cannot be part of a Python file", "byte 0x00",
                   "save the file as UTF-8; UTF-16 text looks like this");
  }

  [[noreturn]] void refuse_missing(const std::string& name, const std::string& what) const {
    reader_.refuse({0, 1}, "this Alembic revision assigns no " + name,
                   "no " + name + " in this file", "write " + what);
  }

  const SourceText& source_;
  PythonReader reader_;
  Revision revision_;
  int line_ = 1;
  std::size_t counted_ = 0;
};

}  // namespace

Revision read_alembic_file(const SourceText& source) {
  return AlembicFile(source).read();
}

bool looks_like_alembic_revision(std::string_view text) {
  constexpr std::string_view name = "revision";
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    if (at != 0 && text[at - 1] != '\n' && !(at == 3 && text.starts_with("\xEF\xBB\xBF"))) continue;
    std::size_t behind = at + name.size();
    while (behind < text.size() && (text[behind] == ' ' || text[behind] == '\t')) ++behind;
    const std::string_view rest = text.substr(behind, 2);
    if (rest.starts_with(':') || (rest.starts_with('=') && rest != "==")) return true;
  }
  return false;
}

}  // namespace aludel
