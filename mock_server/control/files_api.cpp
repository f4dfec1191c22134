// Files that ship beside the API: its description, the worlds' schema, and the console page.
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "mock_server/control/routes.hpp"

namespace conform::mock {
namespace {

// Only its own files run and only this origin is talked to; foreign text on the page can do
// nothing.
constexpr std::string_view kConsolePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

struct ConsoleFile {
  std::string_view name;
  std::string_view type;
};

constexpr std::array kConsoleFiles{
    ConsoleFile{"console.css", "text/css; charset=utf-8"},
    ConsoleFile{"console.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"api.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"cases.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"case_search.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"change.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"current_case.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"dom.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"element.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"exchanges.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"details.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"keys.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"panels.js", "text/javascript; charset=utf-8"},
};

Response file(const ControlCall& call, const std::filesystem::path& below, std::string_view type) {
  const std::filesystem::path path = call.mock.fixtures().folder / below;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw ControlError(500, path.string() + ": cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  Response response;
  response.headers.add("Content-Type", std::string(type));
  response.body = text.str();
  return response;
}

}  // namespace

Response get_openapi(ControlCall& call) { return file(call, "openapi.json", "application/json"); }

Response get_world_schema(ControlCall& call) {
  return file(call, "schemas/world.schema.json", "application/schema+json");
}

Response get_console(ControlCall& call) {
  if (call.request.path() == "/_mock") return redirect_response("/_mock/", 308);
  Response response = file(call, "console/index.html", "text/html; charset=utf-8");
  response.headers.add("Content-Security-Policy", std::string(kConsolePolicy));
  return response;
}

Response get_console_file(ControlCall& call) {
  for (const ConsoleFile& known : kConsoleFiles) {
    if (known.name == call.parameters.at(0)) {
      return file(call, std::filesystem::path("console") / known.name, known.type);
    }
  }
  throw ControlError(404, "The console has no file \"" + call.parameters.at(0) + '"');
}

}  // namespace conform::mock
