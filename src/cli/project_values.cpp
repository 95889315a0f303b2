#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.hpp"
#include "cli/config_readers.hpp"

namespace aludel {

std::optional<RevisionIdScheme> parse_revision_id_scheme(std::string_view text) {
  using Kind = RevisionIdScheme::Kind;
  if (text == "random") return RevisionIdScheme{Kind::random};
  if (text == "sequence") return RevisionIdScheme{Kind::sequence};
  if (text == "date-sequence") return RevisionIdScheme{Kind::date_sequence, 4};
  constexpr std::string_view prefix = "sequence:";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  RevisionIdScheme result{Kind::sequence, 0};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.width);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && result.width >= 1 && result.width <= 18 ? std::optional(result) : std::nullopt;
}

std::string file_template_problem(std::string_view text) {
  const std::vector<std::string> fields{"rev",  "slug",   "year",   "month", "day",
                                        "hour", "minute", "second", "epoch"};
  if (text.empty()) return "it is empty";
  while (true) {
    const std::size_t brace = text.find_first_of("{}");
    if (brace == std::string_view::npos) return {};
    const std::size_t close = text.find('}', brace);
    if (text[brace] == '}' || close == std::string_view::npos) return "its braces do not match";
    const std::string field(text.substr(brace + 1, close - brace - 1));
    if (std::ranges::count(fields, field) == 0) {
      const std::string meant = did_you_mean(field, fields);
      return "`{" + field + "}` is not a field" +
             (meant.empty() ? "; the fields are " + join(fields, ", ") : "; " + meant);
    }
    text.remove_prefix(close + 1);
  }
}

}  // namespace aludel
