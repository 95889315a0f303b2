create table a (id bigint not null, x bigint default 10, y text); create table b (z bigint default 3) inherits (a); create table c (w int default 4) inherits (b);
alter table b alter x set default 20; alter table c alter x drop default, alter w set not null; alter table b add constraint bc check (z > 0); alter table a add constraint ac check (x > 1 or x is null);
