// embedded FILE: brings the database up to date with the revisions that are in the program.
#include <cstdio>
#include <string>

#include "shop.hpp"

int main(int count, char** words) {
  if (count != 2) return 2;
  const aludel::Report report =
      aludel::upgrade(std::string("sqlite:///") + words[1], shop::db::migrations());
  for (const aludel::RanStep& step : report.steps)
    std::printf("%s %s\n", step.revision.c_str(), step.message.c_str());
  return 0;
}
