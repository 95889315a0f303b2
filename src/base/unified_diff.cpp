#include "base/unified_diff.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace aludel {

namespace {

constexpr int most_differences = 1000;
constexpr std::size_t context = 3;

using Lines = std::vector<std::string>;

/// A line of both texts (' '), of the first ('-') or of the second ('+').
struct Edit {
  char kind = ' ';
  std::size_t before = 0;  ///< lines of each side that stand before it
  std::size_t after = 0;
};

void replace_all_lines(std::size_t a, std::size_t b, std::size_t before, std::size_t after,
                       std::vector<Edit>& edits) {
  for (std::size_t i = 0; i < a; ++i) edits.push_back({'-', before + i, after});
  for (std::size_t i = 0; i < b; ++i) edits.push_back({'+', before + a, after + i});
}

/// Furthest x on each diagonal, after each number of differences; empty where there are too many.
std::vector<std::vector<int>> furthest_reaching(const Lines& a, const Lines& b, std::size_t begin,
                                                int a_size, int b_size) {
  std::vector<std::vector<int>> trace;
  const int limit = std::min(a_size + b_size, most_differences);
  std::vector<int> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
  const auto at = [&](int diagonal) -> int& {
    return furthest[static_cast<std::size_t>(diagonal + limit + 1)];
  };
  for (int d = 0; d <= limit; ++d) {
    trace.push_back(furthest);
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      int x = down ? at(k + 1) : at(k - 1) + 1;
      int y = x - k;
      while (x < a_size && y < b_size &&
             a[begin + static_cast<std::size_t>(x)] == b[begin + static_cast<std::size_t>(y)]) {
        ++x;
        ++y;
      }
      at(k) = x;
      if (x >= a_size && y >= b_size) return trace;
    }
  }
  return {};
}

/// The edits of what lies between the equal beginning and the equal end of both texts.
void add_middle(const Lines& a, const Lines& b, std::size_t begin, std::size_t a_size,
                std::size_t b_size, std::vector<Edit>& edits) {
  int x = static_cast<int>(a_size);
  int y = static_cast<int>(b_size);
  const auto trace = furthest_reaching(a, b, begin, x, y);
  if (trace.empty()) return replace_all_lines(a_size, b_size, begin, begin, edits);
  const int limit = (static_cast<int>(trace.front().size()) - 3) / 2;
  std::vector<Edit> backwards;
  const auto keep = [&](char kind, int from_x, int from_y) {
    backwards.push_back(
        {kind, begin + static_cast<std::size_t>(from_x), begin + static_cast<std::size_t>(from_y)});
  };
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const auto at = [&](int diagonal) {
      return trace[static_cast<std::size_t>(d)][static_cast<std::size_t>(diagonal + limit + 1)];
    };
    const int k = x - y;
    const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    const int from_x = down ? at(k + 1) : at(k - 1);
    const int from_y = from_x - (down ? k + 1 : k - 1);
    while (x > from_x && y > from_y) keep(' ', --x, --y);
    keep(down ? '+' : '-', from_x, from_y);
    x = from_x;
    y = from_y;
  }
  while (x > 0 && y > 0) keep(' ', --x, --y);
  edits.insert(edits.end(), backwards.rbegin(), backwards.rend());
}

std::vector<Edit> edits_between(const Lines& a, const Lines& b) {
  std::size_t begin = 0;
  while (begin < std::min(a.size(), b.size()) && a[begin] == b[begin]) ++begin;
  std::size_t end = 0;
  while (end < std::min(a.size(), b.size()) - begin &&
         a[a.size() - 1 - end] == b[b.size() - 1 - end]) {
    ++end;
  }
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < begin; ++i) edits.push_back({' ', i, i});
  add_middle(a, b, begin, a.size() - begin - end, b.size() - begin - end, edits);
  for (std::size_t i = 0; i < end; ++i)
    edits.push_back({' ', a.size() - end + i, b.size() - end + i});
  return edits;
}

/// "12,3", or "12" for a single line; of no lines the number is that of the line before.
std::string range(std::size_t lines_before, std::size_t count, int first_line) {
  const auto line = static_cast<long long>(lines_before) + first_line - (count == 0 ? 1 : 0);
  return std::to_string(line) + (count == 1 ? "" : "," + std::to_string(count));
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string unified_diff(const DiffSide& before, const DiffSide& after) {
  const Lines a = lines_of(before.text);
  const Lines b = lines_of(after.text);
  if (a == b) return {};
  const std::vector<Edit> edits = edits_between(a, b);
  std::vector<std::string> out = {"--- " + std::string(before.name),
                                  "+++ " + std::string(after.name)};
  const auto changed = [&](std::size_t i) { return edits[i].kind != ' '; };
  for (std::size_t i = 0; i < edits.size();) {
    if (!changed(i)) {
      ++i;
      continue;
    }
    const std::size_t first = i > context ? i - context : 0;
    std::size_t last_change = i;
    for (std::size_t j = i; j < edits.size() && j <= last_change + 2 * context; ++j) {
      if (changed(j)) last_change = j;
    }
    const std::size_t end = std::min(last_change + context + 1, edits.size());
    const auto count = [&](char kind) {
      return static_cast<std::size_t>(
          std::count_if(edits.begin() + static_cast<std::ptrdiff_t>(first),
                        edits.begin() + static_cast<std::ptrdiff_t>(end),
                        [&](const Edit& edit) { return edit.kind == ' ' || edit.kind == kind; }));
    };
    out.push_back("@@ -" + range(edits[first].before, count('-'), before.first_line) + " +" +
                  range(edits[first].after, count('+'), after.first_line) + " @@");
    for (std::size_t j = first; j < end; ++j) {
      const Edit& edit = edits[j];
      out.push_back(edit.kind + (edit.kind == '+' ? b[edit.after] : a[edit.before]));
    }
    i = end;
  }
  return join(out, "\n");
}

}  // namespace aludel
