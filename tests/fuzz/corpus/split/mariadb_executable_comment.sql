2/*!40101 SET NAMES utf8mb4 */;
SELECT /*+ MAX_EXECUTION_TIME(1) */ 1;
/*M!100100 SELECT '*/;' /* nested; */ */; SELECT 2;

