// For micro-benchmarks: a mock without a socket, and requests to it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::bench {

// The fixtures, read once.
std::shared_ptr<const mock::Fixtures> benched_fixtures();
std::unique_ptr<mock::MockOmni> benched_mock();

Request request_to(const std::string& origin, std::string method, std::string target);
Request form_to(const std::string& origin, std::string target, const Parameters& form);
// An MCP request with a key of Acme's.
Request mcp_request(const mock::MockOmni& mock, std::string_view method, const Json& params);
Request tool_call(const mock::MockOmni& mock, std::string_view tool, const Json& arguments);

// What a question about all order items asks for.
Json grouped_question();

}  // namespace conform::bench
