#include "lint/loss_text.hpp"

#include <array>

#include <fmt/format.h>

namespace aludel {

namespace {

std::string with_commas(long long number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string amount(const LossCount& count, std::string_view one, std::string_view many) {
  if (!count.number) return fmt::format("an unknown number of {}", many);
  const std::string number = shown_number(*count.number, count.exact);
  return fmt::format("{}{} {}", count.at_most ? "up to " : "", number,
                     *count.number == 1 && count.exact ? one : many);
}

std::string with(const std::string& what, const LossCount& count, std::string_view one,
                 std::string_view many) {
  if (count.number == 0 && count.exact) return what + " (empty)";
  return what + " with " + amount(count, one, many);
}

/// What a value says is kept, and how it says it is not.
std::string how_written(const std::string& table, const PossibleLoss& loss,
                        const LossCount& count) {
  const bool none = count.number == 0 && count.exact;
  const bool is_counted = count.number && !none;
  return "how " + (is_counted ? amount(count, "value", "values") : "values") + " of " + table +
         "." + loss.column + (count.number == 1 && count.exact ? " is" : " are") + " written (" +
         loss.words + ")" + (none ? ", none as of now" : "");
}

}  // namespace

std::string shown_number(long long number, bool exact) {
  if (exact) return with_commas(number);
  if (number < 1000) return "about " + std::to_string(number);
  if (number < 1'000'000) return "about " + with_commas((number + 500) / 1000 * 1000);
  if (number < 1'000'000'000)
    return fmt::format("about {:.3g} million", static_cast<double>(number) / 1e6);
  return fmt::format("about {:.3g} billion", static_cast<double>(number) / 1e9);
}

std::string shown_bytes(long long bytes) {
  constexpr std::array<std::string_view, 5> units{"bytes", "kB", "MB", "GB", "TB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (size >= 1000 && unit + 1 < units.size()) {
    size /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.3g} {}", size, units[unit]);
}

std::string shown(const PossibleLoss& loss, const LossCount& count) {
  const std::string name = shown(loss.object);
  const auto in_words = [&](std::string text) {
    return loss.words.empty() ? text : text + " (" + loss.words + ")";
  };
  switch (loss.kind) {
    case LossKind::table:
      return loss.may ? in_words("table " + name) : with("table " + name, count, "row", "rows");
    case LossKind::column:
      return loss.may ? in_words("column " + name + "." + loss.column)
                      : with("column " + name + "." + loss.column, count, "value", "values");
    case LossKind::rows:
      if (!loss.words.empty() && (loss.may || loss.object.empty()) &&
          !loss.words.starts_with("in "))
        return loss.words;
      if (count.number == 0 && count.exact)
        return in_words("rows of " + name + " (none as of now)");
      return in_words((loss.may ? "rows" : amount(count, "row", "rows")) + " of " + name);
    case LossKind::values:
      if (!loss.count_sql.empty()) return how_written(name, loss, count);
      return in_words("what values of " + name + "." + loss.column + " say");
    case LossKind::view: return in_words("what hangs on view " + name);
    case LossKind::materialized_view: return in_words("materialized view " + name);
    case LossKind::sequence: return in_words("sequence " + name);
    case LossKind::type: return in_words("type " + name);
    case LossKind::schema: return in_words("schema " + name);
    case LossKind::database: return in_words("database " + name);
    case LossKind::extension: return in_words("extension " + name + ", with what is in it");
    case LossKind::not_known: return loss.words;
  }
  return {};
}

}  // namespace aludel
