CREATE TABLE t(id integer primary key, a varchar(10) default 'x', b int not null);
