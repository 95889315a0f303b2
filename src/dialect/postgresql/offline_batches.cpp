// A data migration in batches, in a script for psql. What a run does by questions and answers
// (migrate/batched_segment.cpp) is done by two DO blocks; the second one ends its transactions
// itself.
#include <fmt/format.h>

#include "dialect/dialect.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/plpgsql.hpp"
#include "dialect/range_settings.hpp"

namespace aludel::postgresql {

namespace {

std::string array_of(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + literal(text);
  return "ARRAY[" + all + "]";
}

/// A PL/pgSQL expression: the condition on `row` for the keys behind those in the variable `lower`,
/// up to those in `upper`.
std::string condition(const std::string& row, bool composite, const std::string& lower,
                      const std::string& upper) {
  const std::string open = composite ? "(" : "";
  const std::string close = composite ? ")" : "";
  return fmt::format(
      "'(' || CASE WHEN {0} = '' THEN '' ELSE {1} || {0} || {2} END || {3} || {4} || {5}", lower,
      literal(row + " > " + open), literal(close + " AND "), literal(row + " <= " + open), upper,
      literal(close + ")"));
}

std::string filter(const OfflineBatches& batches) {
  return batches.where.empty() ? "" : " AND (" + batches.where + ")";
}

}  // namespace

std::string batch_look(const OfflineBatches& batches) {
  const std::string place = " || " + literal(" (" + batches.place + ")");
  std::string not_null;
  std::string null;
  for (const std::string& column : batches.key) {
    not_null += (not_null.empty() ? "" : " AND ") + column + " IS NOT NULL";
    null += (null.empty() ? "" : " OR ") + column + " IS NULL";
  }
  const std::string body = fmt::format(
      "  IF to_regclass({table}) IS NULL THEN\n"
      "    {no_table}"
      "  END IF;\n"
      "  SELECT string_agg(k.name, ', ' ORDER BY k.n) FILTER (WHERE a.attname IS NULL), "
      "bool_and(a.attnotnull),\n"
      "      string_agg(format(CASE WHEN format_type(a.atttypid, NULL) ~ '^(timestamp|date$)'\n"
      "        THEN {of_time} ELSE {of_others} END, k.name),\n"
      "        ' || '', '' || ' ORDER BY k.n)\n"
      "    INTO missing, never_null, literals\n"
      "    FROM unnest({key}) WITH ORDINALITY AS k (name, n)\n"
      "    LEFT JOIN pg_attribute a ON a.attrelid = to_regclass({table}) AND a.attnum > 0 AND NOT "
      "a.attisdropped\n"
      "      AND a.attname = (parse_ident(k.name))[1];\n"
      "  IF missing IS NOT NULL THEN\n"
      "    {no_column}"
      "  END IF;\n"
      "  IF NOT EXISTS ({index}) THEN\n"
      "    {no_index}"
      "  END IF;\n"
      "  IF NOT never_null THEN\n"
      "    PERFORM 1 FROM {from} WHERE {null} LIMIT 1;\n"
      "    IF FOUND THEN\n"
      "      {nulls}"
      "    END IF;\n"
      "  END IF;\n"
      "  {exact};\n"
      "  EXECUTE 'SELECT ' || literals || {last} INTO last_key;\n"
      "  EXECUTE {explain} INTO plan;\n"
      "  PERFORM set_config('aludel.batch_literals', literals, false), "
      "set_config('aludel.batch_end', "
      "coalesce(last_key, ''), false),\n"
      "    set_config('aludel.batch_total', plan -> 0 -> 'Plan' ->> 'Plan Rows', false);\n",
      fmt::arg("exact", perform(exact_literals())), fmt::arg("table", literal(batches.table)),
      fmt::arg("from", batches.table), fmt::arg("of_time", literal(literal_of("%s", "date"))),
      fmt::arg("of_others", literal(literal_of("%s", "text"))),
      fmt::arg("key", array_of(batches.key)), fmt::arg("null", null),
      fmt::arg("no_table", raise(literal("there is no table " + batches.table) + place, "",
                                 "'nothing of this segment was done'")),
      fmt::arg("no_column", raise(literal("the table " + batches.table + " has no column ") +
                                      " || missing" + place,
                                  "", "'nothing of this segment was done'")),
      fmt::arg("index", index_query(literal(batches.table), array_of(batches.key))),
      fmt::arg("no_index",
               raise(literal("no index of " + batches.table + " begins with " + batches.columns +
                             ": every batch would read the whole table") +
                         place,
                     "", "'create one first, in a revision before this one'")),
      fmt::arg(
          "nulls",
          raise(literal("rows of " + batches.table + " have no " + batches.columns + " (NULL)") +
                    place,
                "",
                "'batches go along the key and would pass over them; take a key that is NOT "
                "NULL'")),
      fmt::arg("last", dollar_quoted(" FROM (SELECT " + batches.columns + " FROM " + batches.table +
                                     " WHERE " + not_null + " ORDER BY " + batches.descending +
                                     " LIMIT 1) AS last_row")),
      fmt::arg("explain",
               dollar_quoted("EXPLAIN (FORMAT JSON) SELECT 1 FROM " + batches.table +
                             (batches.where.empty() ? "" : " WHERE (" + batches.where + ")"))));
  return block(
             "  missing text;\n  never_null boolean;\n  literals text;\n  last_key text;\n  plan "
             "json;\n",
             body) +
         "SELECT current_setting('aludel.batch_end') <> '' AS aludel_rows, "
         "current_setting('aludel.batch_literals') AS aludel_literals,\n"
         "  current_setting('aludel.batch_end') AS aludel_end, "
         "current_setting('aludel.batch_total') AS aludel_total \\gset\n";
}

std::string batch_loop(const OfflineSettings& settings, const OfflineBatches& batches) {
  const Bookkeeping& tables = settings.bookkeeping;
  const bool composite = batches.key.size() > 1;
  const auto range = [&](const std::string& row, const std::string& upper) {
    return condition(row, composite, "done_key", upper);
  };
  const BatchSettings steered = range_settings(SqlDialect::postgresql);
  const std::string where = filter(batches);
  const std::string rest = " FROM " + batches.table + " WHERE ";
  const std::string body = fmt::format(
      "  WHILE done_key <> last_key LOOP\n"
      "    began := clock_timestamp();\n"
      "    LOOP\n"
      "      why := ({load});\n"
      "      EXIT WHEN why = '';\n"
      "      IF clock_timestamp() >= told THEN\n"
      "        RAISE NOTICE 'paused because %', why;\n"
      "        told := clock_timestamp() + interval '10 s';\n"
      "      END IF;\n"
      "      COMMIT;\n"
      "      PERFORM pg_sleep(0.5);\n"
      "    END LOOP;\n"
      "    LOOP\n"
      "      tried := clock_timestamp();\n"
      "      BEGIN\n"
      "        PERFORM set_config('lock_timeout', '{lock}ms', true), "
      "set_config('synchronous_commit', "
      "'off', true),\n"
      "          set_config('aludel.expects', {expected}, true);\n"
      "        {exact};\n"
      "        {along_index};\n"
      "        EXECUTE 'SELECT ' || literals || {next} || {to_end}\n"
      "          || {order} || (range_size - 1) || ') AS next_row' INTO next_key;\n"
      "        next_key := coalesce(next_key, last_key);\n"
      "        EXECUTE {count} || {to_next_row} || {where} INTO range_rows;\n"
      "        {as_always};\n"
      "        PERFORM set_config('extra_float_digits', float_digits, true), "
      "set_config('datestyle', "
      "date_style, true),\n"
      "          set_config('intervalstyle', interval_style, true);\n"
      "        EXECUTE {before} || {to_next} || {after};\n"
      "{own_role}"
      "        LOCK TABLE {version} IN SHARE ROW EXCLUSIVE MODE;\n"
      "{guard}"
      "        EXIT;\n"
      "      EXCEPTION WHEN lock_not_available THEN\n"
      "        IF clock_timestamp() - began >= '{retry} ms' THEN RAISE; END IF;\n"
      "        RAISE NOTICE '%; rolled back, tried again', SQLERRM;\n"
      "        range_size := greatest(range_size / 2, 1);\n"
      "      END;\n"
      "      ROLLBACK;\n"
      "      PERFORM pg_sleep(0.1);\n"
      "    END LOOP;\n"
      "    done_rows := done_rows + range_rows;\n"
      "    {journal}"
      "    COMMIT;\n"
      "    done_key := next_key;\n"
      "    took := greatest(extract(epoch FROM clock_timestamp() - tried) * 1000, 0.01);\n"
      "    range_size := greatest(1, least({largest}, CASE\n"
      "      WHEN took > {target} THEN range_size / 2\n"
      "      ELSE least(ceil(range_size * 1.5), ceil(range_size * {target} / 2 / took)) "
      "END))::bigint;\n"
      "    IF clock_timestamp() >= told THEN\n"
      "      RAISE NOTICE '% of about % rows', done_rows, total;\n"
      "      told := clock_timestamp() + interval '10 s';\n"
      "    END IF;\n"
      "    PERFORM pg_sleep({pause});\n"
      "  END LOOP;\n",
      fmt::arg("exact", perform(exact_literals())),
      fmt::arg("along_index", perform(steered.on.front())),
      fmt::arg("as_always", perform(steered.back.front())),
      fmt::arg("load", batch_load_query(literal(batches.table))),
      fmt::arg("lock", batches.lock_timeout.count()),
      fmt::arg("expected", literal(batches.expected)),
      fmt::arg("next", dollar_quoted(" FROM (SELECT " + batches.columns + rest)),
      fmt::arg("to_end", range(batches.row, "last_key")),
      fmt::arg("order", dollar_quoted(where + " ORDER BY " + batches.columns + " LIMIT 1 OFFSET ")),
      fmt::arg("count", dollar_quoted("SELECT count(*)" + rest)),
      fmt::arg("where", dollar_quoted(where)), fmt::arg("before", dollar_quoted(batches.before)),
      fmt::arg("to_next_row", range(batches.row, "next_key")),
      fmt::arg("to_next", range(batches.statement_row, "next_key")),
      fmt::arg("after", dollar_quoted(batches.after)),
      fmt::arg("own_role", batches.may_change_role
                               ? "        SET LOCAL SESSION AUTHORIZATION DEFAULT;\n"
                                 "        SET LOCAL role TO DEFAULT;\n"
                               : ""),
      fmt::arg("version", tables.version), fmt::arg("guard", guard_checks(tables)),
      fmt::arg("retry", batches.lock_retry.count()), fmt::arg("journal", batches.journal),
      fmt::arg("largest", batches.largest), fmt::arg("target", batches.target.count()),
      fmt::arg("pause", static_cast<double>(batches.pause.count()) / 1000));
  return "SET aludel.run_id = :'aludel_run_id';\n"
         "SET aludel.batch_literals = :'aludel_literals';\n"
         "SET aludel.batch_end = :'aludel_end';\n"
         "SET aludel.batch_total = :'aludel_total';\n" +
         block(fmt::format("  literals text := current_setting('aludel.batch_literals');\n"
                           "  last_key text := current_setting('aludel.batch_end');\n"
                           "  total text := current_setting('aludel.batch_total');\n"
                           "  float_digits text := current_setting('extra_float_digits');\n"
                           "  date_style text := current_setting('datestyle');\n"
                           "  interval_style text := current_setting('intervalstyle');\n"
                           "  done_key text := '';\n"
                           "  next_key text;\n"
                           "  done_rows bigint := 0;\n"
                           "  range_rows bigint;\n"
                           "  range_size bigint := {};\n"
                           "  began timestamptz;\n"
                           "  tried timestamptz;\n"
                           "  told timestamptz := clock_timestamp() + interval '2 s';\n"
                           "  took double precision;\n"
                           "  why text;\n"
                           "  present text;\n",
                           batches.size),
               body);
}

}  // namespace aludel::postgresql
