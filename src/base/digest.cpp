#include "base/digest.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <span>
#include <utility>
#include <vector>

#include <md5.h>
#include <sha2.h>
#include <sys/types.h>  // before md5.h, which needs it

#include "base/file.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const std::uint8_t byte : bytes) {
    result += digits[byte >> 4U];
    result += digits[byte & 0xFU];
  }
  return result;
}

}  // namespace

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, 32> result{};
  SHA256Final(result.data(), &context);
  return result;
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

std::string sha256_hex_of_pieces(const std::function<bool(std::string& piece)>& next) {
  SHA2_CTX context;
  SHA256Init(&context);
  for (std::string piece; next(piece); piece.clear())
    SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size());
  std::array<std::uint8_t, 32> result{};
  SHA256Final(result.data(), &context);
  return hex(result);
}

std::string md5_hex(std::string_view bytes) {
  MD5_CTX context;
  MD5Init(&context);
  MD5Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, MD5_DIGEST_LENGTH> result{};
  MD5Final(result.data(), &context);
  return hex(result);
}

std::string sha256_hex_of_file(const std::filesystem::path& path, Code code,
                               const std::function<void(std::size_t piece)>& read_so_far) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> buffer(1U << 20U);
  SHA2_CTX context;
  SHA256Init(&context);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(buffer.data()), got);
    read_so_far(got);
  }
  if (!file.eof()) {
    const std::string shown = shown_path(path);
    Diagnostic problem = diagnostic(code, "cannot read " + shown + ": " + std::strerror(errno));
    problem.next = "`ls -lL " + shell_quoted(shown) + "` shows whether it is there and may be read";
    throw Error(std::move(problem));
  }
  std::array<std::uint8_t, 32> result{};
  SHA256Final(result.data(), &context);
  return hex(result);
}

}  // namespace aludel
