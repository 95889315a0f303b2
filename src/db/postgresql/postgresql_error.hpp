#pragma once

#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "aludel/error.hpp"

namespace aludel {

/// The SQLSTATE that our own statement raises in a transaction whose lease was lost.
constexpr std::string_view lease_lost_state = "AL001";

/// What an error or notice result of the server says. `place` holds the position in the statement
/// sent, if the server names one.
[[nodiscard]] Diagnostic postgresql_diagnostic(const PGresult* result);

/// A connection that could not be made.
struct RefusedConnection {
  std::string message;  ///< libpq's text
  std::string sqlstate =
      {};  ///< of the server, where it is known; its words may be in any language
  std::string database = {};
  std::string user = {};
  std::string host = {};
  std::string port = {};
};

/// Why it could not be made, with what to do next. Never holds a password: libpq's messages do not.
[[nodiscard]] Diagnostic connection_diagnostic(const RefusedConnection& refused);

/// The SQLSTATE in a message that libpq wrote with PQERRORS_VERBOSE, in whatever language; empty:
/// it holds none.
[[nodiscard]] std::string sqlstate_in(std::string_view verbose_message);

}  // namespace aludel
