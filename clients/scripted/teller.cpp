#include "clients/scripted/teller.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace conform {
namespace {

std::string_view generic_sentence(Trouble::Area area) {
  switch (area) {
    case Trouble::Area::kHttp:
      return "Failed to connect to the MCP server.";
    case Trouble::Area::kOAuth:
      return "Authorization failed.";
    case Trouble::Area::kTool:
      return "The tool call failed.";
    case Trouble::Area::kWaiting:
      return "Timed out waiting for the sign-in in the browser.";
  }
  return "";
}

}  // namespace

void Teller::say(std::string text) {
  if (!text.empty()) shows_(std::move(text));
}

Outcome Teller::report(const Trouble& trouble) {
  const Behaviour::Output& output = behaviour_.output;
  Behaviour::Tells how = trouble.key_unauthorized ? output.key_errors : output.http_errors;
  if (trouble.area == Trouble::Area::kOAuth) how = output.oauth_errors;
  if (trouble.area == Trouble::Area::kTool) how = output.tool_errors;
  if (trouble.area == Trouble::Area::kWaiting) how = output.waiting;
  if (how == Behaviour::Tells::kBody) say(trouble.text);
  if (how == Behaviour::Tells::kGeneric) say(std::string(generic_sentence(trouble.area)));
  return {trouble.kind, trouble.text};
}

void Teller::secret(const std::string& what, const std::string& value) {
  if (behaviour_.output.prints_secrets) say(fmt::format("{}: {}", what, value));
}

}  // namespace conform
