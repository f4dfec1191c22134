// One tool of the MCP server: its description (fixtures/tools/NAME.json) and what calling it does.
// A tool's call depends on its argument only; the one thing that it may change is the jobs. It
// refuses by throwing ToolError or QueryError, which run() makes a result with `is_error`.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"
#include "foundation/json/json_schema.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/content/dashboards.hpp"
#include "mock_server/content/help_texts.hpp"
#include "mock_server/query/query_engine.hpp"
#include "mock_server/state/jobs.hpp"
#include "mock_server/state/principal.hpp"
#include "mock_server/world/world.hpp"

namespace conform::mock {

struct ToolCall {
  const World& world;
  const Organization& organization;
  const Principal& principal;
  const QueryEngine& engine;
  const HelpTexts& help_texts;
  const Dashboards& dashboards;
  Jobs& jobs;
  std::string origin;      // of the organization's own host
  const Headers& headers;  // X-MCP-Model-ID, X-MCP-Topic-Name, … of the request
  TimePoint now;
  const Json& arguments;  // an object
};

struct ToolResult {
  std::string text;         // content[0].text
  bool structured = false;  // the text is JSON and is the structuredContent too
  bool is_error = false;
  // A refusal by permission or setting ("Permission denied", "Feature is not enabled"): the
  // endpoint sends it as a tool result "403 …" or as HTTP 403, as the world says. Empty when
  // nothing was refused.
  std::string refusal;
  std::string_view refusal_id;  // the refusal's id in the table of refusals, of errors too
};

// A tool says no, with a text from the table of refusals.
class ToolError : public std::runtime_error {
 public:
  explicit ToolError(std::string_view refusal_id,
                     std::initializer_list<std::string_view> values = {});
  [[nodiscard]] std::string_view id() const { return id_; }

 private:
  std::string_view id_;
};

struct Tool {
  std::string_view name;
  bool (*listed)(const Settings&);
  ToolResult (*call)(const ToolCall&);
};

ToolResult run(const Tool& tool, const ToolCall& call);

// Every tool, in the order of the documentation. Their descriptions come from `folder`
// (fixtures/tools).
class Toolbox {
 public:
  // Throws std::runtime_error naming the file when a description is missing or no JSON.
  explicit Toolbox(const std::filesystem::path& folder);

  // What tools/list shows of it, as it was read and as the text that is sent.
  struct Described {
    Tool tool;
    Json description;
    std::string text;
    JsonSchema input_schema;
  };

  [[nodiscard]] std::vector<const Described*> list(
      const Settings& settings) const;  // what the settings show
  [[nodiscard]] const Tool* find(std::string_view name, const Settings& settings) const;

  // As tools/list shows it; nullptr when there is no such tool.
  [[nodiscard]] const Json* description(std::string_view tool) const;

  // Checks arguments against the tool's inputSchema; the text says every problem with its place, or
  // is empty.
  [[nodiscard]] std::string problems(std::string_view tool, const Json& arguments) const;

 private:
  std::vector<Described> tools_;
};

}  // namespace conform::mock
