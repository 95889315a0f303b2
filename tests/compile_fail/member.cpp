// A column of a member whose type none is known for: given a type, it compiles.
#include "aludel/members.hpp"

struct Thing {
  std::vector<int> numbers;
};

#ifdef COMPLETE
const aludel::Column column = aludel::column<&Thing::numbers>(aludel::named("integer[]"));
#else
const aludel::Column column = aludel::column<&Thing::numbers>();
#endif
