create table t (id serial primary key, v text); create table u (id serial primary key, t int not null references t); create view tv as select t.id, u.id as uid from t join u on u.t = t.id;
