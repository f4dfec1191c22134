// askOmni and its jobs, branches, and the search of the documentation.
#include "mock_server/mcp/tools_fixture.hpp"

namespace conform::mock {
namespace {

class AgenticTools : public ToolsTest {
 protected:
  Json ask(const Json& arguments) {
    const ToolResult result = call("askOmni", arguments);
    EXPECT_FALSE(result.is_error) << result.text;
    return content(result);
  }
  ToolResult check(const Json& asked) {
    return call("checkStatus", {{"jobId", asked.at("jobId")}});
  }
  std::string status(const Json& asked) { return content(check(asked)).at("status"); }
};

TEST_F(AgenticTools, AJobPassesThroughItsStatesByTheClock) {
  const Json asked = ask({{"prompt", "orders by status last year"}});
  EXPECT_EQ(asked.at("omniChatUrl"),
            "http://acme.test/chat/" + asked.at("conversationId").get<std::string>());
  EXPECT_EQ(status(asked), "QUEUED");
  clock_.advance(Jobs::kQueuedFor - Duration(1));
  EXPECT_EQ(status(asked), "QUEUED");
  clock_.advance(Duration(1));
  EXPECT_EQ(status(asked), "EXECUTING");
  EXPECT_FALSE(content(check(asked)).contains("result"));
  clock_.advance(Jobs::kDoneAfter - Jobs::kQueuedFor);
  const Json answer = content(check(asked));
  EXPECT_EQ(answer.at("status"), "COMPLETE");
  const Json& result = answer.at("result");
  EXPECT_EQ(result.at("topic"), "order_items");
  EXPECT_EQ(result.at("omniChatUrl"), asked.at("omniChatUrl"));
  const Json& action = result.at("actions").at(0);
  EXPECT_EQ(action.at("timestamp"), to_iso8601(clock_.now()));
  EXPECT_EQ(action.at("result").at("status"), "success");
  EXPECT_EQ(action.at("result").at("totalRowCount"), 5);
  EXPECT_EQ(action.at("result").at("csvResultWasTruncated"), false);
  const std::string csv = action.at("result").at("csvResult");
  EXPECT_TRUE(csv.starts_with("order_items.status,order_items.order_count\ncomplete,")) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 6);
  EXPECT_NE(result.at("message").get<std::string>().find("5 rows"), std::string::npos);
}

TEST_F(AgenticTools, LongResultsAreCutInTheCsv) {
  const Json asked = ask({{"prompt", "orders by customer"}});
  clock_.advance(Jobs::kDoneAfter);
  const Json result = content(check(asked)).at("result").at("actions").at(0).at("result");
  EXPECT_EQ(result.at("totalRowCount"), 500);
  EXPECT_EQ(result.at("csvResultWasTruncated"), true);
  EXPECT_EQ(std::ranges::count(result.at("csvResult").get<std::string>(), '\n'), 101);
}

TEST_F(AgenticTools, AQuestionThatCannotBeAnsweredFails) {
  const Json asked = ask({{"prompt", "what is the meaning of life"}});
  clock_.advance(Jobs::kDoneAfter);
  const Json answer = content(check(asked));
  EXPECT_EQ(answer.at("status"), "FAILED");
  EXPECT_FALSE(answer.contains("result"));
  EXPECT_EQ(answer.at("error").at("code"), "QUERY_EXECUTION_ERROR");
  EXPECT_EQ(answer.at("error").at("message"), "The AI was unable to generate a query");
}

TEST_F(AgenticTools, AJobOfASlowDatabaseFails) {
  world_.mcp.query_times_out = true;
  const Json asked = ask({{"prompt", "orders by status"}});
  clock_.advance(Jobs::kDoneAfter);
  EXPECT_EQ(content(check(asked)).at("error").at("message"), "Query timed out");
}

TEST_F(AgenticTools, JobsOfOthersLookLikeNone) {
  const Json asked = ask({{"prompt", "orders"}});
  const std::string id = asked.at("jobId");
  const std::string gone = "Job with id " + id + " does not exist";
  be("wes");
  expect_error(check(asked), gone);
  be("quinn");
  EXPECT_FALSE(check(asked).is_error);
  organization().id = "globex";
  principal_.organization = "globex";
  expect_error(check(asked), gone);
  expect_error(call("checkStatus", {{"jobId", "x"}}), "Job with id x does not exist");
}

TEST_F(AgenticTools, JobsAreForgottenAfterFourteenDays) {
  const Json asked = ask({{"prompt", "orders"}});
  clock_.advance(Jobs::kKeptFor - Duration(1));
  EXPECT_EQ(status(asked), "COMPLETE");
  clock_.advance(Duration(1));
  EXPECT_TRUE(check(asked).is_error);
}

TEST_F(AgenticTools, AConversationHasOneActiveJob) {
  const Json first = ask({{"prompt", "orders"}});
  const Json again{{"prompt", "revenue"}, {"conversationId", first.at("conversationId")}};
  expect_error(call("askOmni", again), "An active job already exists for this conversation");
  clock_.advance(Jobs::kDoneAfter);
  const Json second = ask(again);
  EXPECT_EQ(second.at("conversationId"), first.at("conversationId"));
  EXPECT_NE(second.at("jobId"), first.at("jobId"));
  expect_error(call("askOmni", {{"prompt", "x"}, {"conversationId", "nope"}}),
               "Conversation with id nope does not exist");
  be("wes");
  EXPECT_EQ(call("askOmni", again).refusal_id, "conversation_not_found");
}

TEST_F(AgenticTools, AskOmniKeepsAccessFiltersAndScopes) {
  be("wes");
  const Json asked = ask({{"prompt", "orders by region"}});
  clock_.advance(Jobs::kDoneAfter);
  const Json result = content(check(asked)).at("result").at("actions").at(0).at("result");
  EXPECT_EQ(result.at("totalRowCount"), 1);
  expect_error(call("askOmni", {{"prompt", "cost"}, {"topicName", "supplier_terms"}}),
               "No such topic \"supplier_terms\" or access not permitted");
  const ToolResult view =
      call("askOmni", {{"prompt", "average transit days"}}, {{"X-MCP-Query-All-Views", "true"}});
  clock_.advance(Jobs::kDoneAfter);
  EXPECT_TRUE(content(check(content(view))).at("result").at("topic").is_null());
}

TEST_F(AgenticTools, BranchesAreForThoseWhoQueryTheFullModel) {
  const Json branches = content(call("listBranches", Json::object())).at("branches");
  EXPECT_EQ(names(branches), (std::vector<std::string>{"returns-rework", "new-regions"}));
  const Json id = branches.at(0).at("id");
  const auto question = [](const Json& branch) {
    return Json{{"prompt", "orders"}, {"branchId", branch}};
  };
  for (const char* tool : {"getData", "askOmni"}) {
    EXPECT_FALSE(call(tool, question(id)).is_error);
    expect_error(call(tool, question("nope")), "Branch with id nope does not exist");
  }
  be("rita");
  EXPECT_EQ(get_data(question(id)).refusal_id, "branch_not_found");
}

TEST_F(AgenticTools, TheDocumentationAnswersWithCitations) {
  const Json answer =
      content(call("searchOmniDocs", {{"question", "How do I enable personal access tokens?"}}));
  EXPECT_NE(answer.at("answer").get<std::string>().find("Settings > API Keys > Personal tokens"),
            std::string::npos);
  EXPECT_EQ(answer.at("sources").at(0).at("title"), "Personal access tokens");
  const Json nothing =
      content(call("searchOmniDocs", {{"question", "who won the football match"}}));
  EXPECT_TRUE(nothing.at("sources").empty());
}

TEST_F(AgenticTools, AQuestionHasOneToTwoThousandCharacters) {
  EXPECT_EQ(toolbox().problems("searchOmniDocs", {{"question", std::string(2000, 'x')}}), "");
  EXPECT_NE(toolbox().problems("searchOmniDocs", {{"question", std::string(2001, 'x')}}), "");
  EXPECT_NE(toolbox().problems("searchOmniDocs", {{"question", ""}}), "");
}

}  // namespace
}  // namespace conform::mock
