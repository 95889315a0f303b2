#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"

namespace aludel {

/// The value of a literal expression, as far as revision variables need it.
struct PythonValue {
  enum class Kind { none, text, list };
  Kind kind = Kind::none;
  std::vector<std::string> items;  ///< one for a text; those of a tuple, list or set in their order
  Span span;
  bool operator==(const PythonValue&) const = default;
};

/// Walks over the text of a Python module without running it: logical lines, strings and literals,
/// by the rules of the Python reference, chapter 2. What it cannot be sure of it refuses.
///
/// Every function throws Error (revision_header) at the opening of a string or bracket that has no
/// end. `source` must outlive the reader. Linear in what is walked over; brackets nest without
/// recursion where they are skipped, and to a fixed depth where they are read.
class PythonReader {
 public:
  explicit PythonReader(const SourceText& source) : source_(source), text_(source.text()) {}

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  /// Goes to the first byte of the next logical line that is not empty; false at the end of the
  /// text.
  [[nodiscard]] bool next_line();
  /// Goes behind the line end of this logical line, over strings, brackets and continued lines.
  void skip_line();
  /// Goes over blanks, comments and continued lines; over line ends too where `inside_brackets`.
  void skip_blanks(bool inside_brackets = false);
  /// The name that stands here, empty if none does; goes behind it.
  std::string_view take_name();
  /// Goes behind `c` if it stands here.
  bool take(char c);
  /// Goes over an annotation to the = behind it; false, at the line end, if there is none.
  [[nodiscard]] bool skip_to_assignment();

  /// Whether a string literal stands here, with its prefix if it has one.
  [[nodiscard]] bool sees_string() const;
  /// The string literal that stands here, and those that follow it without an operator, as one
  /// text.
  /// @throws Error (revision_header) for bytes, an f-string and a malformed escape.
  [[nodiscard]] std::string read_string(bool inside_brackets = false);
  /// None, a string, or a tuple, list or set of strings.
  /// @throws Error (revision_header) for anything else.
  [[nodiscard]] PythonValue read_value();

  [[noreturn]] void refuse(Span span, std::string message, std::string label,
                           std::string hint) const;

 private:
  struct Literal {
    std::size_t begin = 0;
    std::string_view prefix;
    std::string_view quotes;  ///< one or three
    Span content;
    std::size_t end = 0;
  };

  [[nodiscard]] std::size_t string_prefix_length() const;
  Literal take_literal();
  void skip_comment();
  PythonValue read_items(char closer, int depth);
  PythonValue read_item(int depth);
  [[noreturn]] void refuse_value() const;

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace aludel
