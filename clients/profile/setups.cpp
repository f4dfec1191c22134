#include "clients/profile/setups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "foundation/json/json_reader.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::clients {

using mock::ApiKey;
using mock::MockOmni;

namespace {

void write_lines(const std::vector<std::string>& lines, const ApiKey* key, const MockOmni& mock,
                 std::ostream& out) {
  for (std::string line : lines) {
    replace_all(line, "{oauth_url}", mock.oauth_url());
    if (key != nullptr) {
      replace_all(line, "{key_url}", mock.key_url(key->organization));
      replace_all(line, "{key}", key->secret);
    }
    out << "    " << line << '\n';
  }
}

}  // namespace

std::vector<ClientSetup> load_setups(const std::filesystem::path& file) {
  const Json json = read_json_file(file);
  std::vector<ClientSetup> setups;
  const std::vector<JsonReader> elements = JsonReader(json, file.string()).elements();
  setups.reserve(elements.size());
  for (const JsonReader& one : elements) {
    one.only({"client", "by_oauth", "by_key"});
    setups.push_back({.client = one.at("client").text(),
                      .by_oauth = one.at("by_oauth").texts(),
                      .by_key = one.at("by_key").texts()});
  }
  return setups;
}

void write_setup(const ClientSetup& setup, const MockOmni& mock, std::ostream& out) {
  const auto world = mock.world();
  const auto key = std::ranges::find(world->keys, ApiKey::State::kActive, &ApiKey::state);
  out << fmt::format("\n  {}, OAuth\n", setup.client);
  write_lines(setup.by_oauth, nullptr, mock, out);
  if (key == world->keys.end()) return;
  out << fmt::format("  {}, API key\n", setup.client);
  write_lines(setup.by_key, &*key, mock, out);
}

}  // namespace conform::clients
