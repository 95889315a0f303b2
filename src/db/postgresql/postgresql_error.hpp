#pragma once

#include <string_view>

#include <libpq-fe.h>

#include "aludel/error.hpp"

namespace aludel {

/// The SQLSTATE that our own statement raises in a transaction whose lease was lost.
constexpr std::string_view lease_lost_state = "AL001";

/// What an error or notice result of the server says. `place` holds the position in the statement
/// sent, if the server names one.
[[nodiscard]] Diagnostic postgresql_diagnostic(const PGresult* result);

/// Why a connection could not be made, with what to do next. `message` is libpq's text, `target`
/// "database shop on db1:5432 as ann". Never holds a password: libpq's messages do not.
[[nodiscard]] Diagnostic connection_diagnostic(const std::string& message,
                                               const std::string& database, const std::string& user,
                                               const std::string& host, const std::string& port);

}  // namespace aludel
