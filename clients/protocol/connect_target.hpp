// What an intent to connect means at a mock: which URL, and which key's secret. Thread-safe.
#pragma once

#include <string>

#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

std::string mcp_url(const mock::MockOmni& mock, const Connect& connect);
// Of the world's key with that id; for "?wrong" a well-formed one that no world has. Throws
// std::runtime_error when there is no such key.
std::string key_secret(const mock::MockOmni& mock, const std::string& id);

}  // namespace conform::clients
