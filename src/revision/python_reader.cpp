#include "revision/python_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/python_escapes.hpp"

namespace aludel {

namespace {

constexpr int max_depth = 20;

bool is_name(char c) {
  return is_word(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool holds(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

bool has(std::string_view prefix, char letter) {
  return lower(prefix).find(letter) != std::string::npos;
}

bool is_line_blank(char c) {
  return c == ' ' || c == '\t' || c == '\f' || c == '\r';
}

}  // namespace

bool PythonReader::next_line() {
  while (!at_end()) {
    std::size_t first = at_;
    while (first < text_.size() && is_line_blank(text_[first])) ++first;
    if (first == text_.size()) {
      at_ = first;
    } else if (text_[first] == '\n') {
      at_ = first + 1;
    } else if (text_[first] == '#') {
      at_ = std::min(text_.find('\n', first), text_.size());
    } else {
      return true;
    }
  }
  return false;
}

void PythonReader::skip_line() {
  std::vector<std::size_t> brackets;
  while (!at_end()) {
    const char c = peek();
    if (c == '\n' && brackets.empty()) {
      ++at_;
      return;
    }
    if (c == '#') {
      skip_comment();
    } else if (c == '\\') {
      at_ = std::min(at_ + 2, text_.size());
    } else if (sees_string()) {
      static_cast<void>(take_literal());
    } else if (is_name(c)) {
      static_cast<void>(take_name());
    } else {
      if (holds("([{", c)) brackets.push_back(at_);
      if (holds(")]}", c) && !brackets.empty()) brackets.pop_back();
      ++at_;
    }
  }
  if (brackets.empty()) return;
  const std::size_t opener = brackets.back();
  refuse({opener, opener + 1}, "a bracket is not closed", "opens here and is never closed",
         "close it");
}

void PythonReader::skip_blanks(bool inside_brackets) {
  while (!at_end()) {
    const char c = peek();
    if (is_line_blank(c) || (inside_brackets && c == '\n')) {
      ++at_;
    } else if (c == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else if (c == '#') {
      skip_comment();
    } else {
      return;
    }
  }
}

std::string_view PythonReader::take_name() {
  const std::size_t begin = at_;
  while (!at_end() && is_name(peek())) ++at_;
  return text_.substr(begin, at_ - begin);
}

bool PythonReader::take(char c) {
  if (at_end() || peek() != c) return false;
  ++at_;
  return true;
}

bool PythonReader::skip_to_assignment() {
  int depth = 0;
  while (true) {
    skip_blanks(depth > 0);
    const char c = peek();
    if (at_end() || (depth == 0 && holds("\n;", c))) return false;
    if (depth == 0 && take('=')) return true;
    if (sees_string()) {
      static_cast<void>(take_literal());
    } else if (is_name(c)) {
      static_cast<void>(take_name());
    } else {
      if (holds("([{", c)) ++depth;
      if (holds(")]}", c)) --depth;
      ++at_;
    }
  }
}

bool PythonReader::sees_string() const {
  return holds("'\"", peek(string_prefix_length()));
}

std::string PythonReader::read_string(bool inside_brackets) {
  std::string text;
  std::size_t end = at_;
  while (sees_string()) {
    const Literal literal = take_literal();
    const Span span{literal.begin, literal.end};
    if (has(literal.prefix, 'f') || has(literal.prefix, 't') || has(literal.prefix, 'b')) {
      refuse(span, "this string has a value that only Python knows", "not a plain string",
             "write a plain string: 'text'");
    }
    const std::string_view content = source_.slice(literal.content);
    if (has(literal.prefix, 'r')) {
      text += content;
    } else if (const auto decoded = decode_python_escapes(content)) {
      text += *decoded;
    } else {
      refuse(span, "an escape in this string cannot be read", "has a malformed escape",
             "write the character itself");
    }
    end = at_;
    skip_blanks(inside_brackets);
  }
  at_ = end;
  return text;
}

PythonValue PythonReader::read_value() {
  PythonValue value = read_items('\0', 0);
  if (!at_end() && !holds("\n;", peek())) refuse_value();
  return value;
}

void PythonReader::refuse(Span span, std::string message, std::string label,
                          std::string hint) const {
  Diagnostic problem = diagnostic(Code::revision_header, std::move(message));
  problem.place = source_.place(span, std::move(label));
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// Length of the letters before a quote that make a string prefix; 0 if none stand here.
std::size_t PythonReader::string_prefix_length() const {
  std::size_t length = 0;
  while (length < 2 && holds("rRuUbBfFtT", peek(length))) ++length;
  return holds("'\"", peek(length)) ? length : 0;
}

PythonReader::Literal PythonReader::take_literal() {
  Literal literal;
  literal.begin = at_;
  literal.prefix = text_.substr(at_, string_prefix_length());
  const std::size_t quote_at = at_ + literal.prefix.size();
  const char quote = text_[quote_at];
  const std::string_view three = text_.substr(quote_at, 3);
  const bool is_triple = three.size() == 3 && three[1] == quote && three[2] == quote;
  literal.quotes = text_.substr(quote_at, is_triple ? 3 : 1);
  literal.content.begin = quote_at + literal.quotes.size();
  for (std::size_t at = literal.content.begin; at < text_.size(); ++at) {
    if (text_[at] == '\\') {
      ++at;
    } else if (text_[at] == '\n' && !is_triple) {
      break;
    } else if (text_[at] == quote && text_.substr(at).starts_with(literal.quotes)) {
      literal.content.end = at;
      literal.end = at_ = at + literal.quotes.size();
      return literal;
    }
  }
  refuse({literal.begin, literal.content.begin}, "a string is not closed",
         "opens here and is never closed", "close it with " + std::string(literal.quotes));
}

void PythonReader::skip_comment() {
  at_ = std::min(text_.find('\n', at_), text_.size());
}

/// Values up to `closer`, which is left behind, or for NUL to the end of the statement, which is
/// left there.
PythonValue PythonReader::read_items(char closer, int depth) {
  const bool inside = closer != '\0';
  PythonValue list{PythonValue::Kind::list, {}, {at_, at_}};
  bool is_list = closer == ']' || closer == '}';
  for (bool may_go_on = true;;) {
    skip_blanks(inside);
    const bool is_over = inside ? peek() == closer : at_end() || holds("\n;", peek());
    if (is_over) {
      if (!inside && list.items.empty()) refuse_value();
      list.span.end = at_;
      if (inside) ++at_;
      return list;
    }
    if (!may_go_on) refuse_value();
    PythonValue item = read_item(depth);
    skip_blanks(inside);
    const std::size_t item_end = at_;
    may_go_on = take(',');
    is_list = is_list || may_go_on;
    if (!is_list && (inside ? peek() == closer : true)) {
      if (inside) ++at_;
      item.span = {list.span.begin, inside ? at_ : item_end};
      return item;
    }
    if (item.kind != PythonValue::Kind::text) {
      refuse(item.span, "this list holds something that is not a string", "not a string",
             "list strings: ('a', 'b')");
    }
    list.items.push_back(std::move(item.items.front()));
  }
}

PythonValue PythonReader::read_item(int depth) {
  const std::size_t begin = at_;
  if (sees_string()) {
    std::string text = read_string(depth > 0);
    return {PythonValue::Kind::text, {std::move(text)}, {begin, at_}};
  }
  if (holds("([{", peek()) && depth < max_depth) {
    const char opener = text_[at_++];
    PythonValue value = read_items(opener == '(' ? ')' : opener == '[' ? ']' : '}', depth + 1);
    value.span = {begin, at_};
    return value;
  }
  if (take_name() == "None") return {PythonValue::Kind::none, {}, {begin, at_}};
  at_ = begin;
  refuse_value();
}

void PythonReader::refuse_value() const {
  std::size_t end = at_;
  while (end < text_.size() && !holds("\n,)]}#", text_[end])) ++end;
  refuse({at_, std::max(end, std::min(at_ + 1, text_.size()))},
         "this value can only be known by running the file", "not None, a string or a list of them",
         "write it out: None, 'id', or ('id', 'id')");
}

}  // namespace aludel
