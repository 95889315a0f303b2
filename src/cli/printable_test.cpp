#include "cli/printable.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(Printable, ControlCharactersOfEveryKindBecomeDots) {
  EXPECT_EQ(printable("a\x1b[31mb\rc\x07"
                      "d\x7f"
                      "e\xc2\x9b"
                      "f"),
            "a.[31mb.c.d.e.f");
}

TEST(Printable, LineEndsTabsAndLettersOfEveryLanguageStay) {
  EXPECT_EQ(printable("\tä\n日本\xc2\xa0é\xc2"), "\tä\n日本\xc2\xa0é\xc2");
}

}  // namespace
}  // namespace aludel
