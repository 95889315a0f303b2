1SELECT E'a'
  'it\'s; b'; SELECT 'c'
'\'; SELECT 3;

