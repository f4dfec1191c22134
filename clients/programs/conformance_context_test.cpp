#include "clients/programs/conformance_context.hpp"

#include <gtest/gtest.h>

namespace conform::clients {
namespace {

Intent call_of_tool(std::string tool) { return CallTool{.tool = std::move(tool)}; }

std::vector<std::vector<std::string>> in_words(const std::vector<ProgramStart>& starts) {
  std::vector<std::vector<std::string>> words;
  for (const ProgramStart& start : starts) {
    words.emplace_back();
    for (const Intent& intent : start) words.back().push_back(in_short(intent));
  }
  return words;
}

TEST(Context, TellsWhereAndWhatInThisStart) {
  Scenario scenario;
  scenario.id = "oauth/happy_path";
  scenario.title = "All is well";
  scenario.act = {Intent{Connect{}}, PersonMove{}, Intent{ListTools{}},
                  Intent{CallTool{.tool = "getData", .arguments = {{"prompt", "x"}}}}};
  const ConformanceStart start{.intents = starts_of(scenario).at(0), .number = 1, .of = 2};
  EXPECT_EQ(conformance_context(scenario, start, "http://u", "k", "c").dump(),
            R"({"name":"oauth/happy_path","title":"All is well","url":"http://u","api_key":"k",)"
            R"("client_id":"c","start":1,"starts":2,)"
            R"("intents":[{"intent":"connect","with":"oauth"},{"intent":"list_tools"},)"
            R"({"intent":"call_tool","tool":"getData","arguments":{"prompt":"x"}}]})");
  const Json bare = conformance_context(scenario, start, "http://u", "", "");
  EXPECT_FALSE(bare.contains("api_key"));
  EXPECT_FALSE(bare.contains("client_id"));
}

TEST(ProgramStarts, BeginWhereTheClientConnectsOrRestarts) {
  Connect again;
  again.anew = true;
  Scenario scenario;
  scenario.act = {Intent{Connect{}},       Intent{ListTools{}}, Intent{Restart{}},
                  call_of_tool("getData"), Intent{again},       call_of_tool("pickModel")};
  const std::vector<ProgramStart> starts = starts_of(scenario);
  EXPECT_EQ(in_words(starts),
            (std::vector<std::vector<std::string>>{{"connect", "list the tools"},
                                                   {"connect", "call getData"},
                                                   {"connect", "call pickModel"}}));
  EXPECT_FALSE(std::get<Connect>(starts[1][0]).anew);
  EXPECT_TRUE(std::get<Connect>(starts[2][0]).anew);
}

TEST(ProgramStarts, GoOnAfterADisconnectInANewStart) {
  Scenario scenario;
  scenario.act = {Intent{Connect{}}, Intent{Disconnect{}}};
  EXPECT_EQ(starts_of(scenario).size(), 1U);
  scenario.act.emplace_back(Intent{ListTools{}});
  EXPECT_EQ(in_words(starts_of(scenario)),
            (std::vector<std::vector<std::string>>{{"connect", "disconnect"},
                                                   {"connect", "list the tools"}}));
}

TEST(ProgramStarts, LeaveOutWhatAUserInterrupts) {
  Scenario scenario;
  scenario.act = {Intent{Connect{}},
                  Intent{CallTool{.tool = "getData", .cancelled_after = Duration(1)}}};
  EXPECT_EQ(in_words(starts_of(scenario)), (std::vector<std::vector<std::string>>{{"connect"}}));
  scenario.act.clear();
  EXPECT_TRUE(starts_of(scenario).empty());
}

}  // namespace
}  // namespace conform::clients
