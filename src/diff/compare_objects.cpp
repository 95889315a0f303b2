#include <ranges>

#include "base/text.hpp"
#include "catalog/signature.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;

Facts of_one(Fact fact) {
  return {std::move(fact)};
}

ObjectKind kind_of(const View& view) {
  return view.materialized ? ObjectKind::materialized_view : ObjectKind::view;
}
ObjectKind kind_of(const Function& function) {
  return function.procedure ? ObjectKind::procedure : ObjectKind::function;
}

Facts index_facts(const Comparison& all, const View& view) {
  Facts facts;
  for (const Index& one : view.indexes)
    facts.push_back(all.names.relation(ObjectName(view.name.schema, one.name)));
  return facts;
}

void drop(Comparison& all, const View& view) {
  Facts drops = index_facts(all, view);
  drops.push_back(all.names.relation(view.name));
  all.add({.operation = DropView{.name = view.name, .materialized = view.materialized},
           .rank = Rank::drop_view,
           .drops = std::move(drops),
           .frees = all.uses_from.of(view)});
}

void make(Comparison& all, const View& view) {
  Facts makes = index_facts(all, view);
  makes.push_back(all.names.relation(view.name));
  all.add({.operation = CreateView{view},
           .rank = Rank::view,
           .needs = all.uses_to.of(view),
           .makes = std::move(makes)});
}

void compare_indexes(Comparison& all, const View& from, const View& to) {
  const Fact view = all.names.relation(to.name);
  const auto fact = [&](const Index& index) {
    return all.names.relation(ObjectName(to.name.schema, index.name));
  };
  const auto drop_one = [&](const Index& index) {
    all.add({.operation = DropIndex{.table = from.name, .name = index.name},
             .rank = Rank::drop_index,
             .drops = of_one(fact(index)),
             .frees = all.uses_from.of(from.name, nullptr, index)});
  };
  const auto make_one = [&](const Index& index) {
    all.add({.operation = CreateIndex{.table = to.name, .index = index},
             .rank = Rank::index,
             .needs = of_one(view),
             .makes = of_one(fact(index))});
  };
  match(
      from.indexes, to.indexes, fact, drop_one,
      [&](const Index& old, const Index& wanted) {
        if (old == wanted) return;
        drop_one(old);
        make_one(wanted);
      },
      make_one);
}

void compare(Comparison& all, const View& from, const View& to) {
  const Fact fact = all.names.relation(to.name);
  if (all.replaced.objects.contains(fact)) {
    drop(all, from);
    make(all, to);
    std::ranges::move(all.calls_of(all.uses_from.of(from)),
                      std::back_inserter(all.alterations.back().makes));
    return;
  }
  if (from.query == to.query && from.columns == to.columns && from.options != to.options &&
      to.materialized) {
    all.add({.operation = AlterObject{to}, .rank = Rank::alter});
  } else if (from.query != to.query || from.columns != to.columns || from.options != to.options) {
    all.add({.operation = CreateView{.view = to, .replace = true},
             .rank = Rank::view,
             .needs = all.uses_to.of(to),
             .makes = of_one(fact),
             .frees = all.uses_from.of(from)});
  }
  compare_indexes(all, from, to);
  all.compare_comment({.kind = kind_of(to), .object = to.name}, from.comment, to.comment, fact);
}

void drop(Comparison& all, const Function& function) {
  all.add({.operation = DropFunction{.name = function.name,
                                     .signature = signature_of(function),
                                     .procedure = function.procedure},
           .rank = Rank::drop_function,
           .drops = of_one(all.names.function(function)),
           .frees = all.uses_from.of_head(function)});
  std::ranges::move(all.calls_of(of_one(all.names.function(function))),
                    std::back_inserter(all.alterations.back().drops));
}

void make(Comparison& all, const Function& function, bool replace = false) {
  all.add({.operation = CreateFunction{.function = function, .replace = replace},
           .rank = Rank::function,
           .needs = all.uses_to.of(function),
           .makes = of_one(all.names.function(function))});
}

void compare(Comparison& all, const Function& from, const Function& to) {
  const Fact fact = all.names.function(to);
  if (all.replaced.objects.contains(fact)) {
    drop(all, from);
    make(all, to);
    return;
  }
  if (from.arguments != to.arguments || from.definition != to.definition) {
    make(all, to, true);
    all.alterations.back().frees = all.uses_from.of(from);
  }
  all.compare_comment({.kind = kind_of(to), .object = to.name, .signature = signature_of(to)},
                      from.comment, to.comment, fact);
}

/// What is made on a table: dropped and made again where it differs.
template <typename DropOne, typename CreateOne, typename OfTable>
void compare_of_table(Comparison& all, const std::vector<OfTable>& from,
                      const std::vector<OfTable>& to, const auto& fact, ObjectKind kind,
                      Rank drop_rank, Rank rank) {
  const auto drop_one = [&](const OfTable& one) {
    Facts used = all.uses_from.of(one);
    if (all.goes_with(one.table, used)) return;
    all.add({.operation = DropOne{.name = one.name, .table = one.table},
             .rank = drop_rank,
             .drops = of_one(fact(one)),
             .frees = std::move(used)});
  };
  const auto make_one = [&](const OfTable& one) {
    all.add({.operation = CreateOne{one},
             .rank = rank,
             .needs = all.uses_to.of(one),
             .makes = of_one(fact(one))});
  };
  match(
      from, to, fact, drop_one,
      [&](const OfTable& old, const OfTable& wanted) {
        OfTable alike = old;
        alike.comment = wanted.comment;
        if (all.replaced.objects.contains(fact(old)) || alike != wanted) {
          drop_one(old);
          make_one(wanted);
        } else {
          all.compare_comment({.kind = kind, .object = wanted.table, .of = wanted.name},
                              old.comment, wanted.comment, fact(wanted));
        }
      },
      make_one);
}

/// "1.4" is older than "1.10".
bool is_older(const std::string& one, const std::string& other) {
  const std::vector<std::string> parts = split(one, '.');
  const std::vector<std::string> others = split(other, '.');
  for (std::size_t i = 0; i < std::min(parts.size(), others.size()); ++i) {
    if (parts[i].size() != others[i].size()) return parts[i].size() < others[i].size();
    if (parts[i] != others[i]) return parts[i] < others[i];
  }
  return parts.size() < others.size();
}

}  // namespace

void compare_schemas(Comparison& all) {
  const auto fact = [&](const Schema& one) { return all.names.schema(one.name); };
  match(
      all.from.schemas, all.to.schemas, fact,
      [&](const Schema& one) {
        all.add({.operation = DropSchema{.name = one.name},
                 .rank = Rank::drop_schema,
                 .drops = of_one(fact(one))});
      },
      [&](const Schema& old, const Schema& wanted) {
        all.compare_comment({.kind = ObjectKind::schema, .object = ObjectName({}, wanted.name)},
                            old.comment, wanted.comment, fact(wanted));
      },
      [&](const Schema& one) {
        all.add({.operation = CreateSchema{.schema = one},
                 .rank = Rank::schema,
                 .makes = of_one(fact(one))});
      });
  std::vector<const Extension*> dropped;
  match(
      all.from.extensions, all.to.extensions, [](const Extension& one) { return one.name; },
      [&](const Extension& one) { dropped.push_back(&one); },
      [&](const Extension& old, const Extension& wanted) {
        if (old == wanted) return;
        if (wanted.schema.empty() && !old.schema.empty()) {
          all.refuse("extension " + old.name, "which schema it would choose is not known");
          return;
        }
        // Nobody writes the scripts for it; an empty version is the newest that the server has.
        if (!wanted.version.empty() && wanted.version != old.version &&
            (old.version.empty() || is_older(wanted.version, old.version))) {
          all.refuse("extension " + old.name,
                     "it has no way back to its version " + wanted.version);
          return;
        }
        Facts needs;
        if (!wanted.schema.empty()) needs.push_back(all.names.schema(wanted.schema));
        Facts frees;
        if (!old.schema.empty()) frees.push_back(all.names.schema(old.schema));
        all.add({.operation = AlterObject{wanted},
                 .rank = Rank::extension,
                 .needs = std::move(needs),
                 .frees = std::move(frees)});
      },
      [&](const Extension& one) {
        Facts needs;
        if (!one.schema.empty()) needs.push_back(all.names.schema(one.schema));
        all.add({.operation = CreateExtension{.extension = one},
                 .rank = Rank::extension,
                 .needs = std::move(needs)});
      });
  // One that needs another one is most often called after it: earthdistance and cube.
  for (const Extension* one : dropped | std::views::reverse)
    all.add({.operation = DropExtension{.name = one->name}, .rank = Rank::drop_extension});
}

void compare_sequences(Comparison& all) {
  const auto owner_goes = [&](const Sequence& one) {
    if (!one.owned_by) return false;
    const auto table = all.tables_to.find(all.names.relation(one.owned_by->first));
    return table == all.tables_to.end() ||
           std::ranges::none_of(table->second->columns, [&](const Column& column) {
             return column.name == one.owned_by->second;
           });
  };
  const auto fact = [&](const Sequence& one) { return all.names.relation(one.name); };
  match(
      all.from.sequences, all.to.sequences, fact,
      [&](const Sequence& one) {
        if (owner_goes(one)) return;  // it goes with it
        all.add({.operation = DropSequence{.name = one.name},
                 .rank = Rank::drop_sequence,
                 .drops = of_one(fact(one)),
                 .frees = all.uses_from.of(one)});
      },
      [&](const Sequence& old, const Sequence& wanted) {
        AlterSequence altered{.name = wanted.name, .options = wanted.options};
        if (old.type != wanted.type) altered.type = wanted.type;
        if (old.owned_by != wanted.owned_by) altered.owned_by = wanted.owned_by;
        if (old.options != wanted.options || altered.type || altered.owned_by) {
          // Whose column changes stays the column's.
          Facts frees = altered.owned_by ? all.uses_from.of(old) : Facts();
          Facts needs = all.uses_to.of(wanted);
          if (altered.owned_by && old.owned_by && wanted.owned_by) {
            // The old owner may have to go before the new one comes: they can be of one name.
            const Fact nobodys = fact(wanted) + " without owner";
            all.add({.operation = AlterSequence{.name = wanted.name,
                                                .options = old.options,
                                                .owned_by = Sequence().owned_by},
                     .rank = Rank::sequence,
                     .makes = {nobodys},
                     .frees = std::exchange(frees, {})});
            needs.push_back(nobodys);
          }
          all.add({.operation = std::move(altered),
                   .rank = Rank::sequence,
                   .needs = std::move(needs),
                   .frees = std::move(frees)});
        }
        all.compare_comment({.kind = ObjectKind::sequence, .object = wanted.name}, old.comment,
                            wanted.comment, fact(wanted));
      },
      [&](const Sequence& one) {
        Sequence made = one;
        if (all.comes_before_its_column(one)) {
          all.add({.operation =
                       AlterSequence{
                           .name = one.name, .options = one.options, .owned_by = one.owned_by},
                   .rank = Rank::sequence,
                   .needs = all.uses_to.of(one)});
          all.alterations.back().needs.push_back(fact(one));
          made.owned_by.reset();
        }
        auto needs = all.uses_to.of(made);
        all.add({.operation = CreateSequence{.sequence = std::move(made)},
                 .rank = Rank::sequence,
                 .needs = std::move(needs),
                 .makes = of_one(fact(one))});
      });
}

void compare_routines(Comparison& all) {
  match(
      all.from.functions, all.to.functions,
      [&](const Function& one) { return all.names.function(one); },
      [&](const Function& one) { drop(all, one); },
      [&](const Function& old, const Function& wanted) { compare(all, old, wanted); },
      [&](const Function& one) { make(all, one); });
}

void compare_views(Comparison& all) {
  match(
      all.from.views, all.to.views, [&](const View& one) { return all.names.relation(one.name); },
      [&](const View& one) { drop(all, one); },
      [&](const View& old, const View& wanted) { compare(all, old, wanted); },
      [&](const View& one) { make(all, one); });
}

void compare_triggers(Comparison& all) {
  const auto fact = [&](const Trigger& one) { return all.names.trigger(one.table, one.name); };
  compare_of_table<DropTrigger, CreateTrigger>(all, all.from.triggers, all.to.triggers, fact,
                                               ObjectKind::trigger, Rank::drop_trigger,
                                               Rank::trigger);
}

void compare_policies(Comparison& all) {
  const auto fact = [&](const Policy& one) { return all.names.policy(one.table, one.name); };
  compare_of_table<DropPolicy, CreatePolicy>(all, all.from.policies, all.to.policies, fact,
                                             ObjectKind::policy, Rank::drop_policy, Rank::policy);
}

}  // namespace aludel
