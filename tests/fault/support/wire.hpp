#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// As much of PostgreSQL's protocol (manual, "Frontend/Backend Protocol", version 3) as it takes to
/// know where a message ends and what it asks for.
namespace aludel::testing::wire {

struct Message {
  char type = '\0';  ///< the first one of a client has none
  std::string body;  ///< without type and length
};

/// What a client sends up to the point where the server has something to do: Parse, Bind, Describe
/// and Execute of one statement; or a Query, Sync, CopyData, start-up packet … alone.
using Unit = std::vector<Message>;

/// Takes the first whole message off `bytes`; none while it is not all there.
std::optional<Message> take_message(std::string& bytes, bool typed);
std::string bytes_of(const Message& message);
std::string bytes_of(const Unit& unit);

[[nodiscard]] bool ends_unit(const Message& message);
[[nodiscard]] bool is_cancel_request(const Message& first);
/// The statement in a unit; empty where it holds none.
[[nodiscard]] std::string statement_of(const Unit& unit);
/// For a person: "startup", "sync", or the statement's first words.
[[nodiscard]] std::string describe(const Unit& unit);

/// A unit of the same kind (Query or Parse … Execute) with another statement, without parameters.
[[nodiscard]] Unit with_statement(const Unit& unit, std::string_view sql);
[[nodiscard]] Unit simple_query(std::string_view sql);
[[nodiscard]] Unit extended_query(std::string_view sql);
[[nodiscard]] Message flush_request();
[[nodiscard]] Message copy_fail(std::string_view why);
/// What a server sends that does not let a client in.
[[nodiscard]] Message fatal_error(std::string_view sqlstate, std::string_view message);
[[nodiscard]] int int32_at(const std::string& body, std::size_t offset);

}  // namespace aludel::testing::wire
