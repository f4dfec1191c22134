#include "mock_server/faults/carried_answer.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"

namespace conform::mock {

void distort_carried(Response& response, const CarriedAnswer& change) {
  if (change.is_as_it_was() || !response.is_redirect()) return;
  const std::string location = response.headers.get("Location");
  const std::size_t query = location.find('?');
  if (query == std::string::npos) return;
  const Parameters before = Parameters::parse(std::string_view(location).substr(query + 1));
  if (!before.has("code") && !before.has("error")) return;

  Parameters after;
  for (const auto& [name, value] : before) {
    const bool goes =
        change.set.contains(name) || std::ranges::find(change.remove, name) != change.remove.end();
    if (!goes) after.add(name, value);
  }
  for (const auto& [name, value] : change.set) {
    std::string text = value;
    replace_all(text, "{" + name + "}", before.get(name));
    after.add(name, text);
  }
  for (const auto& [name, value] : change.add) after.add(name, value);
  response.headers.set("Location", location.substr(0, query + 1) + after.encode());
}

}  // namespace conform::mock
