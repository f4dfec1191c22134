// Where a server is not as the mock, in the form of the fidelity table.
#include "runner/commands/wire/verify_command.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "mock_server/omni/fidelity.hpp"

namespace conform::runner {

using mock::KnownBehaviour;
using mock::load_fidelity;
using mock::Mark;
using verify::ServerFinding;

namespace {

using ::testing::HasSubstr;
using Judged = ServerFinding::Outcome;

TEST(Differences, AreEntriesOfTheFidelityTable) {
  const std::vector<ServerFinding> findings{
      {"revoked-is-401", "RFC 6750 section 3.1", "a revoked key is answered 401", Judged::kFail,
       "403"},
      {"code-is-good-once", "RFC 6749 section 4.1.2", "a code is good once", Judged::kPass, ""},
      {"viewer-may-not", "Omni", "a Viewer may not query", Judged::kNotExercised, "no Viewer"}};
  const auto file = std::filesystem::path(::testing::TempDir()) / "differences.json";
  std::ofstream(file) << differences(findings, "omni-conform verify URL, 2026-11-28");
  const std::vector<KnownBehaviour> facts = load_fidelity(file);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].id, "observed/revoked-is-401");
  EXPECT_EQ(facts[0].mark, Mark::kObserved);
  EXPECT_THAT(facts[0].statement, HasSubstr("a revoked key is answered 401. Seen: 403"));
  EXPECT_EQ(facts[0].source, "omni-conform verify URL, 2026-11-28; the rule: RFC 6750 section 3.1");
}

TEST(Differences, ThereAreNoneWhereAllIsAsTheMock) {
  const auto file = std::filesystem::path(::testing::TempDir()) / "no_differences.json";
  std::ofstream(file) << differences({}, "x");
  EXPECT_TRUE(load_fidelity(file).empty());
}

}  // namespace
}  // namespace conform::runner
