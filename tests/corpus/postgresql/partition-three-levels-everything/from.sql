create function tf() returns trigger language plpgsql as 'begin return new; end';
create table e (id bigint not null, at date not null, region text not null default 'eu', v int default 1) partition by range (at);
create table e20 partition of e for values from ('1990-01-01') to ('2020-01-01') partition by list (region);
create table e20eu partition of e20 for values in ('eu') partition by hash (id); create table e20eu0 partition of e20eu for values with (modulus 2, remainder 0); create table e20eu1 partition of e20eu for values with (modulus 2, remainder 1);
create table e20x partition of e20 default; create table ed partition of e default;
create index ei on e (id); create index e20eu0v on e20eu0 (v); alter table e20x add constraint xc check (v > -99999999); alter table e20eu1 alter v set default 7;
create trigger tr after insert on e for each row execute function tf(); create trigger only1 before insert on e20eu0 for each row execute function tf();
