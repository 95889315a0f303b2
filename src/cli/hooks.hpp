#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/console.hpp"
#include "cli/project.hpp"

namespace aludel {

/// The commands of `[hooks]`, run by /bin/sh in the project's root with one JSON document on their
/// input: `format`, `hook`, `command`, `database`, `environment`, and what each hook adds.
class Hooks {
 public:
  Hooks(const Project& project, std::string database, Console& console)
      : project_(project), database_(std::move(database)), console_(console) {}

  /// @throws Error(external_command) where it fails or takes longer than `[hooks] timeout`;
  /// Error(interrupted)
  void run(const std::string& hook, const nlohmann::ordered_json& more) const;
  /// The same where the work is done: a failure is a warning.
  void tell(const std::string& hook, const nlohmann::ordered_json& more) const;

 private:
  const Project& project_;
  std::string database_;
  Console& console_;
};

}  // namespace aludel
