create table top (id int, v int default 5, constraint tc check (v > 0)); create table l () inherits (top); create table r (q int) inherits (top); create table bot (own text) inherits (l, r);
