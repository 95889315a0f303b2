create schema "select"; create table "select"."table" ("order" bigint primary key, "Größe" varchar(30) not null default 'è''\', "a""b" bigint, "user" text, "日本" bigint generated always as identity (start 5 increment 5), "end" timestamptz default now());
create index "index" on "select"."table" ("Größe" desc, "a""b"); comment on column "select"."table"."a""b" is 'q"uote';
alter table "select"."table" add constraint "check" check ("a""b" > 1 or "a""b" is null);
create view "select"."view" as select "order" as "group", "user" as "User" from "select"."table";
