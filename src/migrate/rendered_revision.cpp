#include "migrate/rendered_revision.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include "aludel/migration.hpp"
#include "catalog/describe.hpp"
#include "catalog/inverse.hpp"
#include "catalog/recording.hpp"
#include "migrate/said.hpp"
#include "migrate/section_renderer.hpp"
#include "migrate/section_text.hpp"

namespace aludel {

namespace {

/// Of what no way back is derived.
void unheard(const Operation&) {}

/// The way back of what was said, last first; or why there is none.
struct WayBack {
  std::vector<std::pair<Operation, int>> operations;  ///< and the line of what each takes back
  std::string reason;
};

/// What takes `bound` back. Where the state is not whole it may not fit `before`.
std::expected<std::vector<Operation>, std::string> inverse_of(const Operation& bound,
                                                              const Catalog& before,
                                                              const Rules& rules) {
  try {
    return inverse(bound, before, rules);
  } catch (const Error& error) {
    return std::unexpected(error.diagnostic().message +
                           ", as far as can be told behind SQL of one's own");
  }
}

void add_way_back(WayBack& way_back, const Operation& bound, const Catalog& before,
                  const Rules& rules, int line) {
  if (!way_back.reason.empty()) return;
  auto taken_back = inverse_of(bound, before, rules);
  if (!taken_back) {
    way_back.reason = describe(bound) + ": " + taken_back.error();
    return;
  }
  std::vector<std::pair<Operation, int>> all;
  for (Operation& each : *taken_back) all.emplace_back(std::move(each), line);
  std::ranges::move(way_back.operations, std::back_inserter(all));
  way_back.operations = std::move(all);
}

void write_way_back(WayBack way_back, const Revision& revision, const RenderingFor& target,
                    const Foreseen& behind, SectionText& text) {
  if (way_back.reason.empty()) {
    try {
      SectionText derived;
      derived.begin(Direction::down, revision.code->allow_data_loss);
      Foreseen after = behind;
      SectionRenderer down(revision, target, after, derived, SectionRenderer::Words::derived);
      for (auto& [operation, line] : way_back.operations)
        down.write_part(std::move(operation), [&, at = line](std::size_t) { return at; }, unheard);
      down.finish();
      return text.append(derived);
    } catch (const Error& error) {
      way_back.reason = error.diagnostic().message;
    }
  }
  text.irreversible(way_back.reason);
}

void write_downgrade(const Revision& revision, Recording said, const RenderingFor& target,
                     Foreseen& foreseen, SectionText& text) {
  text.begin(Direction::down, revision.code->allow_data_loss);
  SectionRenderer down(revision, target, foreseen, text);
  for (RecordedOperation& recorded : said.operations) down.write(std::move(recorded), unheard);
  down.finish();
}

RenderedRevision taken(SectionText& text, const Revision& revision) {
  std::vector<RowsBeside> rows = text.take_rows();
  return {text.take(revision.path), std::move(rows)};
}

}  // namespace

RenderedRevision render_upgrade(const Revision& revision, Recording said,
                                const RenderingFor& target, Foreseen& foreseen) {
  const Migration& code = *revision.code;
  const Rules& rules = target.dialect.objects().rules;
  SectionText text;
  text.begin(Direction::up, code.allow_data_loss);
  SectionRenderer up(revision, target, foreseen, text);
  WayBack way_back;
  for (RecordedOperation& recorded : said.operations) {
    const int line = static_cast<int>(recorded.at.line());
    up.write(std::move(recorded), [&](const Operation& bound) {
      if (code.downgrade == nullptr) add_way_back(way_back, bound, foreseen.catalog(), rules, line);
    });
  }
  up.finish();

  if (code.downgrade != nullptr) {
    Foreseen after = foreseen;
    after.pass_rows();  // which there will be when it runs nobody knows
    write_downgrade(revision, record(revision, code.downgrade, target.dialect.name()), target,
                    after, text);
  } else {
    write_way_back(std::move(way_back), revision, target, foreseen, text);
  }
  return taken(text, revision);
}

RenderedRevision render_downgrade(const Revision& revision, Recording said,
                                  const RenderingFor& target, Foreseen& foreseen) {
  SectionText text;
  write_downgrade(revision, std::move(said), target, foreseen, text);
  return taken(text, revision);
}

bool has_many_rows(const Recording& said) {
  return std::ranges::any_of(said.operations, [](const RecordedOperation& recorded) {
    const auto* insert = std::get_if<BulkInsert>(&recorded.operation);
    return insert != nullptr && insert->rows.size() > many_rows;
  });
}

}  // namespace aludel
