#include "dialect/keyless_table.hpp"

#include "base/code.hpp"

namespace aludel {

void refuse_without_key(const std::string& table, const std::string& kind) {
  Diagnostic problem = diagnostic(
      Code::bad_directive, table + " is " + kind + ": it has no key for batches to go along");
  problem.hint = "name a table whose rows it shows, with `:batch` on that table";
  throw Error(std::move(problem));
}

}  // namespace aludel
