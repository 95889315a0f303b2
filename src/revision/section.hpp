#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "aludel/event.hpp"
#include "base/source.hpp"
#include "revision/batch_directive.hpp"
#include "revision/directives.hpp"
#include "sql/token.hpp"

namespace aludel {

/// "upgrade" or "downgrade"
[[nodiscard]] std::string_view name_of(Direction direction);

struct SectionStatement {
  Statement statement;
  bool autocommit = false;  ///< asked for by the directive
  bool verify = false;      ///< a query that must return no row at the end of the section
  std::optional<BatchDirective> batch;
};

struct Timeouts {
  std::optional<std::chrono::milliseconds> lock;       ///< zero: none
  std::optional<std::chrono::milliseconds> statement;  ///< zero: none
  bool operator==(const Timeouts&) const = default;
};

enum class VariableType { identifier, literal, raw };
struct Variable {
  std::string name;
  VariableType type = VariableType::raw;
  bool operator==(const Variable&) const = default;
};

/// One direction of a revision, as it stands in its file.
struct Section {
  Direction direction = Direction::up;
  Span header;                       ///< the directive that begins it
  std::vector<SqlDialect> dialects;  ///< none: general
  std::vector<SectionStatement> statements;
  Timeouts timeouts;
  std::optional<std::string> allow_data_loss;  ///< the reason
  bool foreign_keys_off = false;               ///< SQLite: while it runs
  std::optional<std::string> irreversible;     ///< the reason; then there are no statements
};

/// The body of a .sql revision, for one dialect.
struct RevisionBody {
  SourceText source;
  SqlDialect dialect = SqlDialect::sqlite;
  std::optional<Section> upgrade;    ///< none: no section for this dialect
  std::optional<Section> downgrade;  ///< none: not reversible, without a reason
  std::vector<Variable> variables;
  std::vector<Directive> of_script;  ///< `run`, `after`, `requires`: scripts only
};

/// Reads the body of a revision for `dialect`: the dialect's own section wins over the general one.
/// @throws Error(bad_directive, unknown_directive, cannot_split, refused_command) at its place
[[nodiscard]] RevisionBody read_body(SourceText source, SqlDialect dialect);

/// Reads a repeatable script: the same, but a file without any section is one to upgrade as a
/// whole, and there is no way back. @throws Error as read_body
[[nodiscard]] RevisionBody read_script_body(SourceText source, SqlDialect dialect);

/// The digest of a section: `1:` and the SHA-256 of its tokens, without comments and white space,
/// joined by 0x1F; each statement ends with `;` whether it is written or not. docs/formats.md,
/// "Digests".
[[nodiscard]] std::string digest_of(const SourceText& source, const Section& section);
/// The same of some of its statements.
[[nodiscard]] std::string digest_of(const SourceText& source,
                                    std::span<const Statement* const> statements);

/// The section's text without the directive that begins it, trimmed: what aludel_text keeps.
[[nodiscard]] std::string text_of(const SourceText& source, const Section& section);

}  // namespace aludel
