#include "cli/typed_option.hpp"

#include <array>

#include <gtest/gtest.h>

namespace aludel {
namespace {

const std::array options{TypedOption{"--config", " --config e.toml"},
                         TypedOption{"--env", " --env st"}};

TEST(WithOptions, StandInEveryCommandOfThisProgramThatIsTold) {
  EXPECT_EQ(with_options("`aludel upgrade`, then `aludel db seed prices`; or `psql`", options),
            "`aludel upgrade --config e.toml --env st`, then `aludel db seed prices --config "
            "e.toml --env st`; or `psql`");
}

TEST(WithOptions, StandBeforeTheWordsOfAnotherProgramAndNeverTwice) {
  EXPECT_EQ(with_options("`aludel start --env st --heads -- app --env x`", options),
            "`aludel start --env st --heads --config e.toml -- app --env x`");
}

TEST(WithOptions, LeaveAloneWhatIsNoCommand) {
  EXPECT_EQ(with_options("`aludel COMMAND --help`, `aludel init`, aludel upgrade", options),
            "`aludel COMMAND --help`, `aludel init`, aludel upgrade");
}

}  // namespace
}  // namespace aludel
