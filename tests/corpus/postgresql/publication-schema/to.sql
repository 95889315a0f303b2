CREATE SCHEMA s; CREATE PUBLICATION pu FOR TABLES IN SCHEMA s WITH (publish_via_partition_root = true);
