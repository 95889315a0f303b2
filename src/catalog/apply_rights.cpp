#include <algorithm>

#include "catalog/apply_parts.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/rights.hpp"
#include "catalog/signature.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_missing(ObjectKind kind, const std::string& name,
                                 const std::vector<std::string>& names) {
  refuse("there is no " + std::string(word_for(kind)) + " " + name,
         nearest_hint(name, names, "names"));
}

template <typename Named>
Named& require(std::vector<Named>& all, const auto& name, ObjectKind kind, const Rules& rules) {
  std::vector<std::string> names;
  for (Named& one : all) {
    if (same_name(one.name, name, rules)) return one;
    names.push_back(ObjectName(one.name).text());
  }
  refuse_missing(kind, ObjectName(name).text(), names);
}

template <typename OfTable>
OfTable& require_of_table(std::vector<OfTable>& all, const SetComment& which, const Rules& rules) {
  std::vector<std::string> names;
  for (OfTable& one : all) {
    if (!same_name(one.table, which.object, rules)) continue;
    if (same_name(one.name, which.of, rules)) return one;
    names.push_back(one.name);
  }
  refuse_missing(which.kind, which.of, names);
}

Function& require_function(Catalog& catalog, const ObjectName& name, const std::string& signature,
                           ObjectKind kind, const Rules& rules) {
  std::vector<std::string> names;
  for (Function& one : catalog.functions) {
    const bool meant =
        same_name(one.name, name, rules) && signature_of(one) == normal_signature(signature);
    if (meant) return one;
    names.push_back(one.name.text() + "(" + signature_of(one) + ")");
  }
  refuse_missing(kind, name.text() + "(" + signature + ")", names);
}

/// The index, in whichever table or view of its schema.
Index& require_index(Catalog& catalog, const ObjectName& name, const Rules& rules) {
  std::vector<std::string> names;
  const auto look = [&](auto& owners) -> Index* {
    for (auto& owner : owners) {
      if (!same_name(owner.name.schema, name.schema, rules)) continue;
      for (Index& index : owner.indexes) {
        if (same_name(index.name, name.name, rules)) return &index;
        names.push_back(ObjectName(owner.name.schema, index.name).text());
      }
    }
    return nullptr;
  };
  if (Index* index = look(catalog.tables)) return *index;
  if (Index* index = look(catalog.views)) return *index;
  refuse_missing(ObjectKind::index, name.text(), names);
}

bool is_same_grant(const Grant& one, const Grant& other, const Rules& rules) {
  return one.kind == other.kind && same_name(one.object, other.object, rules) &&
         normal_signature(one.signature) == normal_signature(other.signature) &&
         one.role == other.role && one.withheld == other.withheld;
}

/// Takes those from `privileges` that are of everybody by default.
std::vector<std::string> take_usual(std::vector<std::string>& privileges, const Grant& grant) {
  std::vector<std::string> usual;
  std::erase_if(privileges, [&](const std::string& privilege) {
    const bool is_usual = is_given_to_all(grant, privilege);
    if (is_usual) usual.push_back(privilege);
    return is_usual;
  });
  return usual;
}

/// Such a sequence is its column's, and no object of the catalog.
bool is_of_identity(const Catalog& catalog, const ObjectName& sequence, const Rules& rules) {
  return std::ranges::any_of(catalog.tables, [&](const Table& table) {
    return std::ranges::any_of(table.columns, [&](const Column& column) {
      return column.identity &&
             same_name(identity_sequence(table.name, column.name), sequence, rules);
    });
  });
}

void require_object(Catalog& catalog, const Grant& grant, const Rules& rules) {
  switch (grant.kind) {
    case ObjectKind::table: static_cast<void>(require_table(catalog, grant.object, rules)); return;
    case ObjectKind::view:
    case ObjectKind::materialized_view:
      static_cast<void>(require(catalog.views, grant.object, grant.kind, rules));
      return;
    case ObjectKind::sequence:
      if (is_of_identity(catalog, grant.object, rules)) return;
      static_cast<void>(require(catalog.sequences, grant.object, grant.kind, rules));
      return;
    case ObjectKind::function:
    case ObjectKind::procedure:
      static_cast<void>(
          require_function(catalog, grant.object, grant.signature, grant.kind, rules));
      return;
    case ObjectKind::enumeration:
      static_cast<void>(require(catalog.enums, grant.object, grant.kind, rules));
      return;
    case ObjectKind::domain:
      static_cast<void>(require(catalog.domains, grant.object, grant.kind, rules));
      return;
    case ObjectKind::schema: return;  // public is there without being in the catalog
    default: break;
  }
  refuse("there are no grants on a " + std::string(word_for(grant.kind)));
}

/// What is granted ON TABLE may be a view (manual page GRANT).
Grant with_kind_of_object(const Catalog& catalog, Grant grant, const Rules& rules) {
  if (grant.kind != ObjectKind::table) return grant;
  const View* view = find_view(catalog, grant.object, rules);
  if (view != nullptr)
    grant.kind = view->materialized ? ObjectKind::materialized_view : ObjectKind::view;
  return grant;
}

}  // namespace

std::string& comment_of(Catalog& catalog, const SetComment& which, const Rules& rules) {
  const auto named = [&](auto& all) -> std::string& {
    return require(all, which.object, which.kind, rules).comment;
  };
  switch (which.kind) {
    case ObjectKind::schema:
      return require(catalog.schemas, which.object.name, which.kind, rules).comment;
    case ObjectKind::enumeration: {
      const auto composite = std::ranges::find_if(catalog.composites, [&](const auto& one) {
        return same_name(one.name, which.object, rules);
      });
      return composite != catalog.composites.end() ? composite->comment : named(catalog.enums);
    }
    case ObjectKind::domain: return named(catalog.domains);
    case ObjectKind::sequence: return named(catalog.sequences);
    case ObjectKind::table: return named(catalog.tables);
    case ObjectKind::view:
    case ObjectKind::materialized_view: return named(catalog.views);
    case ObjectKind::function:
    case ObjectKind::procedure:
      return require_function(catalog, which.object, which.signature, which.kind, rules).comment;
    case ObjectKind::trigger: return require_of_table(catalog.triggers, which, rules).comment;
    case ObjectKind::policy: return require_of_table(catalog.policies, which, rules).comment;
    case ObjectKind::index: return require_index(catalog, which.object, rules).comment;
    case ObjectKind::column: {
      const Table& table = require_table(catalog, which.object, rules);
      static_cast<void>(require_column(table, which.of, rules));
      return find_column(*find_table(catalog, which.object, rules), which.of, rules)->comment;
    }
    case ObjectKind::extension:
    case ObjectKind::constraint: break;
  }
  refuse("a comment on " + std::string(which.kind == ObjectKind::extension ? "an " : "a ") +
             std::string(word_for(which.kind)) + " is not kept in the catalog",
         "write it with execute(\"COMMENT ON …\")");
}

void apply_one(Catalog& catalog, const GrantPrivileges& operation, const Rules& rules) {
  Grant added = with_kind_of_object(catalog, operation.grant, rules);
  require_object(catalog, added, rules);
  if (added.privileges.empty()) refuse("a grant to " + added.role + " names no privileges");
  const std::vector<std::string> usual = take_usual(added.privileges, added);
  for (Grant& one : catalog.grants) {
    Grant kept = added;
    kept.withheld = true;
    if (is_same_grant(one, kept, rules))
      std::erase_if(one.privileges, [&](const std::string& privilege) {
        return std::ranges::count(usual, privilege) > 0;
      });
  }
  for (Grant& one : catalog.grants) {
    if (!is_same_grant(one, added, rules)) continue;
    // With the option the plain privilege is in it; one that has the option keeps it.
    std::erase_if(added.with_grant_option ? one.privileges : added.privileges,
                  [&](const std::string& privilege) {
                    if (one.with_grant_option == added.with_grant_option) return false;
                    const auto& others =
                        added.with_grant_option ? added.privileges : one.privileges;
                    return std::ranges::count(others, privilege) > 0;
                  });
    if (one.with_grant_option == added.with_grant_option) {
      std::ranges::copy(one.privileges, std::back_inserter(added.privileges));
      one.privileges.clear();
    }
  }
  std::erase_if(catalog.grants, [](const Grant& one) { return one.privileges.empty(); });
  std::ranges::sort(added.privileges);
  const auto repeated = std::ranges::unique(added.privileges);
  added.privileges.erase(repeated.begin(), repeated.end());
  if (!added.privileges.empty()) insert_sorted(catalog.grants, std::move(added));
}

void apply_one(Catalog& catalog, const RevokePrivileges& operation, const Rules& rules) {
  Grant taken = with_kind_of_object(catalog, operation.grant, rules);
  require_object(catalog, taken, rules);
  Grant withheld = taken;
  withheld.withheld = true;
  withheld.with_grant_option = false;
  withheld.privileges = take_usual(taken.privileges, taken);
  for (Grant& one : catalog.grants) {
    if (!is_same_grant(one, taken, rules)) continue;
    std::erase_if(one.privileges, [&](const std::string& privilege) {
      return goes_with(privilege, taken.privileges);
    });
  }
  std::erase_if(catalog.grants, [&](const Grant& one) {
    return one.privileges.empty() ||
           (!withheld.privileges.empty() && is_same_grant(one, withheld, rules));
  });
  if (!withheld.privileges.empty()) insert_sorted(catalog.grants, std::move(withheld));
}

void apply_one(Catalog& catalog, const SetComment& operation, const Rules& rules) {
  comment_of(catalog, operation, rules) = operation.comment;
}

}  // namespace aludel
