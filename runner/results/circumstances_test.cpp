#include "runner/results/circumstances.hpp"

#include <gtest/gtest.h>

namespace conform::runner {

using reports::Circumstances;

namespace {

TEST(Circumstances, TheCommandMayBePasted) {
  EXPECT_EQ(pasteable({"test", "oauth/*", "--", "node", "my client.mjs"}),
            "omni-conform test 'oauth/*' -- node 'my client.mjs'");
}

TEST(Circumstances, NoSecretStandsInTheCommand) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"test", "--", "client", "--api-key", "hunter2x"},
        std::vector<std::string>{"test", "--", "client", "--api-key=hunter2x"},
        std::vector<std::string>{"test", "--env", "MY_TOKEN=hunter2x", "--", "client"},
        std::vector<std::string>{"test", "--", "client", "--header",
                                 "Authorization: Bearer hunter2x"},
        std::vector<std::string>{"test", "--", "client",
                                 "https://omni.example/?api_key=hunter2x"}}) {
    const std::string line = pasteable(arguments);
    EXPECT_EQ(line.find("hunter2x"), std::string::npos) << line;
    EXPECT_NE(line.find('#'), std::string::npos) << line;
  }
}

TEST(Circumstances, WhenAndWhereItBegan) {
  const Circumstances now = circumstances_of({"run"}, std::chrono::seconds(0));
  const Circumstances before = circumstances_of({"run"}, std::chrono::hours(1));
  EXPECT_LT(before.began, now.began);
  EXPECT_NE(now.machine.find("processor"), std::string::npos);
}

}  // namespace
}  // namespace conform::runner
