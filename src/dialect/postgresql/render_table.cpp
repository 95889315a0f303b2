#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

const Table* find_table(const Catalog& catalog, const ObjectName& name) {
  const auto found = std::ranges::find(catalog.tables, name, &Table::name);
  return found == catalog.tables.end() ? nullptr : &*found;
}

/// The changes of one table, in order. What the server does in one ALTER TABLE is gathered; it goes
/// out before a statement of another kind, and before an action on something that an earlier one of
/// the same ALTER TABLE is on: the server sorts the actions of one statement by its own rules.
class TableRenderer {
 public:
  TableRenderer(const AlterTable& operation, const Catalog& before, const Features& features)
      : name_(operation.name),
        before_(before),
        old_(find_table(before, operation.name)),
        features_(features) {}

  void at(std::size_t change) { change_ = change; }

  void operator()(const AddColumn& add) {
    touch({add.column.name});
    action(std::string("ADD COLUMN ") + (add.if_not_exists ? "IF NOT EXISTS " : "") +
           column_sql(add.column, features_));
    if (add.if_not_exists && old_column(add.column.name) != nullptr) return;
    append_own(comment_on(ObjectKind::column, name_, add.column.comment, add.column.name));
    append_own(own_sequences(name_, add.column.name, before_));
  }
  void operator()(const DropColumn& drop) {
    touch({drop.name});
    action(std::string("DROP COLUMN ") + (drop.if_exists ? "IF EXISTS " : "") + ident(drop.name));
  }
  void operator()(const AlterColumn& alter) {
    touch({alter.name});
    const bool retyped = alter.type || alter.collation;
    // The server would convert the old default first, for which there may be no way.
    if (alter.default_sql && (retyped || !*alter.default_sql) && may_have_default(alter.name))
      column(alter, "DROP DEFAULT");
    const bool is_narrowed = alter.type && narrows(alter);
    if (is_narrowed) {
      alter_identity(alter);
      flush();
    }
    if (retyped) alter_type(alter);
    if (alter.nullable) column(alter, *alter.nullable ? "DROP NOT NULL" : "SET NOT NULL");
    if (alter.default_sql && *alter.default_sql)
      column(alter, "SET DEFAULT " + **alter.default_sql);
    if (alter.identity && !is_narrowed) {
      if (retyped) flush();
      alter_identity(alter);
    }
    if (alter.generated) alter_generated(alter);
    if (alter.comment)
      own(comment_sql({.kind = ObjectKind::column,
                       .object = name_,
                       .of = alter.name,
                       .comment = *alter.comment}));
  }
  void operator()(const RenameColumn& rename) {
    const Column* old = old_column(rename.name);
    renamed_[rename.name] = nullptr;
    renamed_[rename.to] = old;
    own(alter_table() + "RENAME COLUMN " + ident(rename.name) + " TO " + ident(rename.to));
  }
  void operator()(const AddConstraint& add) {
    touch(names_in(add.constraint));
    action("ADD " + constraint_sql(add.constraint, features_) +
           (is_not_valid(add.constraint) ? " NOT VALID" : ""));
  }
  void operator()(const DropConstraint& drop) {
    if (drop.name.empty() && drop.if_exists) return;  // `bound` found none
    touch({drop.name});
    action(std::string("DROP CONSTRAINT ") + (drop.if_exists ? "IF EXISTS " : "") +
           ident(drop.name));
  }
  void operator()(const RenameConstraint& rename) {
    own(alter_table() + "RENAME CONSTRAINT " + ident(rename.name) + " TO " + ident(rename.to));
  }
  // By itself: it lets rows be read and written meanwhile.
  void operator()(const ValidateConstraint& validate) {
    own(alter_table() + "VALIDATE CONSTRAINT " + ident(validate.name));
  }
  void operator()(const SetTableComment& set) {
    own(comment_sql({.kind = ObjectKind::table, .object = name_, .comment = set.comment}));
  }
  void operator()(const SetRowSecurity& set) {
    if (set.enabled)
      action(std::string(*set.enabled ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
    if (set.forced) action(std::string(*set.forced ? "" : "NO ") + "FORCE ROW LEVEL SECURITY");
  }
  void operator()(const SetTableOption& set) {
    touch({"option " + set.name});
    if (set.value)
      action("SET (" + option_list({{set.name, *set.value}}) + ")");
    else
      action("RESET (" + qualified(ObjectName(set.name)) + ")");
  }
  void operator()(const SetLogged& set) {
    touch({"logged"});
    action(set.logged ? "SET LOGGED" : "SET UNLOGGED");
  }
  void operator()(const SetStrict&) const {
    refuse("PostgreSQL has no STRICT tables",
           "its tables keep to their types anyway: leave it out, "
           "or say it only where `op.dialect() == \"sqlite\"`");
  }
  void operator()(const SetWithoutRowid&) const {
    refuse("PostgreSQL has no tables WITHOUT ROWID",
           "leave it out, or say it only where `op.dialect() == \"sqlite\"`");
  }

  void operator()(const SetParents& set) {
    const std::vector<ObjectName> none;
    const auto& old = old_ == nullptr ? none : old_->inherits;
    const auto each_not_in = [&](const auto& some, const auto& others, const char* words) {
      for (const ObjectName& parent : some) {
        if (std::ranges::find(others, parent) == others.end()) action(words + qualified(parent));
      }
    };
    each_not_in(old, set.parents, "NO INHERIT ");
    each_not_in(set.parents, old, "INHERIT ");
  }

  Statements take() {
    flush();
    return std::move(statements_);
  }

 private:
  [[nodiscard]] std::string alter_table() const { return "ALTER TABLE " + qualified(name_) + " "; }

  /// Sends what was gathered where one of it is on the same thing.
  void touch(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (touched_.contains(name)) flush();
    }
    touched_.insert(names.begin(), names.end());
  }
  void action(const std::string& sql) {
    if (actions_.empty()) actions_change_ = change_;
    actions_.push_back(sql);
  }
  void column(const AlterColumn& alter, const std::string& sql) {
    action("ALTER COLUMN " + ident(alter.name) + " " + sql);
  }
  void flush() {
    if (!actions_.empty()) {
      const std::string separator = ",\n  ";
      statements_.push_back(
          {.sql = alter_table() + join(actions_, separator), .change = actions_change_});
    }
    actions_.clear();
    touched_.clear();
    for (RenderedStatement& statement : behind_) statements_.push_back(std::move(statement));
    behind_.clear();
  }
  /// A statement that is no action of ALTER TABLE.
  void own(std::string sql) {
    flush();
    statements_.push_back({.sql = std::move(sql), .change = change_});
  }
  /// Those that can wait until what was gathered is sent.
  void append_own(Statements more) {
    for (RenderedStatement& statement : more) {
      statement.change = change_;
      behind_.push_back(std::move(statement));
    }
  }

  /// The column that is called so now, as it was before these changes.
  [[nodiscard]] const Column* old_column(const std::string& column_name) const {
    if (const auto renamed = renamed_.find(column_name); renamed != renamed_.end())
      return renamed->second;
    if (old_ == nullptr) return nullptr;
    const auto found = std::ranges::find(old_->columns, column_name, &Column::name);
    return found == old_->columns.end() ? nullptr : &*found;
  }

  /// False where the server refuses to hear of one.
  [[nodiscard]] bool may_have_default(const std::string& column_name) const {
    const Column* old = old_column(column_name);
    return old == nullptr || (!old->identity && !old->generated);
  }

  void alter_type(const AlterColumn& alter) {
    const Column* old = old_column(alter.name);
    if (!alter.type && old == nullptr)
      refuse("the type of column " + alter.name + " of " + name_.text() +
                 " is not known here, and a collation is set with it",
             "name the type in the same alter_column");
    std::string sql = "TYPE " + type_sql(alter.type ? *alter.type : old->type);
    const std::string collation = alter.collation  ? *alter.collation
                                  : old != nullptr ? old->collation
                                                   : std::string();
    if (!collation.empty()) {
      sql += " COLLATE " + collation_sql(collation);
    } else if (alter.collation) {
      sql += " COLLATE \"default\"";
    }
    if (!alter.using_expression.empty()) sql += " USING " + alter.using_expression;
    column(alter, sql);
  }

  /// Whether the numbers of an identity have to fit a smaller type, which they must do before.
  [[nodiscard]] bool narrows(const AlterColumn& alter) const {
    const Column* old = old_column(alter.name);
    return old != nullptr && old->identity && alter.identity && *alter.identity &&
           highest_number(*alter.type) < highest_number(old->type);
  }

  void alter_identity(const AlterColumn& alter) {
    const Column* old = old_column(alter.name);
    const bool is_identity = old != nullptr && old->identity;
    if (!*alter.identity) {
      column(alter, "DROP IDENTITY");
    } else if (!is_identity) {
      flush();  // the server wants NOT NULL, and no default, before it
      column(alter, "ADD " + identity_sql(**alter.identity));
      append_own({{.sql = count_behind_rows_sql(name_, alter.name, **alter.identity, before_)}});
    } else {
      const Identity& identity = **alter.identity;
      column(alter,
             std::string(identity.always ? "SET GENERATED ALWAYS" : "SET GENERATED BY DEFAULT") +
                 set_identity_options_sql(identity.options, alter.type ? *alter.type : old->type));
    }
  }

  void alter_generated(const AlterColumn& alter) {
    const Column* old = old_column(alter.name);
    const std::string of = "column " + alter.name + " of " + name_.text();
    if (!*alter.generated) {
      if (!features_.drop_expression)
        refuse("to make a generated column a plain one needs PostgreSQL 13: " + of,
               "add a plain column, copy the values by UPDATE, drop this one and rename");
      if (old != nullptr && old->generated && !old->generated->stored)
        refuse(
            "PostgreSQL cannot keep the values of a generated column that it does not store: " + of,
            "add a plain column, copy the values by UPDATE, drop this one and rename");
      column(alter, "DROP EXPRESSION");
      return;
    }
    if (old == nullptr || !old->generated)
      refuse("PostgreSQL cannot make a plain column a generated one: " + of,
             "add a generated column beside it, drop this one and rename");
    if ((*alter.generated)->stored != old->generated->stored)
      refuse("PostgreSQL cannot change whether a generated column is stored: " + of,
             "drop the column and add it again: its values are computed anyway");
    if (!features_.set_expression)
      refuse("to change the expression of a generated column needs PostgreSQL 17: " + of,
             "drop the column and add it again: its values are computed anyway");
    column(alter, "SET EXPRESSION AS (" + (*alter.generated)->expression + ")");
  }

  /// A constraint's own name and those of its columns, as far as they are told.
  static std::vector<std::string> names_in(const Constraint& constraint) {
    struct Names {
      std::vector<std::string> operator()(const PrimaryKey& key) const { return key.columns; }
      std::vector<std::string> operator()(const Unique& unique) const { return unique.columns; }
      std::vector<std::string> operator()(const ForeignKey& key) const { return key.columns; }
      std::vector<std::string> operator()(const Check&) const { return {}; }
      std::vector<std::string> operator()(const Exclusion&) const { return {}; }
    };
    std::vector<std::string> names = std::visit(Names{}, constraint);
    names.push_back(std::visit([](const auto& of_kind) { return of_kind.name; }, constraint));
    return names;
  }

  ObjectName name_;
  const Catalog& before_;
  const Table* old_;
  std::map<std::string, const Column*> renamed_;  ///< by the name behind the rename
  const Features& features_;
  std::size_t change_ = 0;
  Statements statements_;
  std::vector<std::string> actions_;
  std::size_t actions_change_ = 0;
  std::set<std::string> touched_;
  Statements behind_;
};

}  // namespace

Statements alter_table(const AlterTable& operation, const Catalog& before,
                       const Features& features) {
  TableRenderer renderer(operation, before, features);
  for (std::size_t at = 0; at < operation.changes.size(); ++at) {
    renderer.at(at);
    std::visit(renderer, operation.changes[at]);
  }
  return renderer.take();
}

}  // namespace aludel::postgresql
