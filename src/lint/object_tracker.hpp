#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lint/facts.hpp"

namespace aludel {

/// Follows the statements of a plan in their order and knows what they have made, renamed and
/// copied: what was made by the plan itself nobody else uses, and dropping it loses nothing that is
/// there now.
class ObjectTracker {
 public:
  /// @param facts  null: the database was not asked, or is not there
  ObjectTracker(SqlDialect dialect, const Facts* facts, bool foreign_keys)
      : dialect_(dialect), facts_(facts), foreign_keys_(foreign_keys) {}

  /// Takes the next statement: marks what is new in it, takes out what is no loss, and adds what
  /// goes with it (CASCADE, columns that a rebuild leaves out, routines that it calls).
  void follow(StatementEffects& effects);
  /// Not where a revision sets search_path or a role: a name without schema may mean another object
  /// then.
  void names_are_sure(bool sure) { sure_of_names_ = sure; }

 private:
  struct Origin {
    std::optional<ObjectName> data_of;  ///< of the table whose rows it holds; none: new ones
  };
  struct Copy {
    ObjectName to;
    std::vector<std::string> columns;  ///< empty: all
  };

  [[nodiscard]] ObjectName key(const ObjectName& name) const;
  [[nodiscard]] const Origin* origin(const ObjectName& name) const;
  [[nodiscard]] bool is_new(const ObjectName& name) const;
  [[nodiscard]] bool is_absent(const ObjectName& name) const;
  void mark_new(StatementEffects& effects) const;
  void judge_losses(StatementEffects& effects);
  void judge_table(PossibleLoss loss, std::vector<PossibleLoss>& kept);
  void add_left_out_columns(const ObjectName& table, const Copy& copy,
                            std::vector<PossibleLoss>& kept) const;
  void add_dependents(const PossibleLoss& loss, std::vector<PossibleLoss>& kept) const;
  void add_referencing_rows(const PossibleLoss& loss, std::vector<PossibleLoss>& kept) const;
  void add_calls(StatementEffects& effects) const;
  void remember(const StatementEffects& effects);

  SqlDialect dialect_;
  const Facts* facts_;
  bool foreign_keys_;  ///< SQLite: whether they are enforced
  bool sure_of_names_ = true;
  std::map<ObjectName, Origin> tables_;  ///< made or renamed by the plan
  std::set<ObjectName> gone_;
  std::map<ObjectName, std::vector<Copy>> copies_;  ///< by the table whose rows they are
  std::set<ObjectName> types_;
  std::set<ObjectName> schemas_;
  std::set<std::pair<ObjectName, std::string>> columns_;
  std::map<std::string, std::vector<PossibleLoss>> routines_;  ///< what they would lose
};

}  // namespace aludel
