// Each operation on a real server: the statements run, and what the database holds then is what the
// catalog says.
#include "db/support/objects.hpp"

namespace aludel::testing {

namespace {

class PostgresqlOperations : public PostgresqlObjects {
 protected:
  static Table assets() {
    return {.name = "assets",
            .columns = {{.name = "id", .type = big_int(), .identity = Identity{}},
                        {.name = "symbol", .type = varchar(20), .nullable = false},
                        {.name = "price", .type = numeric(12, 2), .default_sql = "0"},
                        {.name = "note", .type = text()}},
            .constraints = {PrimaryKey{.columns = {"id"}}}};
  }
  void change(TableChange change) {
    check(AlterTable{.name = "assets", .changes = {std::move(change)}});
  }
  void alter(AlterColumn change_of_column) { change(std::move(change_of_column)); }
};

}  // namespace

TEST_P(PostgresqlOperations, ATableWithEverythingComesBackAsItWasSaid) {
  check(CreateSchema{{.name = "app", .comment = "the application's"}});
  check(CreateEnum{{.name = "app.mood", .values = {"sad", "it's ok"}, .comment = "how"}});
  check(CreateTable{assets()});
  check(CreateTable{
      {.name = "app.Prices",
       .columns =
           {{.name = "id",
             .type = integer(),
             .identity = Identity{.always = true, .options = {.start = 100, .increment = 10}}},
            {.name = "asset", .type = big_int(), .nullable = false, .comment = "whose"},
            {.name = "select", .type = named("VARCHAR (5)"), .default_sql = "'it''s'"},
            {.name = "price", .type = numeric(12, 2), .default_sql = "-1"},
            {.name = "twice", .type = numeric(), .generated = Generated{"(price * 2::numeric)"}},
            {.name = "moods", .type = array_of(named("app.mood")), .default_sql = "'{}'"},
            {.name = "mood", .type = named("app.mood"), .default_sql = "'sad'"},
            {.name = "made",
             .type = timestamp_tz(3),
             .nullable = false,
             .default_sql = "current_timestamp"},
            {.name = "day", .type = date(), .default_sql = "'2026-01-01'"},
            {.name = "ok", .type = named("bool"), .nullable = false, .default_sql = "'t'"},
            {.name = "data", .type = jsonb(), .default_sql = "'{}'"},
            {.name = "key", .type = uuid(), .default_sql = "gen_random_uuid()"},
            {.name = "name", .type = text(), .collation = "C"},
            {.name = "during", .type = named("int4range")}},
       .constraints =
           {PrimaryKey{.columns = {"id"}},
            Unique{.columns = {"asset", "made"},
                   .include = {"price"},
                   .deferral = Deferral::initially_deferred},
            ForeignKey{.columns = {"asset"},
                       .table = "public.assets",
                       .on_delete = Action::cascade,
                       .on_update = Action::set_null,
                       .deferral = Deferral::deferrable},
            Check{.expression = "(price > 0::numeric)"},
            Check{.name = "later", .expression = "id > 0", .not_valid = true, .no_inherit = true},
            Exclusion{.elements = {{.expression = "during", .op = "&&"}}, .where = "id > 0"}},
       .indexes =
           {{.name = "ix",
             .parts = {{.expression = "lower(name)", .descending = true},
                       {.column = "name", .collation = "POSIX", .opclass = "text_pattern_ops"},
                       {.column = "day", .nulls_first = true}},
             .include = {"data"},
             .where = "(id > 0)",
             .options = {{"fillfactor", "70"}},
             .comment = "idx"},
            {.parts = {{.column = "key"}}, .unique = true, .method = "btree"},
            {.name = "gin",
             .parts = {{.column = "data", .opclass = "jsonb_path_ops"}},
             .method = "gin"}},
       .comment = "it's all",
       .options = {{"fillfactor", "80"}, {"autovacuum_enabled", "false"}},
       .row_security = true,
       .force_row_security = true,
       .strict = true}});
  check(
      SetComment{.kind = ObjectKind::column, .object = "app.Prices", .of = "day", .comment = "d"});
  check(SetComment{.kind = ObjectKind::index, .object = "app.gin", .comment = "g"});
  check(DropTable{.name = "app.Prices"});
  check(DropEnum{.name = "app.mood"});
  check(DropSchema{.name = "app"});
}

TEST_P(PostgresqlOperations, ColumnsAreChangedInEveryWay) {
  check(CreateTable{assets()});
  sql("INSERT INTO assets (symbol, price) VALUES ('A', 1.5);");
  change(AddColumn{
      {.name = "rank", .type = integer(), .nullable = false, .default_sql = "1", .comment = "r"}});
  change(AddColumn{.column = {.name = "rank", .type = integer()}, .if_not_exists = true});
  alter({.name = "rank", .type = big_int(), .default_sql = "2"});
  alter({.name = "rank", .nullable = true, .default_sql = std::optional<std::string>()});
  alter({.name = "rank",
         .type = text(),
         .using_expression = "rank::text || 'x'",
         .comment = "as text"});
  alter({.name = "rank", .collation = "C"});
  alter({.name = "rank", .type = varchar(9)});
  alter({.name = "rank", .collation = ""});
  alter({.name = "rank", .comment = ""});
  EXPECT_EQ(value("SELECT rank FROM assets"), "1x");
  change(RenameColumn{"rank", "Order"});
  change(AddColumn{
      {.name = "twice", .type = numeric(), .generated = Generated{"price * 2::numeric"}}});
  alter({.name = "twice", .generated = std::optional<Generated>()});
  change(AddColumn{{.name = "number", .type = big_int(), .nullable = false, .default_sql = "7"}});
  alter({.name = "number", .default_sql = std::optional<std::string>(), .identity = Identity{}});
  alter({.name = "number",
         .identity = Identity{.always = true,
                              .options = {.start = 5,
                                          .increment = -3,
                                          .min_value = -100,
                                          .max_value = 90,
                                          .cache = 4,
                                          .cycle = true}}});
  alter({.name = "number", .identity = Identity{}});
  alter({.name = "number", .identity = std::optional<Identity>()});
  change(AddColumn{{.name = "counted", .type = integer()}});
  alter({.name = "note", .nullable = true});
  change(DropColumn{"Order"});
  change(DropColumn{.name = "Order", .if_exists = true});
}

TEST_P(PostgresqlOperations, AnIdentityOfAColumnThatHasValuesCountsOnBehindThem) {
  check(CreateTable{{.name = "Old ones",
                     .columns = {{.name = "id", .type = integer(), .nullable = false},
                                 {.name = "Down", .type = small_int(), .nullable = false}}}});
  sql("INSERT INTO \"Old ones\" VALUES (41, -7), (3, -2)");
  check(AlterTable{"Old ones",
                   {AlterColumn{.name = "id", .identity = Identity{}},
                    AlterColumn{.name = "Down",
                                .identity = Identity{.always = true, .options = {.increment = -2}}},
                    RenameColumn{"id", "number"}}});
  sql("INSERT INTO \"Old ones\" DEFAULT VALUES");
  sql("INSERT INTO \"Old ones\" DEFAULT VALUES");
  EXPECT_EQ(rows("SELECT * FROM \"Old ones\" WHERE number > 41 ORDER BY 1"),
            (Lines{"42|-8", "43|-10"}));
}

TEST_P(PostgresqlOperations, AnIdentityOfAnEmptyTableBeginsWhereItIsToldTo) {
  check(CreateTable{{.name = "fresh", .columns = {{.name = "id", .type = big_int()}}}});
  check(AlterTable{"fresh",
                   {AlterColumn{.name = "id", .identity = Identity{.options = {.start = 500}}}}});
  sql("INSERT INTO fresh DEFAULT VALUES");
  EXPECT_EQ(value("SELECT id FROM fresh"), "500");
}

TEST_P(PostgresqlOperations, AnIdentityInTheSteadOfASerialCountsOnBehindItsRows) {
  sql("CREATE TABLE old (id bigserial)");
  sql("INSERT INTO old VALUES (DEFAULT), (DEFAULT), (9)");
  catalog = inspected();
  perform(AlterTable{
      "old",
      {AlterColumn{
          .name = "id", .default_sql = std::optional<std::string>(), .identity = Identity{}}}});
  sql("INSERT INTO old DEFAULT VALUES");
  EXPECT_EQ(value("SELECT max(id) FROM old"), "10");
}

TEST_P(PostgresqlOperations, ChangesOfOneTableThatBelongTogetherAreOneStatement) {
  check(CreateTable{assets()});
  const AlterTable operation{
      .name = "assets",
      .changes = {AddColumn{{.name = "a", .type = integer()}},
                  AlterColumn{.name = "price", .type = numeric(14, 4), .nullable = true},
                  AddConstraint{Check{.expression = "price >= 0::numeric"}},
                  AlterColumn{.name = "a", .default_sql = "1"}, RenameColumn{"a", "b"},
                  SetTableComment{"t"}}};
  EXPECT_EQ(sql_of(operation),
            "ALTER TABLE assets ADD COLUMN a integer,\n"
            "  ALTER COLUMN price TYPE numeric(14,4),\n"
            "  ALTER COLUMN price DROP NOT NULL,\n"
            "  ADD CONSTRAINT assets_price_check CHECK (price >= 0::numeric);\n"
            "ALTER TABLE assets ALTER COLUMN a SET DEFAULT 1;\n"
            "ALTER TABLE assets RENAME COLUMN a TO b;\n"
            "COMMENT ON TABLE assets IS 't';\n");
  check(operation);
}

TEST_P(PostgresqlOperations, ConstraintsComeAndGo) {
  check(CreateTable{assets()});
  check(CreateTable{{.name = "prices",
                     .columns = {{.name = "asset", .type = big_int()},
                                 {.name = "during", .type = named("int4range")}}}});
  sql("INSERT INTO assets (symbol, price) VALUES ('A', -1);");
  change(AddConstraint{Unique{.columns = {"symbol"}}});
  change(AddConstraint{Check{.expression = "price > 0::numeric", .not_valid = true}});
  change(DropConstraint{.kind = ConstraintKind::check, .expression = "(price > 0::numeric)"});
  change(AddConstraint{
      Check{.name = "small", .expression = "price < 10::numeric", .not_valid = true}});
  change(ValidateConstraint{"small"});
  change(RenameConstraint{"small", "Small"});
  change(DropConstraint{.name = "Small"});
  change(DropConstraint{.name = "Small", .if_exists = true});
  change(DropConstraint{.kind = ConstraintKind::unique, .columns = {"symbol"}});
  check(AlterTable{
      "prices",
      {AddConstraint{ForeignKey{
          .columns = {"asset"}, .table = "assets", .match_full = true, .not_valid = true}}}});
  check(AlterTable{"prices",
                   {ValidateConstraint{"prices_asset_fkey"},
                    AddConstraint{Exclusion{.elements = {{.expression = "during", .op = "&&"}}}},
                    AddConstraint{PrimaryKey{.columns = {"asset"}}}}});
  check(AlterTable{"prices", {DropConstraint{.name = "prices_asset_fkey"}}});
  if (version >= 150000)
    change(AddConstraint{
        Unique{.name = "u", .columns = {"symbol", "note"}, .nulls_not_distinct = true}});
}

TEST_P(PostgresqlOperations, IndexesComeAndGoConcurrentlyToo) {
  check(CreateTable{assets()});
  check(CreateIndex{
      "assets",
      {.parts = {{.column = "symbol"}, {.expression = "(price + 1::numeric)"}}, .unique = true}});
  check(CreateIndex{.table = "assets",
                    .index = {.name = "ix", .parts = {{.column = "note"}}},
                    .concurrently = true});
  check(CreateIndex{.table = "assets",
                    .index = {.name = "ix", .parts = {{.column = "note"}}},
                    .if_not_exists = true});
  EXPECT_TRUE(rendered(DropIndex{.table = "assets", .name = "ix", .concurrently = true})
                  .statements.at(0)
                  .autocommit);
  check(RenameIndex{"assets", "ix", "IX"});
  check(DropIndex{.table = "assets", .name = "IX", .concurrently = true});
  check(DropIndex{.table = "assets", .name = "IX", .if_exists = true});
}

TEST_P(PostgresqlOperations, TablesAreRenamedAndTheirSettingsChanged) {
  check(CreateTable{assets()});
  change(SetTableOption{"fillfactor", "50"});
  change(SetTableOption{"toast.autovacuum_enabled", "false"});
  change(SetTableOption{"fillfactor", {}});
  change(SetLogged{false});
  change(SetLogged{true});
  change(SetRowSecurity{.enabled = true, .forced = true});
  change(SetRowSecurity{.forced = false});
  change(SetTableComment{"c"});
  change(SetTableComment{""});
  check(RenameTable{"assets", "Things"});
  check(DropTable{.name = "nothing", .if_exists = true});
  check(CreateTable{.table = {.name = "Things", .columns = {{.name = "a", .type = integer()}}},
                    .if_not_exists = true});
  check(DropTable{.name = "Things", .cascade = true});
}

TEST_P(PostgresqlOperations, EnumTypesGainLoseAndRenameValues) {
  check(CreateEnum{{.name = "mood", .values = {"sad", "ok"}}});
  check(AddEnumValue{.name = "mood", .value = "glad"});
  check(AddEnumValue{.name = "mood", .value = "bad", .before = "sad"});
  check(AddEnumValue{.name = "mood", .value = "so so", .after = "sad"});
  check(AddEnumValue{.name = "mood", .value = "glad", .if_not_exists = true});
  check(RenameEnumValue{"mood", "so so", "it's"});
  check(SetComment{.kind = ObjectKind::enumeration, .object = "mood", .comment = "m"});
  check(GrantPrivileges{{.kind = ObjectKind::enumeration,
                         .object = "mood",
                         .role = "pg_monitor",
                         .privileges = {"USAGE"}}});
  check(RemoveEnumValue{.name = "mood", .value = "bad"});
  check(DropEnum{.name = "nothing", .if_exists = true});
}

TEST_P(PostgresqlOperations, AValueIsTakenOutOfAnEnumThatIsUsedEverywhere) {
  check(CreateEnum{{.name = "mood", .values = {"sad", "ok", "glad"}, .comment = "m"}});
  check(CreateTable{
      {.name = "people",
       .columns =
           {{.name = "id", .type = integer()},
            {.name = "mood", .type = named("mood"), .nullable = false, .default_sql = "'ok'"},
            {.name = "moods", .type = array_of(named("mood")), .default_sql = "'{}'"}},
       .constraints = {Check{.name = "c", .expression = "mood <> 'sad'::mood OR id > 0"}},
       .indexes = {{.name = "plain", .parts = {{.column = "mood"}}},
                   {.name = "partial",
                    .parts = {{.column = "id"}},
                    .where = "mood = 'ok'::mood",
                    .comment = "kept"}}}});
  check(CreateTable{{.name = "heirs", .inherits = {"people"}}});
  check(CreatePolicy{{.name = "p", .table = "people", .using_expression = "mood = 'ok'::mood"}});
  check(CreateFunction{
      {.name = "f",
       .definition =
           "RETURNS trigger\n LANGUAGE plpgsql\nAS $function$ BEGIN RETURN NEW; END $function$"}});
  check(CreateTrigger{{.name = "t",
                       .table = "people",
                       .timing = "BEFORE UPDATE OF mood",
                       .action = "FOR EACH ROW EXECUTE FUNCTION f()",
                       .enabled = "DISABLE"}});
  sql("INSERT INTO people VALUES (1, 'glad', '{glad,ok}'), (2, 'ok', '{}');\nINSERT INTO heirs "
      "VALUES (3, 'glad', NULL);");
  check(RemoveEnumValue{.name = "mood", .value = "glad", .replacement = "ok"});
  EXPECT_EQ(rows("SELECT id, mood, moods FROM people ORDER BY id"),
            (Lines{"1|ok|{ok,ok}", "2|ok|{}", "3|ok|∅"}));
  EXPECT_EQ(value("SELECT count(*) FROM pg_type WHERE typname LIKE 'mood%'"), "1");
}

TEST_P(PostgresqlOperations, AnEnumValueThatARowHasIsNotTakenOutSilently) {
  perform(CreateEnum{{.name = "mood", .values = {"sad", "ok"}}});
  perform(CreateTable{{.name = "people", .columns = {{.name = "mood", .type = named("mood")}}}});
  sql("INSERT INTO people VALUES ('sad');");
  Lines errors;
  sql("BEGIN;");
  try {
    for (const RenderedStatement& statement :
         rendered(RemoveEnumValue{.name = "mood", .value = "sad"}).statements)
      rows(statement.sql);
  } catch (const Error& error) {
    errors.push_back(error.diagnostic().message);
  }
  sql("ROLLBACK;");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_TRUE(says(errors[0], "invalid input value for enum mood_new: \"sad\"")) << errors[0];
}

TEST_P(PostgresqlOperations, DomainsAndSequences) {
  check(CreateDomain{{.name = "positive",
                      .type = numeric(10, 2),
                      .nullable = false,
                      .default_sql = "1",
                      .checks = {{.expression = "VALUE > 0::numeric"}},
                      .comment = "d"}});
  check(CreateDomain{{.name = "word", .type = named("text"), .collation = "C"}});
  check(DropDomain{.name = "word"});
  check(CreateSequence{.sequence = {.name = "s", .options = {.start = 1, .increment = 1}}});
  check(CreateSequence{.sequence = {.name = "down",
                                    .type = integer(),
                                    .options = {.start = -5,
                                                .increment = -2,
                                                .min_value = -50,
                                                .max_value = -1,
                                                .cache = 7,
                                                .cycle = true},
                                    .comment = "s"}});
  check(CreateSequence{.sequence = {.name = "s"}, .if_not_exists = true});
  check(AlterSequence{"down", {.increment = 3, .min_value = -100, .max_value = 100}});
  check(AlterSequence{"down", {.start = -1, .increment = -1, .cycle = true}});
  check(DropSequence{.name = "down"});
  check(DropSequence{.name = "down", .if_exists = true});
}

TEST_P(PostgresqlOperations, ASerialColumnIsASequenceThatItsTableTakes) {
  perform(CreateSequence{.sequence = {.name = "things_id_seq",
                                      .type = integer(),
                                      .owned_by = std::pair(ObjectName("things"), "id")}});
  check(CreateTable{{.name = "things",
                     .columns = {{.name = "id",
                                  .type = integer(),
                                  .nullable = false,
                                  .default_sql = "nextval('things_id_seq'::regclass)"}}}});
  check(DropTable{.name = "things"});
}

TEST_P(PostgresqlOperations, ViewsComeAndGo) {
  check(CreateTable{assets()});
  const std::string query = version >= 160000
                                ? "SELECT id,\n    symbol\n   FROM assets"
                                : "SELECT assets.id,\n    assets.symbol\n   FROM assets";
  check(CreateView{.view = {.name = "v",
                            .query = query + ";",
                            .options = {{"security_barrier", "true"}},
                            .comment = "v"}});
  check(CreateView{.view = {.name = "v", .query = query, .options = {{"security_barrier", "true"}}},
                   .replace = true});
  check(
      CreateView{.view = {.name = "m",
                          .query = query,
                          .materialized = true,
                          .indexes = {{.name = "mi", .parts = {{.column = "id"}}, .unique = true}},
                          .comment = "m"}});
  check(RefreshView{.name = "m", .concurrently = true});
  check(CreateIndex{"m", {.parts = {{.column = "symbol"}}}});
  check(DropView{.name = "m", .materialized = true});
  check(DropView{.name = "v", .cascade = true});
  check(DropView{.name = "v", .if_exists = true});
}

TEST_P(PostgresqlOperations, FunctionsTriggersAndPolicies) {
  check(CreateTable{assets()});
  check(CreateFunction{
      {.name = "f",
       .arguments = "price numeric, day date DEFAULT CURRENT_DATE",
       .definition = "RETURNS integer\n LANGUAGE sql\nAS $function$select 1$function$",
       .comment = "f"}});
  check(CreateFunction{
      .function = {.name = "f",
                   .arguments = "price numeric, day date DEFAULT CURRENT_DATE",
                   .definition =
                       "RETURNS integer\n LANGUAGE sql\n STABLE\nAS $function$select 2$function$"},
      .replace = true});
  check(
      CreateFunction{{.name = "p",
                      .arguments = "IN a integer",
                      .definition = "LANGUAGE plpgsql\nAS $procedure$ BEGIN NULL; END $procedure$",
                      .procedure = true}});
  check(CreateFunction{
      {.name = "note",
       .definition =
           "RETURNS trigger\n LANGUAGE plpgsql\nAS $function$ BEGIN RETURN NEW; END $function$"}});
  check(CreateTrigger{{.name = "noted",
                       .table = "assets",
                       .timing = "BEFORE INSERT OR UPDATE OF price",
                       .action = "FOR EACH ROW EXECUTE FUNCTION note()",
                       .enabled = "ENABLE ALWAYS",
                       .comment = "t"}});
  check(
      CreateTrigger{{.name = "late",
                     .table = "assets",
                     .timing = "AFTER INSERT",
                     .action = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()",
                     .constraint = true}});
  check(SetComment{.kind = ObjectKind::trigger, .object = "assets", .of = "late", .comment = "l"});
  check(CreatePolicy{{.name = "Own",
                      .table = "assets",
                      .command = "update",
                      .restrictive = true,
                      .roles = {"pg_monitor"},
                      .using_expression = "(id > 1)",
                      .with_check = "id > 2",
                      .comment = "p"}});
  check(CreatePolicy{
      {.name = "all", .table = "assets", .roles = {"public"}, .using_expression = "true"}});
  check(DropPolicy{.name = "Own", .table = "assets"});
  check(DropTrigger{.name = "noted", .table = "assets"});
  check(DropTrigger{.name = "noted", .table = "assets", .if_exists = true});
  check(DropFunction{.name = "f", .signature = "numeric,date"});
  check(DropFunction{.name = "p", .signature = "int", .procedure = true});
}

TEST_P(PostgresqlOperations, PrivilegesAreGrantedAndTakenBack) {
  check(CreateSchema{{.name = "app"}});
  check(CreateTable{assets()});
  check(CreateSequence{.sequence = {.name = "s"}});
  check(CreateFunction{
      {.name = "f",
       .arguments = "a integer",
       .definition = "RETURNS integer\n LANGUAGE sql\nAS $function$select 1$function$"}});
  const auto both = [this](const Grant& grant) {
    check(GrantPrivileges{grant});
    check(RevokePrivileges{grant});
  };
  both({.object = "assets", .role = "pg_monitor", .privileges = {"ALL"}});
  both({.object = "assets", .role = "public", .privileges = {"select", "insert"}});
  both({.kind = ObjectKind::schema,
        .object = "app",
        .role = "pg_monitor",
        .privileges = {"USAGE"},
        .with_grant_option = true});
  both({.kind = ObjectKind::schema,
        .object = "public",
        .role = "pg_monitor",
        .privileges = {"CREATE"}});
  both(
      {.kind = ObjectKind::sequence, .object = "s", .role = "pg_monitor", .privileges = {"USAGE"}});
  both({.kind = ObjectKind::function,
        .object = "f",
        .signature = "int",
        .role = "pg_monitor",
        .privileges = {"EXECUTE"}});
}

TEST_P(PostgresqlOperations, PartitionsAreMadeAttachedAndDetached) {
  check(CreateTable{
      {.name = "prices",
       .columns = {{.name = "day", .type = date(), .nullable = false},
                   {.name = "price", .type = numeric(), .default_sql = "1"}},
       .constraints = {PrimaryKey{.columns = {"day"}}, Check{.expression = "price > 0::numeric"}},
       .indexes = {{.name = "by_price", .parts = {{.column = "price"}}}},
       .partition_by = "RANGE (day)"}});
  check(CreateTable{
      {.name = "prices_2026",
       .partition_of = PartitionOf{"prices", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"}}});
  check(CreateTable{{.name = "prices_rest",
                     .columns = {{.name = "price", .type = numeric(), .default_sql = "2"}},
                     .constraints = {Check{.name = "own", .expression = "price < 100::numeric"}},
                     .partition_of = PartitionOf{"prices", "DEFAULT"}}});
  check(DetachPartition{"prices_2026", "prices"});
  check(AttachPartition{"prices_2026",
                        {"prices", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"}});
  check(DetachPartition{"prices_rest", "prices"});
  perform(DetachPartition{"prices_2026", "prices", version >= 140000});
  EXPECT_EQ(value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'prices'::regclass"), "0");
}

TEST_P(PostgresqlOperations, RowsComeByCopyOrByInsert) {
  check(CreateTable{{.name = "things",
                     .columns = {{.name = "a", .type = integer()},
                                 {.name = "b", .type = text()},
                                 {.name = "c", .type = boolean()}}}});
  perform(
      BulkInsert{"things",
                 {"a", "b", "c"},
                 {{1, "tab\t, \\ and\nline", true}, {nullptr, "\\N", false}, {-3, "", nullptr}}});
  EXPECT_TRUE(sql_of(BulkInsert{"things", {"a"}, {{1}}}).starts_with("COPY things (a) FROM STDIN"));
  EXPECT_EQ(rows("SELECT a, b, c FROM things ORDER BY a"),
            (Lines{"-3||∅", "1|tab\t, \\ and\nline|t", "∅|\\N|f"}));
  perform(BulkInsert{"things", {"a", "b"}, {{aludel::sql("1 + 1"), "it's \\"}, {4, nullptr}}});
  EXPECT_EQ(rows("SELECT a, b FROM things WHERE a IN (2, 4) ORDER BY a"),
            (Lines{"2|it's \\", "4|∅"}));
}

TEST_P(PostgresqlOperations, SqlIsSentStatementByStatement) {
  const Rendering rendering = rendered(Execute{
      .sql = "CREATE TABLE t (a int); -- a comment\nCOPY t FROM STDIN;\n1\n2\n\\.\nSELECT 1",
      .autocommit = true});
  ASSERT_EQ(rendering.statements.size(), 3U);
  EXPECT_EQ(rendering.statements[0].sql, "CREATE TABLE t (a int)");
  EXPECT_EQ(rendering.statements[1].copy_rows, "1\n2\n");
  EXPECT_TRUE(rendering.statements[2].autocommit);
  EXPECT_TRUE(rendered(Execute{.sql = "PRAGMA x", .dialect = "sqlite"}).statements.empty());
  EXPECT_EQ(rendered(Verify{"SELECT 1"}).verify, (Lines{"SELECT 1"}));
}

TEST_P(PostgresqlOperations, ExtensionsAreNamedAsTheyWereAskedFor) {
  if (value("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'") == "0")
    GTEST_SKIP() << "the server has no pg_trgm";
  check(CreateSchema{{.name = "app"}});
  check(CreateExtension{.extension = {.name = "pg_trgm", .schema = "app"}});
  check(DropExtension{.name = "pg_trgm"});
  check(CreateExtension{.extension = {.name = "pg_trgm"}});
  check(DropExtension{.name = "pg_trgm", .cascade = true});
}

ALUDEL_ON_POSTGRESQL(PostgresqlOperations);

}  // namespace aludel::testing
