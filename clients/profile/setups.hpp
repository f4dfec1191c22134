// How a person sets up each product's client, ready to paste: fixtures/setups.json.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace conform::mock {
class MockOmni;
}  // namespace conform::mock

namespace conform::clients {

// Lines with {oauth_url}, {key_url} and {key} in them.
struct ClientSetup {
  std::string client;  // "Claude Code"
  std::vector<std::string> by_oauth;
  std::vector<std::string> by_key;
};

// Throws std::runtime_error naming the file, the place and what would be right.
std::vector<ClientSetup> load_setups(const std::filesystem::path& file);

// With the mock's URLs, and the first active key that its world has.
void write_setup(const ClientSetup& setup, const mock::MockOmni& mock, std::ostream& out);

}  // namespace conform::clients
