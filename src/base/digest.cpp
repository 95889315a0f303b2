#include "base/digest.hpp"

#include <sha2.h>
#include <sys/types.h>

namespace aludel {

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, 32> result{};
  SHA256Final(result.data(), &context);
  return result;
}

std::string sha256_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const std::uint8_t byte : sha256(bytes)) {
    result += digits[byte >> 4U];
    result += digits[byte & 0xFU];
  }
  return result;
}

}  // namespace aludel
