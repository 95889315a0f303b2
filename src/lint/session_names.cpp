#include "lint/session_names.hpp"

namespace aludel {

namespace {

/// No name that a database gives holds it first.
constexpr char mark = '\x01';

std::string made_key(const std::string& schema) {
  return mark + schema;
}

}  // namespace

SessionNames::Meaning SessionNames::of(const ObjectName& name) const {
  const bool written = name.schema == temporary_key(name).schema;
  if (written || (name.schema.empty() && temporary_.contains(name.name)))
    return {.key = temporary_key(name), .before = name, .is_made = true};
  Meaning meaning = of_lasting(name);
  if (name.schema.empty() && former_.contains(name.name)) meaning.sure = false;
  return meaning;
}

ObjectName SessionNames::key_of_new(const ObjectName& name) const {
  const bool plain = dialect_ == SqlDialect::postgresql && name.schema.empty() && !moved_;
  if (!plain) return of_lasting(name).key;
  return {facts_ == nullptr ? std::string() : facts_->schema, name.name};
}

void SessionNames::drop(const ObjectName& name) {
  if (!name.schema.empty()) return;
  if (temporary_.erase(name.name) == 0) made_.erase(name.name);
}

SessionNames::Meaning SessionNames::of_lasting(const ObjectName& name) const {
  if (dialect_ == SqlDialect::sqlite)
    return {.key = {name.schema.empty() ? "main" : name.schema, name.name}, .before = name};
  if (name.schema.empty() && !moved_) {
    // The path may have more schemas than the one in which names are made.
    if (const auto made = made_.find(name.name); made != made_.end())
      return {.key = {made->second, name.name}, .before = name};
    const RelationFacts* found = facts_ == nullptr ? nullptr : facts_->find(name);
    return {.key = found != nullptr ? found->name : key_of_new(name), .before = name};
  }
  if (name.schema.empty() && path_schema_.empty())
    return {.key = {"\x02" + std::to_string(moves_), name.name}, .before = name, .sure = false};
  const std::string& schema = name.schema.empty() ? path_schema_ : name.schema;
  const std::string key = schema_key(schema);
  return {.key = {key, name.name},
          .before = {schema_before(schema), name.name},
          .is_made = !key.empty() && key.front() == mark};
}

ObjectName SessionNames::key_of_found(const ObjectName& name) const {
  if (dialect_ == SqlDialect::sqlite && name.schema.empty()) return {"main", name.name};
  return name;
}

ObjectName SessionNames::temporary_key(const ObjectName& name) const {
  return {dialect_ == SqlDialect::sqlite ? "temp" : "pg_temp", name.name};
}

bool SessionNames::is_temporary(const ObjectName& key) const {
  return key.schema == temporary_key(key).schema;
}

std::string SessionNames::schema_key(const std::string& schema) const {
  const auto found = schemas_.find(schema);
  return found == schemas_.end() ? schema : found->second;
}

std::string SessionNames::schema_before(const std::string& schema) const {
  const std::string key = schema_key(schema);
  return !key.empty() && key.front() == mark ? schema : key;
}

bool SessionNames::may_be_absent(const ObjectName& name) const {
  if (dialect_ == SqlDialect::sqlite)  // an attached file may have it
    return !moved_ || name.schema == "main";
  return of(name).sure;
}

void SessionNames::add_temporary(const Created& made) {
  temporary_[made.name.name] = made.until_commit;
}

void SessionNames::add_schema(const std::string& name) {
  schemas_[name] = made_key(name);
}

void SessionNames::rename_schema(const std::string& from, const std::string& to) {
  schemas_[to] = schema_key(from);
  schemas_[from] = made_key(from);
}

void SessionNames::follow(const PathChange& change) {
  moved_ = true;
  ++moves_;
  path_schema_ = change.schema;
}

void SessionNames::begin_revision() {
  for (const auto& [name, until_commit] : temporary_) former_.insert(name);
  temporary_.clear();
  moved_ = false;
  path_schema_.clear();
}

void SessionNames::begin_segment() {
  std::erase_if(temporary_, [](const auto& each) { return each.second; });
  if (!moved_) return;
  ++moves_;
  path_schema_.clear();
}

}  // namespace aludel
