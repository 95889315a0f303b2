#include "dialect/postgresql/array_casts.hpp"

#include <gtest/gtest.h>

namespace aludel::postgresql {

namespace {

TEST(ArrayCasts, BecomeCastsOfTheElements) {
  EXPECT_EQ(with_cast_elements("s::text = ANY (ARRAY['a'::character varying, 'b'::character "
                               "varying]::text[])"),
            "s::text = ANY (ARRAY['a'::character varying::text, 'b'::character varying::text])");
  EXPECT_EQ(with_cast_elements("((s)::text = ANY ((ARRAY['a'::character varying])::text[]))"),
            "((s)::text = ANY (ARRAY[('a'::character varying)::text]))");
  EXPECT_EQ(with_cast_elements("ARRAY[a || b, c]::text[]"), "ARRAY[(a || b)::text, c::text]");
}

TEST(ArrayCasts, OtherArraysStayAsTheyAre) {
  for (const char* text : {"a = ANY (ARRAY[1, 2])", "ARRAY[]::integer[]", "ARRAY[ARRAY[1]]::text[]",
                           "a::text[]", "'ARRAY[1]::text[]'::text", "ARRAY[1]::text"})
    EXPECT_EQ(with_cast_elements(text), text);
}

TEST(ArrayCasts, ComeToRest) {
  const std::string once = with_cast_elements("ARRAY['a'::x, b]::app.\"T\"[] || ARRAY[c]::y[]");
  EXPECT_EQ(once, "ARRAY['a'::x::app.\"T\", b::app.\"T\"] || ARRAY[c::y]");
  EXPECT_EQ(with_cast_elements(once), once);
}

}  // namespace

}  // namespace aludel::postgresql
