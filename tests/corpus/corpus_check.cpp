// corpus_check SERVER FOLDER [--sample] [--strict] [NAME…]: for each pair of schemas in FOLDER,
// makes the second one of the first, and the first of the second, by the changes that a comparison
// gives, on a database with rows; then the way back. SERVER is the URL of a PostgreSQL database
// from which others can be made, or `sqlite`. Prints the pass rate by kind and every case that is
// not passed. A case is passed where all runs, a second comparison finds nothing, pg_dump (SQLite:
// its pragmas) tells no difference, no row is lost, and the same holds of the way back but for
// rows. A refusal that says why is counted apart, and so is what the rehearsal in a scratch
// database keeps from being written. Exit 1 where one is neither, with --strict also where it was
// caught: there is something to mend then. With NAMEs the SQL is printed.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "aludel/error.hpp"
#include "app/autogenerate/generated_sections.hpp"
#include "app/autogenerate/rehearsal.hpp"
#include "app/compare/compare.hpp"
#include "app/compare/unbound_bodies.hpp"
#include "base/text.hpp"
#include "corpus/pair_database.hpp"

namespace {

using aludel::Connection;
using aludel::corpus::PairDatabase;
namespace files = std::filesystem;

struct Verdict {
  enum class Kind { passed, refused, caught, failed };
  Kind kind = Kind::passed;
  std::string why;
};

Verdict failed(std::string why) {
  return {Verdict::Kind::failed, std::move(why)};
}

std::string first_difference(const std::multiset<std::string>& one,
                             const std::multiset<std::string>& other) {
  std::vector<std::string> only;
  std::ranges::set_difference(one, other, std::back_inserter(only));
  return only.empty() ? "" : only.front();
}

/// Which schema of a pair is made of which.
struct Direction {
  const char* from = "from.sql";
  const char* to = "to.sql";
  const char* suffix = "";
};
constexpr Direction there{};
constexpr Direction back{"to.sql", "from.sql", " back"};

aludel::KnownState state_of(PairDatabase& database) {
  Connection& session = database.session();
  aludel::KnownState state{database.dialect().objects().inspect(session, {}),
                           session.server_version(), std::nullopt};
  if (database.dialect().name() == "postgresql") state.rights = aludel::read_rights(session, {});
  return state;
}

aludel::ComparedStates compared(const aludel::KnownState& from, const aludel::KnownState& to,
                                PairDatabase& database) {
  return aludel::compare(from, to, database.dialect(), &database.session());
}

/// Runs the changes; none: all went well.
std::optional<Verdict> run(const aludel::ComparedStates& found, PairDatabase& database,
                           bool verbose) {
  Connection& session = database.session();
  if (!found.refusals.empty())
    return Verdict{Verdict::Kind::refused,
                   found.refusals[0].object + ": " + found.refusals[0].reason};
  std::string sent;
  const auto send = [&](const std::string& sql) {
    sent = sql;
    if (verbose) std::printf("     %s;\n", sent.c_str());
    return session.query(sent);
  };
  const bool on_sqlite = database.dialect().name() == "sqlite";
  const bool foreign_keys_off = std::ranges::any_of(
      found.changes,
      [](const aludel::RenderedChange& change) { return change.rendering.foreign_keys_off; });
  try {
    if (on_sqlite)
      send(foreign_keys_off ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
    if (std::ranges::any_of(found.changes, aludel::makes_function))
      send(std::string(aludel::leave_bodies_unread));
    bool in_transaction = false;
    const auto be_in_transaction = [&](bool wanted) {
      if (wanted != in_transaction) send(wanted ? "BEGIN" : "COMMIT");
      in_transaction = wanted;
    };
    for (const aludel::RenderedChange& change : found.changes) {
      for (const aludel::RenderedStatement& statement : change.rendering.statements) {
        be_in_transaction(!statement.autocommit);
        send(statement.sql);
      }
    }
    for (const std::string& check : aludel::checks_of(found.changes)) {
      if (!send(check).rows.empty())
        return Verdict{Verdict::Kind::refused, "rows do not fit: " + check};
    }
    be_in_transaction(false);
  } catch (const aludel::Error& error) {
    const std::string& state = error.diagnostic().sqlstate;
    if (error.diagnostic().message.contains(" constraint failed") || state.starts_with("22") ||
        state.starts_with("23"))  // nothing is lost then
      return Verdict{Verdict::Kind::refused, "rows do not fit: " + error.diagnostic().message};
    return failed(error.diagnostic().message + " in " + sent);
  }
  return std::nullopt;
}

/// Which objects of one state alone nothing is known of; empty: none.
std::string not_compared(const aludel::KnownState& one, const aludel::KnownState& other) {
  std::vector<std::string> only;
  std::ranges::set_symmetric_difference(one.objects.not_covered, other.objects.not_covered,
                                        std::back_inserter(only));
  std::erase_if(only, [](const std::string& object) {
    return object.starts_with("default privileges");  // these are compared, beside the catalog
  });
  return only.empty() ? "" : "not covered: " + aludel::join(only, ", ");
}

/// Whether `has` is what `wants` is, by the comparison and by others.
std::optional<Verdict> differs(PairDatabase& has, PairDatabase& wants,
                               const aludel::KnownState& wanted) {
  const auto left = compared(state_of(has), wanted, has);
  if (left.differ()) return failed("the second comparison is not empty");
  const auto one = has.dump();
  const auto other = wants.dump();
  std::string line = first_difference(other, one);
  if (line.empty()) line = first_difference(one, other);
  if (line.empty()) return std::nullopt;
  if (!wanted.objects.not_covered.empty())
    return Verdict{Verdict::Kind::refused,
                   "not compared: " + aludel::join(wanted.objects.not_covered, ", ") + ": " + line};
  return failed("not seen: " + line);
}

/// What is told where the changes are tried before anybody has them.
std::optional<Verdict> rehearsed(const std::string& server, const aludel::KnownState& from,
                                 aludel::ComparedStates& up) {
  if (!up.refusals.empty()) return std::nullopt;
  aludel::ScratchPlace place;
  place.url = aludel::parse_url(server == "sqlite" ? "sqlite://" : server, "/");
  aludel::SessionOptions options;
  options.url = place.url;
  aludel::ComparedStates down = aludel::taken_back(up, from, aludel::dialect_for(place.url));
  const bool had_way_back = down.refusals.empty();
  try {
    const std::string why_not = aludel::rehearse(place, options, from, up, &down);
    if (!why_not.empty()) return failed("not rehearsed: " + why_not);
  } catch (const aludel::Error& error) {
    const auto& found = error.diagnostic().place;
    return Verdict{Verdict::Kind::caught,
                   found ? found->label + " in " + found->excerpt : error.diagnostic().message};
  }
  for (const aludel::ComparedStates* one : {&up, &down}) {
    if (one->refusals.empty() || (one == &down && !had_way_back)) continue;
    const aludel::Refusal& first = one->refusals.front();
    return Verdict{Verdict::Kind::caught,
                   (one == &up ? "" : "downgrade: ") + first.object + ": " + first.reason};
  }
  return std::nullopt;
}

std::unique_ptr<PairDatabase> make(const std::string& server, const std::string& role) {
  return server == "sqlite" ? aludel::corpus::on_sqlite(role)
                            : aludel::corpus::on_postgresql(server, role);
}

Verdict check(const std::string& server, const files::path& folder, const Direction& direction,
              bool verbose) {
  const auto from = make(server, "from");
  const auto to = make(server, "to");
  from->load(folder / direction.from);
  to->load(folder / direction.to);
  from->fill();
  const auto rows = from->counts();
  const auto old_state = state_of(*from);
  const auto new_state = state_of(*to);
  if (const std::string unknown = not_compared(old_state, new_state); !unknown.empty())
    return {Verdict::Kind::refused, unknown};
  auto up = compared(old_state, new_state, *from);
  if (auto verdict = rehearsed(server, old_state, up)) return *verdict;
  if (auto verdict = run(up, *from, verbose)) return *verdict;
  if (auto verdict = differs(*from, *to, new_state)) return *verdict;
  for (const auto& [column, count] : from->counts()) {
    const auto before = rows.find(column);
    if (before != rows.end() && before->second != count)
      return failed("lost: " + column + " had " + before->second + ", has " + count);
  }
  const auto before = make(server, "before");
  before->load(folder / direction.from);
  const auto down = compared(up.after, old_state, *from);
  if (verbose) std::printf("     -- and back\n");
  if (auto verdict = run(down, *from, verbose)) {
    verdict->why = "downgrade: " + verdict->why;
    return *verdict;
  }
  if (auto verdict = differs(*from, *before, old_state)) {
    verdict->why = "downgrade: " + verdict->why;
    return *verdict;
  }
  return {};
}

constexpr std::array<const char*, 4> words_of_kind{"passed ", "refused", "caught ", "FAIL   "};

/// `--sample`: a quarter of the cases, each in one direction, by a seed that is printed.
class Sample {
 public:
  explicit Sample(bool wanted) : wanted_(wanted) {
    if (!wanted) return;
    const char* given = std::getenv("ALUDEL_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
    random_.seed(seed);
    std::printf("a quarter of the corpus, ALUDEL_SEED=%u\n", seed);
  }
  std::vector<Direction> directions() {
    if (!wanted_) return {there, back};
    const bool taken = random_() % 4 == 0;
    const Direction one = random_() % 2 == 0 ? there : back;
    return taken ? std::vector{one} : std::vector<Direction>();
  }

 private:
  bool wanted_;
  std::mt19937 random_;
};

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: corpus_check SERVER FOLDER [--sample] [--strict] [NAME...]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string server = words[1];
  std::vector<files::path> cases;
  for (const auto& entry : files::directory_iterator(words[2])) cases.push_back(entry.path());
  std::ranges::sort(cases);
  std::set<std::string> named(words + 3, words + count);
  const bool strict = named.erase("--strict") > 0;
  Sample sample(named.erase("--sample") > 0);
  using Counts = std::array<int, 4>;
  std::map<std::string, Counts> kinds;
  Counts all{};
  for (const files::path& folder : cases) {
    const std::string name = folder.filename().string();
    if (!named.empty() && !named.contains(name)) continue;
    for (const Direction& direction : sample.directions()) {
      Verdict verdict;
      try {
        verdict = check(server, folder, direction, !named.empty());
      } catch (const aludel::Error& error) {
        verdict = failed(error.diagnostic().message);
      } catch (const std::exception& error) {
        verdict = failed(error.what());
      }
      const auto kind = static_cast<std::size_t>(verdict.kind);
      ++kinds[name.substr(0, name.find('-'))][kind];
      ++all[kind];
      if (verdict.kind != Verdict::Kind::passed)
        std::printf("%s %-48s %s\n", words_of_kind.at(kind), (name + direction.suffix).c_str(),
                    first_line(verdict.why).c_str());
    }
  }
  std::printf("\n%-16s passed  refused  caught  failed\n", "kind");
  const auto print = [](const std::string& kind, const Counts& counted) {
    std::printf("%-16s %6d  %7d  %6d  %6d\n", kind.c_str(), counted[0], counted[1], counted[2],
                counted[3]);
  };
  for (const auto& [kind, counted] : kinds) print(kind, counted);
  print("all", all);
  return all[3] > 0 || (strict && all[2] > 0) ? 1 : 0;
}
