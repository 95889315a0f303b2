#include "migrate/batch_detail.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::string_view rows_mark = "rows=";

long long number_in(std::string_view text) {
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string what_of(const BatchDirective& batch) {
  return "table=" + batch.table + " key=" + join(batch.key, ",");
}

std::string write_batch_detail(const BatchDetail& detail) {
  const std::string total = detail.total == 0 ? "?" : std::to_string(detail.total);
  return std::string(rows_mark) + (detail.estimated ? "~" : "") + total + " " + detail.what;
}

BatchDetail read_batch_detail(std::string_view text) {
  BatchDetail detail;
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::string_view total = text.substr(0, blank);
  detail.what = trim(text.substr(blank));
  if (total.starts_with(rows_mark)) total.remove_prefix(rows_mark.size());
  detail.estimated = total.starts_with('~');
  detail.total = number_in(total.substr(detail.estimated ? 1 : 0));
  return detail;
}

std::string write_batch_rows(long long rows) {
  return std::string(rows_mark) + std::to_string(rows);
}

long long read_batch_rows(std::string_view text) {
  return text.starts_with(rows_mark) ? number_in(text.substr(rows_mark.size())) : 0;
}

std::string shown_batch_rows(long long rows, const BatchDetail& detail) {
  const std::string done = with_commas(rows) + (rows == 1 ? " row" : " rows");
  if (detail.total == 0) return done;
  if (detail.estimated && rows > detail.total)
    return done + ", more than the estimated " + with_commas(detail.total);
  return with_commas(rows) + " of " + (detail.estimated ? "about " : "") +
         with_commas(detail.total) + (detail.total == 1 ? " row" : " rows");
}

}  // namespace aludel
