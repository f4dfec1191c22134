// What the server checks of every subject are written with. Each subject has a file of its own; the
// order of their tables is that of server_checks(). Functions may throw what ServerUnderTest
// throws.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "verify/server_checks.hpp"
#include "verify/tested_server.hpp"

namespace conform::verify::checking {

using Needs = ServerCheck::Needs;

std::unexpected<Shortcoming> wrong(std::string seen);
std::unexpected<Shortcoming> cannot(std::string_view why);

inline constexpr const char* kNeverIssued = "no-such-token-0000000000000000";
inline constexpr const char* kElsewhere = "http://127.0.0.1:33421/elsewhere";
inline constexpr const char* kNoSuchVersion = "1999-01-01";
inline constexpr const char* kForeignResource = "https://other.example/mcp";
inline constexpr const char* kToolsList = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";

// Unless it is right, what is wrong: what was seen, or the answer itself.
std::unexpected<Shortcoming> answered(const Response& response);
Judgement unless(bool right, std::string seen);
Judgement unless(bool right, const Response& response);
Judgement must_be_401(const Response& response);
// A refusal in the form of RFC 6749 section 5.2.
Judgement must_be_refused_with(std::string_view error, const Response& response);

// Lists tools with a credential, outside of any session: what is refused is refused before that.
Response list_with(ServerUnderTest& server, const std::string& bearer);
// The parameters with one of them changed, or without it when the value is empty.
Parameters changed(const Parameters& from, std::string_view name, const std::string& value);
bool is_served(const RpcExchange& asked);  // with a result that is no error

std::vector<ServerCheck> credential_checks();
std::vector<ServerCheck> discovery_checks();
std::vector<ServerCheck> registration_checks();
std::vector<ServerCheck> authorization_checks();
std::vector<ServerCheck> page_checks();
std::vector<ServerCheck> token_checks();
std::vector<ServerCheck> refresh_checks();
std::vector<ServerCheck> protocol_checks();
std::vector<ServerCheck> transport_checks();
std::vector<ServerCheck> session_checks();
std::vector<ServerCheck> tool_checks();
std::vector<ServerCheck> stateless_checks();
std::vector<ServerCheck> administration_checks();

}  // namespace conform::verify::checking
