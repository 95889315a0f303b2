#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.hpp"
#include "dialect/objects.hpp"
#include "diff/difference.hpp"

namespace aludel {

/// Something that a person should know of a change before it runs on tables with rows.
struct Hazard {
  /// Stable: "data-loss", "table-rewrite", "blocking-scan", "missing-value". docs/formats.md,
  /// "Hazards".
  std::string_view code;
  std::string text;  ///< "loses column day of prices (1,200 values)"
  bool operator==(const Hazard&) const = default;
};

/// One operation of a difference, in words and as the database runs it.
struct RenderedChange {
  Operation operation;
  std::vector<std::string> what;  ///< "add column email to users"; one line for each change
  Rendering rendering;
  bool online = false;  ///< in steps that let others go on
  std::vector<Hazard> hazards = {};
};

/// What has to be looked at behind all of them: queries that must give no row.
[[nodiscard]] std::vector<std::string> checks_of(const std::vector<RenderedChange>& changes);

using HoldsRows = std::function<bool(const ObjectName& table)>;

/// Operations one after the other, each for the state that those before it leave.
/// @param state     what the first one meets; what all of them leave
/// @param holds_rows  whether a table of the first state does: then the steps are those that let
///                    others go on; null: no table does
/// @param refusals  gets what the database has no statement for, and what needs that
[[nodiscard]] std::vector<RenderedChange> rendered_changes(const Dialect& dialect, Catalog& state,
                                                           const std::vector<Operation>& operations,
                                                           int server_version,
                                                           const HoldsRows& holds_rows,
                                                           std::vector<Refusal>& refusals);

[[nodiscard]] bool makes_function(const RenderedChange& change);

/// The table that an operation works on, where that may take its time; null: none.
[[nodiscard]] const ObjectName* table_of(const Operation& operation);

/// One script for the database's own client, all or nothing as far as its statements can run in a
/// transaction.
[[nodiscard]] std::string script_of(const std::vector<RenderedChange>& changes,
                                    const Dialect& dialect);

}  // namespace aludel
