#include "migrate/rendered_revision.hpp"

#include <algorithm>
#include <utility>

#include "aludel/migration.hpp"
#include "catalog/recording.hpp"
#include "migrate/derived_downgrade.hpp"
#include "migrate/said.hpp"
#include "migrate/section_renderer.hpp"
#include "migrate/section_text.hpp"

namespace aludel {

namespace {

/// Of what no way back is derived.
void unheard(const Operation&) {}

void write_way_back(DerivedDowngrade way_back, const Revision& revision, const RenderingFor& target,
                    const Foreseen& behind, SectionText& text) {
  if (!way_back.reason().empty()) return text.irreversible(way_back.reason());
  try {
    SectionText derived;
    derived.begin(Direction::down, revision.code->allow_data_loss);
    std::vector<DerivedDowngrade::Part> parts = std::move(way_back).parts();
    if (!parts.empty()) {
      Foreseen after = behind;
      SectionRenderer down(revision, target, after, derived, SectionRenderer::Words::derived);
      for (auto& [operation, line] : parts)
        down.write_part(std::move(operation), [&, at = line](std::size_t) { return at; }, unheard);
      down.finish();
    }
    text.append(derived);
  } catch (const Error& error) {
    text.irreversible(error.diagnostic().message);
  }
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
  SectionText text;
  text.begin(Direction::up, code.allow_data_loss);
  SectionRenderer up(revision, target, foreseen, text);
  DerivedDowngrade way_back(target.dialect.objects().rules);
  for (RecordedOperation& recorded : said.operations) {
    const int line = static_cast<int>(recorded.at.line());
    up.write(std::move(recorded), [&](const Operation& bound) {
      if (code.downgrade == nullptr)
        way_back.add(bound, foreseen.catalog(), foreseen.is_whole(), line);
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
