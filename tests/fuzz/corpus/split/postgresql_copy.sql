1COPY t (a, b) FROM STDIN;
1	it's; "x"
2	\N
\.
SELECT 1;

