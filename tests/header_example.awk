# The ```cpp blocks of a header's comments, each as the body of a function; ```cpp file ones as a file's.
BEGIN {
  print "#include <cstdio>\n#include <cstdlib>\n#include \"" header "\"\n"
}
/^ *\/\/\/ ```cpp$/ { printf "void example_%d();\nvoid example_%d() {\n", ++count, count; inside = 1; next }
/^ *\/\/\/ ```cpp file$/ { printf "namespace file_%d {\n", ++count; inside = 1; next }
/^ *\/\/\/ ```$/ { print "}\n"; inside = 0; next }
inside { sub(/^ *\/\/\/ ?/, ""); if ($0 !~ /^#include/) print }
