#include "base/csv.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/source.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t buffer_size = 64UL * 1024;
/// A quote that is not closed would take the whole rest of the file.
constexpr std::size_t longest_record = 64UL * 1024 * 1024;

std::string printable(std::string text) {
  for (char& c : text) {
    if (c == '\0') c = '?';
  }
  for (std::size_t bad = 0; (bad = find_invalid_utf8(text)) != std::string::npos;) text[bad] = '?';
  return text;
}

}  // namespace

CsvReader::CsvReader(std::string name, Read read)
    : name_(std::move(name)), read_(std::move(read)) {}

int CsvReader::peek() {
  if (at_ == buffer_.size()) {
    buffer_.resize(buffer_size);
    buffer_.resize(read_(buffer_.data(), buffer_size));
    bytes_read_ += static_cast<long long>(buffer_.size());
    at_ = 0;
    if (buffer_.empty()) return -1;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

void CsvReader::take() {
  const char c = buffer_[at_++];
  raw_ += c;
  if (c == '\n') ++line_;
}

/// Takes bytes up to one of `stops` or the end, and adds them to `text`.
void CsvReader::take_until(std::string_view stops, std::string& text) {
  while (peek() >= 0) {
    const std::string_view rest = std::string_view(buffer_).substr(at_);
    const std::string_view run = rest.substr(0, rest.find_first_of(stops));
    text += run;
    raw_ += run;
    line_ += static_cast<int>(std::ranges::count(run, '\n'));
    at_ += run.size();
    if (raw_.size() > longest_record)
      fail(0, 1, "a record of " + name_ + " is longer than 64 MB", "it begins here",
           "a quote that is not closed takes all that follows");
    if (run.size() < rest.size()) return;
  }
}

bool CsvReader::take_line_end() {
  if (peek() == '\n') {
    take();
    return true;
  }
  if (peek() != '\r') return false;
  take();
  if (peek() != '\n')
    fail(raw_.size() - 1, raw_.size(), name_ + " has a carriage return without a line feed", "here",
         "save the file with the line ends LF or CRLF; in a value it stands in quotes");
  take();
  return true;
}

void CsvReader::begin_record() {
  raw_.clear();
  record_line_ = line_;
}

/// The byte order mark and the comments.
void CsvReader::read_head() {
  at_head_ = false;
  if (peek() >= 0 && buffer_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF"))
    fail(0, 1, name_ + " is not UTF-8 text but UTF-16", "", "save the file as UTF-8");
  while (peek() == '#') {
    begin_record();
    std::string& comment = comments_.emplace_back();
    take_until("\n", comment);
    if (peek() >= 0) take();
    if (comment.ends_with('\r')) comment.pop_back();
    if (find_invalid_utf8(comment) != std::string::npos)
      fail(0, 1, name_ + " is not UTF-8 text", "", "save the file as UTF-8");
  }
}

void CsvReader::read_quoted(CsvField& field) {
  const auto opening = field.begin;
  take();
  while (true) {
    take_until("\"", field.text);
    if (peek() < 0)
      fail(opening, opening + 1, "a quote of " + name_ + " is not closed",
           "the quote that opens the field", "a quote inside of a field is doubled: \"\"");
    take();
    if (peek() != '"') break;
    take();
    field.text += '"';
  }
  const int next = peek();
  if (next >= 0 && next != ',' && next != '\r' && next != '\n') {
    const std::size_t begin = raw_.size();
    take();
    fail(begin, begin + 1, "a field of " + name_ + " goes on behind its closing quote",
         "expected a comma or the end of the line", "a quote inside of a field is doubled: \"\"");
  }
}

void CsvReader::read_field(CsvField& field) {
  field = CsvField{};
  field.begin = raw_.size();
  if (peek() == '"') {
    read_quoted(field);
  } else {
    take_until(",\"\r\n", field.text);
    if (peek() == '"') {
      const std::size_t begin = raw_.size();
      take();
      fail(begin, begin + 1, "a quote stands inside of a field of " + name_ + " that has none",
           "this quote",
           "a field with quotes stands in quotes, and its own are doubled: \"12\"\" disc\"");
    }
    field.is_null = field.text.empty();
  }
  field.end = raw_.size();
  check(field);
}

void CsvReader::check(const CsvField& field) {
  if (field.text.find('\0') != std::string::npos) {
    const std::size_t at = raw_.find('\0', field.begin);
    fail(at, at + 1, name_ + " has a NUL byte", "no database takes it as text",
         "binary data is written as the database reads it: \\x0a1b for bytea");
  }
  if (find_invalid_utf8(field.text) == std::string::npos) return;
  const std::size_t at =
      field.begin + find_invalid_utf8(std::string_view(raw_).substr(field.begin));
  fail(at, at + 1, name_ + " is not UTF-8 text", "this byte is not part of a UTF-8 character",
       "save the file as UTF-8, for example with `iconv -f ISO-8859-1 -t UTF-8`");
}

bool CsvReader::next(CsvRecord& record) {
  if (at_head_) read_head();
  do {
    begin_record();
    if (peek() < 0) return false;
  } while (take_line_end());
  record.line = record_line_;
  std::size_t count = 0;
  while (true) {
    if (record.fields.size() == count) record.fields.emplace_back();
    read_field(record.fields[count++]);
    if (peek() != ',') break;
    take();
  }
  record.fields.resize(count);
  if (peek() >= 0) (void)take_line_end();
  return true;
}

Place CsvReader::place(std::size_t begin, std::size_t end, std::string label) const {
  const std::string_view raw = raw_;
  begin = std::min(begin, raw.size());
  const std::size_t before = begin == 0 ? std::string::npos : raw.rfind('\n', begin - 1);
  const std::size_t line_begin = before == std::string::npos ? 0 : before + 1;
  std::size_t line_end = std::min(raw.find('\n', begin), raw.size());
  if (line_end > line_begin && raw[line_end - 1] == '\r') --line_end;
  const std::size_t shown_end = std::clamp(end, begin, std::max(begin, line_end));
  constexpr std::size_t enough = 1000;  // a line may be very long
  line_end = std::min(line_end, begin + enough);
  Place place;
  place.file = name_;
  place.line = record_line_ + static_cast<int>(std::ranges::count(raw.substr(0, begin), '\n'));
  place.column = 1 + static_cast<int>(character_count(raw.substr(line_begin, begin - line_begin)));
  place.excerpt =
      printable(std::string(raw.substr(line_begin, std::max(line_begin, line_end) - line_begin)));
  place.length =
      std::max(1, static_cast<int>(character_count(raw.substr(begin, shown_end - begin))));
  place.label = std::move(label);
  return place;
}

void CsvReader::fail(std::size_t begin, std::size_t end, std::string message, std::string label,
                     std::string hint) {
  constexpr std::size_t enough = 1000;  // of the rest of the line, to show it
  for (std::size_t i = 0; i < enough && raw_.size() < longest_record; ++i) {
    if (peek() < 0 || peek() == '\n') break;
    take();
  }
  Diagnostic problem = diagnostic(Code::bad_csv, std::move(message));
  problem.place = place(begin, end, std::move(label));
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

CsvReader open_csv(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::string name = shown_path(path);
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
    throw Error(diagnostic(Code::bad_csv, "cannot read " + name + ": it is not a regular file"));
  const auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  const auto refuse = [name] {
    Diagnostic problem =
        diagnostic(Code::bad_csv, "cannot read " + name + ": " + std::strerror(errno));
    problem.next = "`ls -lL " + shell_quoted(name) + "` shows whether it is there and may be read";
    throw Error(std::move(problem));
  };
  if (!*file) refuse();
  return {name, [file, refuse](char* to, std::size_t size) {
            file->read(to, static_cast<std::streamsize>(size));
            if (file->bad()) refuse();
            return static_cast<std::size_t>(file->gcount());
          }};
}

std::string csv_field(std::string_view text, bool is_null) {
  if (is_null) return {};
  const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos &&
                     !text.starts_with('#') && !text.starts_with(byte_order_mark);
  return plain ? std::string(text) : '"' + replace_all(std::string(text), "\"", "\"\"") + '"';
}

}  // namespace aludel
