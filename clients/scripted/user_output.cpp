#include "clients/scripted/user_output.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace conform::clients {
namespace {

std::string_view generic_sentence(ClientError::Area area) {
  switch (area) {
    case ClientError::Area::kHttp:
      return "Failed to connect to the MCP server.";
    case ClientError::Area::kOAuth:
      return "Authorization failed.";
    case ClientError::Area::kTool:
      return "The tool call failed.";
    case ClientError::Area::kWaiting:
      return "Timed out waiting for the sign-in in the browser.";
  }
  return "";
}

}  // namespace

void UserOutput::say(std::string text) {
  if (!text.empty()) shows_(std::move(text));
}

Outcome UserOutput::report(const ClientError& trouble) {
  const Behaviour::Output& output = behaviour_.output;
  Behaviour::Tells how = trouble.key_unauthorized ? output.key_errors : output.http_errors;
  if (trouble.area == ClientError::Area::kOAuth) how = output.oauth_errors;
  if (trouble.area == ClientError::Area::kTool) how = output.tool_errors;
  if (trouble.area == ClientError::Area::kWaiting) how = output.waiting;
  if (how == Behaviour::Tells::kBody) say(trouble.text);
  if (how == Behaviour::Tells::kGeneric) say(std::string(generic_sentence(trouble.area)));
  return {trouble.kind, trouble.text};
}

void UserOutput::secret(const std::string& what, const std::string& value) {
  if (behaviour_.output.prints_secrets) say(fmt::format("{}: {}", what, value));
}

}  // namespace conform::clients
