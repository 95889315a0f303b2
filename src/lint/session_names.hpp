#pragma once

#include <map>
#include <set>
#include <string>

#include "lint/facts.hpp"

namespace aludel {

/// Which object a name stands for while the statements of a plan run: temporary tables hide others,
/// SET search_path and ALTER SCHEMA … RENAME give names another meaning.
class SessionNames {
 public:
  struct Meaning {
    ObjectName key;        ///< one object has one, whatever it is called
    ObjectName before;     ///< how the database finds it before the run
    bool sure = true;      ///< false: it may be another object
    bool is_made = false;  ///< in a schema that the plan has made: it is not there before
  };

  SessionNames(SqlDialect dialect, const Facts* facts) : dialect_(dialect), facts_(facts) {}

  [[nodiscard]] Meaning of(const ObjectName& name) const;
  /// Of what is not temporary.
  [[nodiscard]] Meaning of_lasting(const ObjectName& name) const;
  /// Of what is about to be made.
  [[nodiscard]] ObjectName key_of_new(const ObjectName& name) const;
  /// Of a name that the database gave.
  [[nodiscard]] ObjectName key_of_found(const ObjectName& name) const;
  [[nodiscard]] bool is_temporary(const ObjectName& key) const;
  [[nodiscard]] ObjectName temporary_key(const ObjectName& name) const;
  [[nodiscard]] std::string schema_key(const std::string& schema) const;
  /// How the database calls the schema before the run.
  [[nodiscard]] std::string schema_before(const std::string& schema) const;
  /// Whether a name that the database did not find means nothing.
  [[nodiscard]] bool may_be_absent(const ObjectName& name) const;

  void add_temporary(const Created& made);
  /// A name without schema that the plan has given to a table of `schema`.
  void add(const ObjectName& name, const std::string& schema) { made_[name.name] = schema; }
  /// It stands for that table no more.
  void drop(const ObjectName& name);
  void add_schema(const std::string& name);
  void rename_schema(const std::string& from, const std::string& to);
  void follow(const PathChange& change);
  /// Settings do not outlive a revision; those of SET LOCAL and tables of ON COMMIT DROP not a
  /// segment.
  void begin_revision();
  void begin_segment();

 private:
  SqlDialect dialect_;
  const Facts* facts_;
  bool moved_ = false;       ///< the path is not the one that facts_ were read with
  std::string path_schema_;  ///< where it has moved to; empty: not known
  int moves_ = 0;            ///< names on paths that are not known mean something on each
  std::map<std::string, std::string> made_;
  std::map<std::string, bool> temporary_;       ///< true: ON COMMIT DROP
  std::set<std::string> former_;                ///< of earlier revisions: they may be there still
  std::map<std::string, std::string> schemas_;  ///< made and renamed ones, with their keys
};

}  // namespace aludel
