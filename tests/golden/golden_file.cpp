#include "golden/golden_file.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <gtest/gtest.h>

namespace aludel {

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

GoldenFile read_golden(const std::filesystem::path& path) {
  const std::string text = text_of(path);
  const std::string opening = "\n=== input\n";
  const std::size_t begin = text.find(opening);
  if (begin == std::string::npos)
    throw std::runtime_error(path.string() + " has no line \"=== input\"");
  const std::size_t input = begin + opening.size();
  const std::size_t end = std::min(text.find("\n=== ", input), text.size());
  return {path, text.substr(0, end), text.substr(input, end - input),
          text.substr(std::min(end + 1, text.size()))};
}

GoldenFile golden_for(const std::filesystem::path& path, const std::string& head) {
  const std::string text = text_of(path);
  const bool is_same = text.starts_with(head + "\n");
  return {path, head, {}, is_same ? text.substr(head.size() + 1) : text};
}

std::string golden_section(const std::string& title, std::string_view text) {
  return "=== " + title + "\n" + std::string(text) + "\n";
}

void expect_golden(const GoldenFile& file, const std::string& got) {
  if (std::getenv("ALUDEL_UPDATE_GOLDEN") != nullptr) {
    if (file.expected == got) return;
    std::filesystem::create_directories(file.path.parent_path());
    std::ofstream(file.path, std::ios::binary) << file.head << '\n' << got;
  } else {
    EXPECT_EQ(file.expected, got) << "in " << file.path;
  }
}

}  // namespace aludel
