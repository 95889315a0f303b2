// A visitor of TableChange with a case for each alternative compiles; with MISSING_CASE one is left
// out.
#include "catalog/operation.hpp"

namespace {

struct Name {
  const char* operator()(const aludel::AddColumn&) const { return "add"; }
  const char* operator()(const aludel::DropColumn&) const { return "drop"; }
  const char* operator()(const aludel::AlterColumn&) const { return "alter"; }
  const char* operator()(const aludel::RenameColumn&) const { return "rename"; }
  const char* operator()(const aludel::AddConstraint&) const { return "constrain"; }
  const char* operator()(const aludel::DropConstraint&) const { return "free"; }
  const char* operator()(const aludel::RenameConstraint&) const { return "rename"; }
  const char* operator()(const aludel::ValidateConstraint&) const { return "validate"; }
  const char* operator()(const aludel::SetTableComment&) const { return "comment"; }
  const char* operator()(const aludel::SetRowSecurity&) const { return "secure"; }
  const char* operator()(const aludel::SetTableOption&) const { return "set"; }
  const char* operator()(const aludel::SetLogged&) const { return "log"; }
  const char* operator()(const aludel::SetParents&) const { return "parents"; }
  const char* operator()(const aludel::SetStrict&) const { return "strict"; }
#ifndef MISSING_CASE
  const char* operator()(const aludel::SetWithoutRowid&) const { return "rowid"; }
#endif
};

}  // namespace

const char* name_of(const aludel::TableChange& change);
const char* name_of(const aludel::TableChange& change) {
  return std::visit(Name{}, change);
}
