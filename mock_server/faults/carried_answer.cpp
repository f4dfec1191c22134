#include "mock_server/faults/carried_answer.hpp"

#include <string>
#include <string_view>

namespace conform::mock {

void distort_carried(Response& response, const ParameterEdits& edits) {
  if (edits.empty() || !response.is_redirect()) return;
  const std::string location = response.headers.get("Location");
  const std::size_t query = location.find('?');
  if (query == std::string::npos) return;
  const Parameters before = Parameters::parse(std::string_view(location).substr(query + 1));
  if (!before.has("code") && !before.has("error")) return;

  const Fill fill = [&before](const std::string& text) {
    return filled(text, [&before](std::string_view name) { return before.get(name); });
  };
  response.headers.set("Location",
                       location.substr(0, query + 1) + edits.applied(before, fill).encode());
}

}  // namespace conform::mock
