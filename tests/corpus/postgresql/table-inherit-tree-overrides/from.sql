create table a (id int not null, x int default 1, y text default 'a'); create table b (z int default 3) inherits (a); create table c (w int) inherits (b);
alter table b alter x set default 2; alter table c alter y set default 'c', alter y set not null; alter table only b add constraint bc check (z > 0) no inherit; alter table a add constraint ac check (x > 0);
