#include "migrate/operation_place.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/source.hpp"
#include "catalog/recording.hpp"
#include "revision/revision.hpp"

namespace aludel {

namespace {

/// The line itself, where the source is at hand: a program may run far from where it was built.
void show_line(Place& place, const char* source) {
  std::ifstream file(source);
  for (int line = 0; line < place.line && std::getline(file, place.excerpt);) ++line;
  const std::size_t begin = place.excerpt.find_first_not_of(' ');
  if (!file || begin == std::string::npos ||
      find_invalid_utf8(place.excerpt) != std::string::npos) {
    place.excerpt.clear();
    return;
  }
  place.column = static_cast<int>(begin) + 1;
  place.length = static_cast<int>(character_count(place.excerpt.substr(begin)));
}

}  // namespace

const std::source_location& origin(const RecordedOperation& recorded, std::size_t change) {
  return change < recorded.changes_at.size() ? recorded.changes_at[change] : recorded.at;
}

Place place_of(const Revision& revision, const std::source_location& at) {
  Place place{.file = revision.path, .excerpt = {}, .label = {}};
  // A function of another file may say what is to be done.
  if (!std::string_view(at.file_name())
           .ends_with(std::filesystem::path(revision.path).filename().string()))
    place.file = at.file_name();
  place.line = static_cast<int>(at.line());
  show_line(place, at.file_name());
  return place;
}

}  // namespace aludel
