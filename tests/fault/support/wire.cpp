#include "fault/support/wire.hpp"

#include <algorithm>
#include <cstdint>

namespace aludel::testing::wire {

namespace {

std::string int32(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFFU);
  return bytes;
}

std::string terminated(std::string_view text) {
  return std::string(text) + '\0';
}

constexpr int cancel_code = 80877102;

}  // namespace

int int32_at(const std::string& body, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8U | static_cast<unsigned char>(body.at(offset + i));
  return static_cast<int>(value);
}

std::optional<Message> take_message(std::string& bytes, bool typed) {
  const std::size_t head = typed ? 5 : 4;
  if (bytes.size() < head) return std::nullopt;
  const auto length = static_cast<std::size_t>(int32_at(bytes, head - 4));
  const std::size_t whole = head - 4 + length;
  if (bytes.size() < whole) return std::nullopt;
  Message message{typed ? bytes[0] : '\0', bytes.substr(head, whole - head)};
  bytes.erase(0, whole);
  return message;
}

std::string bytes_of(const Message& message) {
  std::string bytes;
  if (message.type != '\0') bytes += message.type;
  return bytes + int32(static_cast<std::uint32_t>(message.body.size() + 4)) + message.body;
}

std::string bytes_of(const Unit& unit) {
  std::string bytes;
  for (const Message& message : unit) bytes += bytes_of(message);
  return bytes;
}

bool ends_unit(const Message& message) {
  return std::string_view("EQSdcfXpF").contains(message.type) || message.type == '\0';
}

bool is_cancel_request(const Message& first) {
  return first.type == '\0' && int32_at(first.body, 0) == cancel_code;
}

std::string statement_of(const Unit& unit) {
  for (const Message& message : unit) {
    if (message.type == 'Q') return message.body.c_str();
    if (message.type == 'P') return message.body.c_str() + message.body.find('\0') + 1;
  }
  return {};
}

std::string describe(const Unit& unit) {
  const Message& last = unit.back();
  if (last.type == '\0') return is_cancel_request(last) ? "cancel request" : "startup";
  if (last.type == 'S') return "sync";
  if (last.type == 'd') return "copy data";
  if (last.type == 'c' || last.type == 'f') return "copy end";
  std::string text = statement_of(unit).substr(0, 90);
  std::ranges::replace(text, '\n', ' ');
  return text.empty() ? std::string(1, last.type) : text;
}

Unit with_statement(const Unit& unit, std::string_view sql) {
  return unit.back().type == 'Q' ? simple_query(sql) : extended_query(sql);
}

Unit simple_query(std::string_view sql) {
  return {{'Q', terminated(sql)}};
}

Unit extended_query(std::string_view sql) {
  const std::string no_name(1, '\0');
  const std::string none(2, '\0');  // a count of zero
  return {{'P', no_name + terminated(sql) + none},
          {'B', no_name + no_name + none + none + none},
          {'D', "P" + no_name},
          {'E', no_name + std::string(4, '\0')}};
}

Message flush_request() {
  return {'H', {}};
}

Message copy_fail(std::string_view why) {
  return {'f', terminated(why)};
}

Message fatal_error(std::string_view sqlstate, std::string_view message) {
  return {'E', terminated("SFATAL") + terminated("VFATAL") +
                   terminated("C" + std::string(sqlstate)) +
                   terminated("M" + std::string(message)) + '\0'};
}

}  // namespace aludel::testing::wire
