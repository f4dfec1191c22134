#include <gmock/gmock.h>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

using testing::HasSubstr;
using testing::Not;

class AiSettings : public MockFixture {
 protected:
  [[nodiscard]] const Settings& settings() const {
    return mock->world()->organization("acme")->settings;
  }
  std::string page() { return browse("GET", mock->origin("acme") + "/settings/ai").body; }
  [[nodiscard]] std::string last_note() const {
    return mock->transcript().notes(Note::Kind::kAdmin).back().text;
  }
};

TEST_F(AiSettings, ShowWhatIsOn) {
  change([](World& world) { world.organization("acme")->settings.single_shot = false; });
  sign_in("acme", "ada");
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("aria-describedby=\"about-mcp_server\" checked"));
  EXPECT_THAT(text, HasSubstr("aria-describedby=\"about-content_access\" checked"));
  EXPECT_THAT(text, HasSubstr("aria-describedby=\"about-single_shot\">"));
}

TEST_F(AiSettings, BecomeWhatTheFormWants) {
  sign_in("acme", "ada");
  const Response response =
      submit("acme", "/settings/ai", {{"mcp_server", "on"}, {"tools", "shown"}, {"agentic", "on"}});
  EXPECT_EQ(response.status, 303);
  EXPECT_TRUE(settings().mcp_server);
  EXPECT_FALSE(settings().omni_agent);
  EXPECT_TRUE(settings().agentic);
  EXPECT_FALSE(settings().single_shot);
  EXPECT_FALSE(settings().docs_search);
  EXPECT_FALSE(settings().content_access);
  EXPECT_EQ(last_note(),
            "ada changes the settings of acme: Omni Agent off, Single shot query generation off, "
            "Omni documentation search off, Content access off");
  EXPECT_TRUE(mock->world()->organization("globex")->settings.omni_agent);
  EXPECT_THAT(browse("GET", mock->origin("acme") + response.headers.get("Location")).body,
              HasSubstr("The settings were saved."));
}

TEST_F(AiSettings, TurningTheMcpServerOffRefusesAuthorization) {
  const std::string client = registered();
  sign_in("acme", "ada");
  submit("acme", "/settings/ai", {{"omni_agent", "on"}});
  EXPECT_FALSE(settings().mcp_server);
  EXPECT_EQ(authorize(authorization_parameters(client)).status, 403);
  EXPECT_EQ(last_refusal(), "mcp_server_off");
}

TEST_F(AiSettings, ToolSwitchesStayWhileTheMcpServerIsOff) {
  sign_in("acme", "ada");
  submit("acme", "/settings/ai", {{"omni_agent", "on"}});
  EXPECT_THAT(page(), HasSubstr("<fieldset aria-labelledby=\"tools\" "
                                "aria-describedby=\"about-tools\" disabled>"));
  // A disabled fieldset sends nothing, so this is what comes from that page.
  submit("acme", "/settings/ai", {{"mcp_server", "on"}, {"omni_agent", "on"}});
  EXPECT_TRUE(settings().mcp_server);
  EXPECT_TRUE(settings().agentic);
  EXPECT_TRUE(settings().content_access);
  EXPECT_THAT(page(), Not(HasSubstr("disabled>")));
}

TEST_F(AiSettings, SavingWhatIsThereChangesNothing) {
  sign_in("acme", "ada");
  const auto before = mock->world();
  EXPECT_EQ(submit("acme", "/settings/ai", {{"mcp_server", "on"}, {"omni_agent", "on"}}).status,
            303);
  EXPECT_EQ(mock->world(), before);
}

}  // namespace
}  // namespace conform::mock
