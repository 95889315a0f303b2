CREATE SCHEMA "S p"; CREATE TABLE "S p"."T""q" ("a b" int, "select" text); CREATE INDEX "i-x" ON "S p"."T""q" ("a b");
