#include "catalog/lookup.hpp"
#include "catalog/settings.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

/// Longer ones are cut by rules of the server's own.
constexpr std::size_t longest_name = 63;

void read_sequences(Reading& reading) {
  for (const auto& row : reading.rows(R"sql(
SELECT s.seqrelid, pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin,
  s.seqmax, s.seqcache, s.seqcycle, d.refobjid, d.refobjsubid, d.deptype
FROM pg_catalog.pg_sequence s
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass
  AND d.objid = s.seqrelid AND d.objsubid = 0 AND d.refclassid = 'pg_catalog.pg_class'::regclass
  AND d.deptype IN ('a', 'i'))sql")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation == nullptr || relation->kind != 'S') continue;
    Sequence sequence{.name = relation->name,
                      .type = type_from_server(text(row[1])),
                      .comment = reading.comment(of_relation, oid(row[0]))};
    sequence.options = {.start = integer(row[2]),
                        .increment = integer(row[3]),
                        .min_value = integer(row[4]),
                        .max_value = integer(row[5]),
                        .cache = integer(row[6]),
                        .cycle = truth(row[7])};
    sequence.options = without_defaults(sequence.options, sequence.type);
    Table* table = reading.table(oid(row[8]));
    if (row[8] && table == nullptr) continue;  // it goes with a table that is left out
    if (table != nullptr) {
      const std::string& column = reading.relation(oid(row[8]))->columns.at(oid(row[9])).name;
      if (row[10] == "i") {
        for (Column& owner : table->columns) {
          if (owner.name == column && owner.identity) owner.identity->options = sequence.options;
        }
        reading.set(std::string(sequence_comment), table->name, column, sequence.comment);
        const std::string usual = identity_sequence(table->name, column).name;
        if (relation->name.name != usual && usual.size() <= longest_name)
          reading.set(std::string(sequence_name), table->name, column, relation->name.name);
        continue;
      }
      sequence.owned_by = std::pair(table->name, column);
    }
    reading.catalog.sequences.push_back(std::move(sequence));
  }
}

}  // namespace aludel::postgresql
