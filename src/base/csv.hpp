#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"

namespace aludel {

struct CsvField {
  std::string text;
  bool is_null = false;   ///< empty and not quoted
  std::size_t begin = 0;  ///< in its record's text, with its quotes
  std::size_t end = 0;
};

struct CsvRecord {
  int line = 0;  ///< where it begins, from 1
  std::vector<CsvField> fields;
};

/// Reads comma-separated values (RFC 4180) record by record, so that a file of any size takes the
/// memory of its longest record. Line ends are LF or CRLF; inside quotes they are kept as they are.
/// A byte order mark and empty lines are passed over; lines that begin with `#` are comments as
/// long as no record was read. UTF-8 is checked, a NUL byte is refused.
///
/// Errors of `next` are Error(bad_csv) at their place; after one the reader is not to be used.
class CsvReader {
 public:
  /// Puts at most `size` bytes at `to` and answers how many (at first three, if there are as many);
  /// 0 at the end.
  using Read = std::function<std::size_t(char* to, std::size_t size)>;

  /// @param name  what messages call it by
  CsvReader(std::string name, Read read);

  /// @return false at the end
  [[nodiscard]] bool next(CsvRecord& record);

  /// The comment lines before the first record, the first of them on line 1; read by the first
  /// `next`.
  [[nodiscard]] const std::vector<std::string>& comments() const { return comments_; }
  [[nodiscard]] long long bytes_read() const { return bytes_read_; }
  /// Where a field of the record that was read last stands, or bytes of its text.
  [[nodiscard]] Place place(const CsvField& field, std::string label = {}) const {
    return place(field.begin, field.end, std::move(label));
  }
  [[nodiscard]] Place place(std::size_t begin, std::size_t end, std::string label = {}) const;

 private:
  [[nodiscard]] int peek();
  void take();
  void take_until(std::string_view stops, std::string& text);
  bool take_line_end();
  void begin_record();
  void read_head();
  void read_field(CsvField& field);
  void read_quoted(CsvField& field);
  void check(const CsvField& field);
  [[noreturn]] void fail(std::size_t begin, std::size_t end, std::string message, std::string label,
                         std::string hint);

  std::string name_;
  Read read_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::string raw_;  ///< of the record
  int record_line_ = 1;
  int line_ = 1;
  bool at_head_ = true;
  long long bytes_read_ = 0;
  std::vector<std::string> comments_;
};

/// @throws Error(bad_csv) where the file cannot be read
[[nodiscard]] CsvReader open_csv(const std::filesystem::path& path);

/// A field as CSV writes it: in quotes where it needs them, and where it is an empty string.
[[nodiscard]] std::string csv_field(std::string_view text, bool is_null);

}  // namespace aludel
