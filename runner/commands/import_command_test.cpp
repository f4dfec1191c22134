// Configurations as products' and Omni's own pages write them, and what people get wrong in them.
#include "runner/commands/import_command.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "foundation/files/temporary_folder.hpp"
#include "foundation/json/json.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

struct Said {
  int code = 0;
  std::string out;
};

Said imported(const std::string& name, const std::string& text, bool json = false) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  const int code = import_command({.files = {file.string()}, .json = json}, streams);
  return {code, out.str()};
}

struct Case {
  const char* name;
  const char* text;
  const char* wanted;
};

TEST(Import, KnowsEachProductsSetups) {
  for (const Case& one : {
           Case{".cursor/mcp.json",
                R"({"mcpServers":{"Omni":{"url":"https://callbacks.omniapp.co/callback/mcp"}}})",
                "mcpServers.Omni: OAuth\n"},
           {".cursor/mcp.json",
            R"({"mcpServers":{"Omni":{"url":"https://acme.omniapp.co/mcp/https","headers":)"
            R"({"Authorization":"Bearer omni_osk_k3y","X-MCP-Model-ID":"4f1c"}}}})",
            "mcpServers.Omni: API key\n"},
           {".vscode/mcp.json", R"({// a comment
               "inputs":[{"type":"promptString","id":"key","password":true}],
               "servers":{"omni":{"type":"http","url":"https://acme.omniapp.co/mcp/https",
                 "headers":{"Authorization":"Bearer ${input:key}"},},},})",
            "servers.omni: API key\n"},
           {".claude.json",
            R"({"projects":{"/work":{"mcpServers":{"omni":{"type":"http",)"
            R"("url":"https://callbacks.omniapp.co/callback/mcp"}}}}})",
            "projects./work.mcpServers.omni: OAuth\n"},
           {"claude_desktop_config.json",
            R"({"mcpServers":{"omni":{"command":"npx","args":["-y","mcp-remote@0.15.1",)"
            R"("https://acme.omniapp.co/mcp/https","--header","Authorization: Bearer k3y"]}}})",
            "it is reached through mcp-remote@0.15.1"},
           {"claude_desktop_config.json",
            R"({"mcpServers":{"Omni MCP":{"command":"npx","args":["@omni-co/mcp"],"env":)"
            R"({"MCP_SERVER_URL":"https://acme.omniapp.co/mcp/https","MCP_API_KEY":"k3y"}}}})",
            "mcpServers.Omni MCP: API key\n"},
           {"config.toml",
            "model = \"x\"\n[mcp_servers.omni]\nurl = \"https://acme.omniapp.co/mcp/https\"\n"
            "bearer_token_env_var = \"OMNI_API_KEY\"\n"
            "http_headers = { \"X-MCP-Topic-Name\" = \"orders\" }\n",
            "mcp_servers.omni: API key\n"},
           {"mcp.json", R"({"mcpServers":{"mock":{"url":"http://127.0.0.1:8700/callback/mcp"}}})",
            "mcpServers.mock: OAuth\n"},
       }) {
    const Said said = imported(one.name, one.text);
    EXPECT_EQ(said.code, kConformant) << said.out;
    EXPECT_THAT(said.out, HasSubstr(one.wanted));
    EXPECT_THAT(said.out, Not(HasSubstr("wrong")));
    EXPECT_THAT(said.out, Not(HasSubstr("k3y")));
  }
}

// The one server of an mcp.json, by its URL and what follows it.
std::string server(const std::string& url, const std::string& more = "") {
  return R"({"mcpServers":{"omni":{"url":")" + url + "\"" + more + "}}}";
}

std::string with_authorization(const std::string& value) {
  return server("https://acme.omniapp.co/mcp/https",
                R"(,"headers":{"Authorization":")" + value + "\"}");
}

TEST(Import, SaysWhatIsWrong) {
  const std::string instance = "https://acme.omniapp.co";
  const std::string shared = "https://callbacks.omniapp.co";
  const std::string key = R"(,"headers":{"Authorization":"Bearer omni_osk_k3y"})";
  struct Wrong {
    std::string name;
    std::string text;
    const char* wanted;
  };
  const std::string json = "mcp.json";
  for (
      const Wrong& one : std::vector<Wrong>{
          {json, server(shared + "/callback/mcp", key), "the OAuth URL takes no API key"},
          {json, server(instance + "/mcp/https"), "wants an API key in each request"},
          {json, server(instance + "/mcp", key), "the path must be /mcp/https"},
          {json, server(instance + "/mcp/https/", key), "the path must be /mcp/https"},
          {json, server(instance + "/callback/mcp"), "one URL for all organizations"},
          {json, server(shared + "/mcp/https", key), "is the path of an instance's own URL"},
          {json, server(shared + "/callback/mcp/"), "the path must be /callback/mcp"},
          {json, server(instance + "/mcp/https?x=1", key), "nothing may stand behind the path"},
          {json, server("http://acme.omniapp.co/mcp/https", key), "must begin with https://"},
          {json, server("https://<YOUR_OMNI_INSTANCE>/mcp/https", key), "holds a placeholder"},
          {json, server("https://YOUR-INSTANCE.omniapp.co/mcp/https", key), "holds a placeholder"},
          {json, server("https://your-instance.omniapp.co/mcp/https", key), "holds a placeholder"},
          {json,
           R"({"mcpServers":{"omni":{"command":"npx","args":["@omni-co/mcp"],"env":{)"
           R"("MCP_SERVER_URL":"https://acme.omniapp.co/mcp/https","OMNI_API_TOKEN":"k3y"}}}})",
           "takes the API key from MCP_API_KEY"},
          {json, with_authorization("omni_osk_k3y"), "must be \"Bearer\", a blank and the key"},
          {json, with_authorization("Bearer Bearer k3y"), "stands there twice"},
          {json, with_authorization("Bearer <OMNI_API_KEY>"), "the key is a placeholder"},
          {json, with_authorization("Bearer k3y\\n"), "blanks or line breaks"},
          {json, with_authorization("Bearer "), "there is no key behind"},
          {json, with_authorization("Bearer ${input:key}"), "only VS Code knows"},
          {json,
           server(instance + "/mcp/https",
                  R"(,"headers":{"Authorization":"Bearer k3y","X-MCP-Model":"x"})"),
           "Omni knows no header X-MCP-Model;"},
          {json,
           server(instance + "/mcp/https",
                  R"(,"headers":{"Authorization":"Bearer k3y","X-MCP-User-Required":"yes"})"),
           "must be true or false"},
          {json, server(instance + "/mcp/https", R"(,"type":"sse")" + key), "Streamable HTTP"},
          {"claude_desktop_config.json", server(shared + "/callback/mcp"), "knows no \"url\""},
          {".vscode/mcp.json", server(shared + "/callback/mcp"), "VS Code reads \"servers\""},
          {".vscode/mcp.json",
           R"({"inputs":{"id":"key"},"servers":{"omni":{"url":"https://acme.omniapp.co/mcp/https",)"
           R"("headers":{"Authorization":"Bearer ${input:key}"}}}})",
           "VS Code wants a list"},
          {"config.toml",
           "[mcp_servers.omni]\nurl = \"https://acme.omniapp.co/mcp/https\"\n"
           "bearer_token = \"k3y\"\n",
           "Codex takes no bearer_token"},
          {"config.toml",
           "[mcp_servers.omni]\nurl = \"https://acme.omniapp.co/mcp/https\"\n"
           "bearer_token_env_var = \"omni_osk_k3y\"\n",
           "must be the name of a variable"},
          {"config.toml",
           "[mcpServers.omni]\nurl = \"https://callbacks.omniapp.co/callback/mcp\"\n",
           "Codex reads [mcp_servers.NAME]"},
          {json, R"({"mcpServers":{"omni":{"command":"node","args":["server.js"]}}})",
           "it names no URL"},
      }) {
    const Said said = imported(one.name, one.text);
    EXPECT_EQ(said.code, kNotConformant) << said.out;
    EXPECT_THAT(said.out, HasSubstr("wrong")) << one.text;
    EXPECT_THAT(said.out, Not(HasSubstr("k3y"))) << one.text;
    const Said told = imported(one.name, one.text, true);
    const std::string all = Json::parse(told.out).dump();
    EXPECT_THAT(all, HasSubstr(Json(one.wanted).dump().substr(1, std::string(one.wanted).size())))
        << one.text;
    EXPECT_THAT(all, Not(HasSubstr("k3y"))) << one.text;
  }
}

TEST(Import, LeavesOtherServersAlone) {
  const Said said =
      imported("mcp.json", R"({"mcpServers":{"github":{"url":"https://api.example.com/mcp"}}})");
  EXPECT_EQ(said.code, kNotConformant) << "nothing of Omni's is there";
  EXPECT_THAT(said.out, HasSubstr("mcpServers.github: not Omni's\n"));
  EXPECT_THAT(said.out, Not(HasSubstr("wrong")));
}

TEST(Import, RefusesWhatIsNoConfiguration) {
  for (const Case& one : {Case{"mcp.json", "{", "line 1"},
                          {"mcp.json", "[]", "it is no object"},
                          {"mcp.json", "{}", "it names no server"},
                          {"config.toml", "x = \n", "config.toml, line 1"},
                          {"config.toml", "x = 1\n", "it names no server"}}) {
    EXPECT_THAT([&] { static_cast<void>(imported(one.name, one.text)); },
                ThrowsMessage<UsageError>(HasSubstr(one.wanted)))
        << one.text;
  }
  std::ostringstream none;
  Streams streams{.out = none, .err = none};
  EXPECT_ANY_THROW(import_command({.files = {"/no/such/mcp.json"}}, streams));
}

}  // namespace
}  // namespace conform::runner
