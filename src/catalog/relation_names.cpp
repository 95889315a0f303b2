#include "catalog/relation_names.hpp"

#include "base/text.hpp"

namespace aludel {

bool RelationNames::may_hold(const Catalog& catalog, const ObjectName& name) {
  if (!is_read_) {
    keys_.clear();
    for (const Table& table : catalog.tables) {
      add(table.name);
      add(table.name.schema, table.indexes);
    }
    for (const View& view : catalog.views) {
      add(view.name);
      add(view.name.schema, view.indexes);
    }
    for (const Sequence& sequence : catalog.sequences) add(sequence.name);
    for (const CompositeType& composite : catalog.composites) add(composite.name);
    is_read_ = true;
  }
  return keys_.contains(key(name));
}

void RelationNames::follow(const Operation& operation) {
  if (const auto* table = std::get_if<CreateTable>(&operation)) {
    add(table->table.name);
    add(table->table.name.schema, table->table.indexes);
  } else if (const auto* view = std::get_if<CreateView>(&operation)) {
    add(view->view.name);
    add(view->view.name.schema, view->view.indexes);
  } else if (const auto* index = std::get_if<CreateIndex>(&operation)) {
    add({index->table.schema, index->index.name});
  } else if (const auto* sequence = std::get_if<CreateSequence>(&operation)) {
    add(sequence->sequence.name);
  } else if (const auto* composite = std::get_if<CreateComposite>(&operation)) {
    add(composite->composite.name);
  } else if (std::holds_alternative<RenameTable>(operation) ||
             std::holds_alternative<RenameIndex>(operation) ||
             std::holds_alternative<AttachPartition>(operation) ||
             std::holds_alternative<DetachPartition>(operation) ||
             std::holds_alternative<AlterObject>(operation)) {
    is_read_ = false;
  }
}

void RelationNames::add(const ObjectName& name) {
  keys_.insert(key(name));
}

void RelationNames::add(const std::string& schema, const std::vector<Index>& indexes) {
  for (const Index& index : indexes) add({schema, index.name});
}

std::string RelationNames::key(const ObjectName& name) const {
  std::string words = name.schema + '\0' + name.name;
  return folds_case_ ? lower(words) : words;
}

}  // namespace aludel
