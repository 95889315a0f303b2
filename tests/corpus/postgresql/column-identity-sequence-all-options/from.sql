create table t (id smallint generated always as identity (sequence name tseq start 10 increment 3 minvalue 5 maxvalue 3000 cache 7 cycle) primary key, a int);
