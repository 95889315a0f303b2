#include <algorithm>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "dialect/activity.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;

/// Names are whatever their owners made them; a terminal must not obey them.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return text;
}

void add(std::vector<std::string>& parts, std::string part) {
  if (!part.empty()) parts.push_back(std::move(part));
}

std::string with_age(std::string what, const std::optional<milliseconds>& time) {
  return what.empty() || !time ? what : what + " for " + format_seconds(*time);
}

std::string in_parentheses(const std::vector<std::string>& parts) {
  return parts.empty() ? "" : " (" + join(parts, ", ") + ")";
}

std::string prepared(const Blocker& blocker) {
  std::vector<std::string> parts;
  add(parts, blocker.user);
  if (blocker.transaction_age)
    add(parts, "prepared " + format_seconds(*blocker.transaction_age) + " ago");
  const std::string name = "'" + replace_all(blocker.id, "'", "''") + "'";
  return "the prepared transaction " + name + in_parentheses(parts) +
         ", which no session owns: `COMMIT PREPARED " + name + "` or `ROLLBACK PREPARED " + name +
         "` ends it";
}

std::string autovacuum(const Blocker& blocker) {
  const std::string what = blocker.prevents_wraparound
                               ? "autovacuum to prevent transaction id wraparound"
                               : "autovacuum";
  return "pid " + blocker.id + " (" + with_age(what, blocker.transaction_age) + ")" +
         (blocker.query.empty() ? "" : ": " + blocker.query) +
         (blocker.prevents_wraparound ? "; it does not yield: wait for its end" : "");
}

std::string session(const Blocker& blocker) {
  std::vector<std::string> parts;
  add(parts, blocker.application);
  add(parts, blocker.user);
  add(parts, blocker.client);
  add(parts, with_age(blocker.state, blocker.state_age));
  if (blocker.transaction_age)
    add(parts, "transaction of " + format_seconds(*blocker.transaction_age));
  std::string text = "pid " + blocker.id + in_parentheses(parts);
  if (!blocker.query.empty()) text += ": " + blocker.query;
  if (!blocker.waits_for.empty()) {
    std::vector<std::string> ids;
    for (const std::string& id : blocker.waits_for) ids.push_back("pid " + id);
    text += "; it waits for " + join(ids, ", ");
  }
  return text;
}

}  // namespace

std::string describe(const Blocker& blocker) {
  switch (blocker.kind) {
    case Blocker::Kind::prepared_transaction: return printable(prepared(blocker));
    case Blocker::Kind::autovacuum: return printable(autovacuum(blocker));
    case Blocker::Kind::session:
    case Blocker::Kind::process: break;
  }
  return printable(session(blocker));
}

}  // namespace aludel
