#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/session_names.hpp"

namespace aludel {

/// Follows the statements of a plan in their order and knows what they have made, renamed and
/// copied: what was made by the plan itself nobody else uses, and dropping it loses nothing that is
/// there now. Where it cannot be sure, what a statement says that it loses stays a loss.
class ObjectTracker {
 public:
  /// @param facts  null: the database was not asked, or is not there
  ObjectTracker(SqlDialect dialect, const Facts* facts, bool foreign_keys)
      : dialect_(dialect), facts_(facts), foreign_keys_(foreign_keys), names_(dialect, facts) {}

  void begin_revision() { names_.begin_revision(); }
  void begin_segment() { names_.begin_segment(); }

  /// Takes the next statement: marks what is new in it, takes out what is no loss, and adds what
  /// goes with it (CASCADE, columns that a rebuild leaves out, routines that it calls).
  void follow(StatementEffects& effects);
  /// Whether the table, or its column, is the one that `facts` tell of under this name.
  [[nodiscard]] bool is_as_found(const ObjectName& table, const std::string& column = {}) const;
  /// When the plan has ended: whether the rows of a dropped table (PossibleLoss::held) are in a
  /// table that stays.
  [[nodiscard]] bool is_kept(const ObjectName& held) const;

 private:
  struct Conversion {
    std::string column;
    std::string type;
    bool cast = false;  ///< else only by what it is put into
  };
  struct Origin {
    std::optional<ObjectName> data_of = {};  ///< key of the table whose rows it holds; none: new
    ObjectName before = {};                  ///< that table, as the database finds it
    bool is_copy = false;                    ///< the other table is still itself
    bool refuses_rows = false;               ///< a copy into it may not be whole
    std::vector<WrittenColumn> columns = {};
    std::optional<std::set<std::string>> holds = {};  ///< of a copy: these columns; none: all
    std::vector<Conversion> types = {};               ///< of a copy: what they went through
  };
  struct Copy {
    ObjectName to;
    std::optional<std::set<std::string>> columns = {};  ///< none: all
    std::set<std::string> changed = {};                 ///< stand in expressions only
    std::vector<Conversion> types = {};
    std::vector<std::string> types_in_order = {};  ///< what all columns are put into
  };
  struct Routine {
    std::vector<PossibleLoss> losses;
    std::vector<std::string> calls;
    std::vector<Written> writes;
    bool moves_objects = false;
  };
  using ColumnKey = std::pair<ObjectName, std::string>;

  // object_tracker.cpp
  [[nodiscard]] ObjectName key(const ObjectName& name) const { return names_.of(name).key; }
  [[nodiscard]] const Origin* origin_of_key(const ObjectName& key) const;
  [[nodiscard]] const Origin* origin(const ObjectName& name) const {
    return origin_of_key(key(name));
  }
  [[nodiscard]] bool is_new(const ObjectName& name) const;
  [[nodiscard]] bool is_absent(const ObjectName& name) const;
  [[nodiscard]] bool is_left(const ObjectName& data) const;
  void add_calls(StatementEffects& effects);
  [[nodiscard]] const std::vector<StoredTrigger>* stored_triggers(const ObjectName& table) const;
  [[nodiscard]] ObjectName name_before(const ObjectName& name) const;
  void lose_track();

  // object_tracker_losses.cpp
  void judge_losses(StatementEffects& effects);
  [[nodiscard]] bool is_no_loss(const PossibleLoss& loss) const;
  void judge_table(PossibleLoss loss, const ObjectName& name, std::vector<PossibleLoss>& kept);
  void judge_schema(const PossibleLoss& loss, std::vector<PossibleLoss>& kept);
  [[nodiscard]] bool is_computed(const PossibleLoss& loss) const;
  void name_as_found(PossibleLoss& loss, const ObjectName& name) const;
  [[nodiscard]] bool keeps(const std::string& from, const std::string& to, bool cast) const;
  [[nodiscard]] bool moved_away(const ObjectName& data, const std::string& schema) const;
  void add_left_out_columns(const Origin* made, const ObjectName& data, const ObjectName& before,
                            const Copy& copy, std::vector<PossibleLoss>& kept) const;
  void add_dependents(const PossibleLoss& loss, std::vector<PossibleLoss>& kept) const;
  void add_referencing_rows(const PossibleLoss& loss, const ObjectName& name,
                            std::vector<PossibleLoss>& kept) const;

  // object_tracker_memory.cpp
  void remember(const StatementEffects& effects);
  void remember_created(const StatementEffects& effects);
  void remember_copy(const Copied& copied);
  void remember_dropped(const Dropped& dropped);
  void remember_renamed(const Renamed& renamed);
  void remember_column(const RenamedColumn& renamed);
  void forget_table(const ObjectName& key);

  SqlDialect dialect_;
  const Facts* facts_;
  bool foreign_keys_;  ///< SQLite: whether they are enforced
  bool lost_track_ = false;
  SessionNames names_;
  std::map<ObjectName, Origin> tables_;  ///< made or renamed by the plan
  std::set<ObjectName> gone_;            ///< names that mean nothing any more
  std::set<ObjectName> lost_;            ///< tables of before the run that were dropped
  std::set<std::string> lost_schemas_;
  std::set<ObjectName> going_;                        ///< dropped by the statement itself
  std::set<ObjectName> going_lost_;                   ///< of these, what was there before the run
  std::map<ObjectName, std::vector<Copy>> copies_;    ///< by the table whose rows they are
  std::map<ObjectName, std::set<ObjectName>> parts_;  ///< attached by the plan
  std::set<ObjectName> regrouped_;                    ///< tables that have lost parts
  std::map<ObjectName, std::optional<ObjectName>> types_;    ///< made (none) or renamed
  std::set<std::string> used_types_;                         ///< of columns that were converted
  std::map<ColumnKey, std::optional<std::string>> columns_;  ///< made (none) or renamed
  std::set<ColumnKey> converted_;
  std::set<ColumnKey> dropped_columns_;
  std::map<std::string, Routine> routines_;
  std::map<ObjectName, std::vector<Fires>> fires_;  ///< by the table
};

}  // namespace aludel
