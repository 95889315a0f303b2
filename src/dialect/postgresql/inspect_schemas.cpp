// Schemas, extensions and what they own, and the comments of everything.
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

void read_members(Reading& reading) {
  for (const auto& row :
       reading.rows("SELECT classid, objid FROM pg_catalog.pg_depend WHERE refclassid = "
                    "'pg_catalog.pg_extension'::regclass AND deptype = 'e'"))
    reading.of_extensions.emplace(oid(row[0]), oid(row[1]));
}

// Objects of the database itself have numbers below 16384; `public` is one of them.
void read_comments(Reading& reading) {
  for (const auto& row : reading.rows("SELECT classoid, objoid, objsubid, description FROM "
                                      "pg_catalog.pg_description WHERE objoid >= 16384"))
    reading.comments[{oid(row[0]), oid(row[1]), small(row[2])}] = text(row[3]);
}

void read_collations(Reading& reading) {
  for (const auto& row : reading.rows(R"sql(
SELECT c.oid, CASE WHEN pg_catalog.pg_collation_is_visible(c.oid) THEN collname
  ELSE format('"%s"."%s"', replace(nspname, '"', '""'), replace(collname, '"', '""')) END
FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = collnamespace)sql"))
    reading.collations[oid(row[0])] = text(row[1]);
}

// What the extension chose itself, and the version that the server would choose, are not said.
void read_extensions(Reading& reading) {
  for (const auto& row : reading.rows(R"sql(
SELECT extname, e.oid, (SELECT d.description FROM pg_catalog.pg_description d
    WHERE d.objoid = e.oid AND d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
      AND d.description <> (SELECT a.comment FROM pg_catalog.pg_available_extensions() a WHERE a.name = extname)),
  CASE WHEN nspname = current_schema() OR nspname = (SELECT v.schema
    FROM pg_catalog.pg_available_extension_versions() v WHERE v.name = extname AND v.version = extversion)
    THEN '' ELSE nspname END,
  CASE WHEN extversion = (SELECT a.default_version FROM pg_catalog.pg_available_extensions() a
    WHERE a.name = extname) THEN '' ELSE extversion END
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = extnamespace
WHERE e.oid >= 16384)sql")) {
    reading.catalog.extensions.push_back(
        {.name = text(row[0]), .schema = text(row[3]), .version = text(row[4])});
    reading.set("COMMENT ON EXTENSION", ObjectName({}, text(row[0])), {}, text(row[2]));
  }
}

/// What is left out may be named with the first schema, and is read without it.
void leave_out_of_first(Reading& reading, const std::string& schema) {
  std::vector<ObjectName> unqualified;
  for (const ObjectName& name : reading.left_out) {
    if (name.schema == schema) unqualified.emplace_back("", name.name);
  }
  reading.left_out.insert(unqualified.begin(), unqualified.end());
}

}  // namespace

void read_schemas(Reading& reading) {
  read_members(reading);
  read_comments(reading);
  read_collations(reading);
  for (const auto& row :
       reading.rows("SELECT oid, nspname, coalesce(nspname = current_schema(), false), "
                    "pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace "
                    "WHERE nspname !~ '^pg_' AND nspname <> "
                    "'information_schema'")) {
    const Oid number = oid(row[0]);
    const bool first = truth(row[2]);
    reading.schemas[number] = first ? "" : text(row[1]);
    if (first) leave_out_of_first(reading, text(row[1]));
    reading.schema_list += (reading.schema_list.empty() ? "" : ",") + std::to_string(number);
    // Without a comment `public` is as with the one that it is born with.
    if (row[1] == "public" && text(row[3]) != "standard public schema")
      reading.set("COMMENT ON SCHEMA", ObjectName({}, "public"), {}, text(row[3]));
    if (!first && row[1] != "public" && !reading.is_of_extension(of_schema, number))
      reading.catalog.schemas.push_back(
          {.name = text(row[1]), .comment = reading.comment(of_schema, number)});
  }
  reading.schema_list = "'{" + reading.schema_list + "}'::oid[]";
  read_extensions(reading);
}

}  // namespace aludel::postgresql
