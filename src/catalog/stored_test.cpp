#include "catalog/stored.hpp"

#include <gtest/gtest.h>

#include "catalog/testing/random_catalog.hpp"

namespace aludel {

namespace {

TEST(Stored, ACatalogIsReadAsItWas) {
  for (const char* dialect : {"sqlite", "postgresql"}) {
    testing::Random random(20261122);
    for (int i = 0; i < 50; ++i) {
      const Catalog catalog = testing::random_catalog(random, {.dialect = dialect});
      EXPECT_EQ(read_stored(stored(catalog)), catalog) << "number " << i << " on " << dialect;
    }
  }
  EXPECT_EQ(read_stored(stored({})), Catalog());
}

TEST(Stored, BytesOfSomethingElseAreNone) {
  testing::Random random(1);
  const std::string bytes = stored(testing::random_catalog(random, {.dialect = "postgresql"}));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(read_stored(std::string_view(bytes).substr(0, size))) << size;
  EXPECT_FALSE(read_stored(bytes + "x"));
  EXPECT_FALSE(read_stored(std::string(100, '\xFF')));
}

}  // namespace

}  // namespace aludel
