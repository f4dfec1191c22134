#include "mock_server/content/help_texts.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace conform::mock {
namespace {

const HelpTexts& help() {
  static const HelpTexts shared(CONFORM_SOURCE_DIR "/fixtures/docs");
  return shared;
}

TEST(HelpTexts, AnswersTheQuestionsOfTheField) {
  for (const auto& [question, title] : std::vector<std::pair<std::string, std::string>>{
           {"Where do I turn on the MCP server?", "MCP server settings"},
           {"403 personal access tokens are not enabled", "Troubleshooting MCP connections"},
           {"which role may query every view", "Roles and what they may do"},
           {"How many requests per minute", "Rate limits"},
           {"connected to the wrong organization", "Troubleshooting MCP connections"},
           {"rotate or revoke an organization key", "Organization API keys"},
           {"find a dashboard", "Dashboards through MCP"},
           {"polling a job", "Long questions with askOmni"}}) {
    const HelpAnswer answer = help().search(question);
    ASSERT_FALSE(answer.sources.empty()) << question;
    EXPECT_EQ(answer.sources.front().title, title) << question;
    EXPECT_TRUE(answer.text.ends_with(" [1]")) << answer.text;
    EXPECT_LE(answer.sources.size(), 3U);
    for (const Citation& source : answer.sources) {
      EXPECT_TRUE(source.url.starts_with("https://docs.omni.example/")) << source.url;
    }
  }
}

TEST(HelpTexts, NothingInAQuestionIsSearchSyntax) {
  for (const char* question : {"\"", "keys\" OR \"", "NEAR(a b", "title:keys", "keys*",
                               "^keys -x + ( ) { }", "", "a the", "\xff\xfe keys", "AND OR NOT"}) {
    EXPECT_NO_THROW(help().search(question)) << question;
  }
  EXPECT_TRUE(help().search("the and of").sources.empty());
  EXPECT_FALSE(help().search("keys\" OR \"").sources.empty());
}

TEST(HelpTexts, NamesTheFileThatIsWrong) {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("conform_docs_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  EXPECT_THROW(HelpTexts{folder}, std::runtime_error);  // no article
  std::ofstream(folder / "broken.md") << "# no title\n";
  try {
    const HelpTexts broken(folder);
    ADD_FAILURE() << "must throw";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("broken.md"), std::string::npos) << error.what();
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace conform::mock
