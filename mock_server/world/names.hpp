// How world files spell the values of enums: one table each, for reading and for writing.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "mock_server/world/world.hpp"

namespace conform::mock {

template <typename Value, std::size_t kCount>
using Names = std::array<std::pair<std::string_view, Value>, kCount>;

inline constexpr Names<ApiKey::Kind, 2> kKeyKindNames{
    {{"organization", ApiKey::Kind::kOrganization}, {"personal", ApiKey::Kind::kPersonal}}};

inline constexpr Names<ApiKey::State, 3> kKeyStateNames{{{"active", ApiKey::State::kActive},
                                                         {"disabled", ApiKey::State::kDisabled},
                                                         {"revoked", ApiKey::State::kRevoked}}};

inline constexpr Names<AuthorizationBehaviour::Registration, 4> kRegistrationNames{
    {{"accepted", AuthorizationBehaviour::Registration::kAccepted},
     {"refused_400", AuthorizationBehaviour::Registration::kRefused400},
     {"refused_403", AuthorizationBehaviour::Registration::kRefused403},
     {"absent", AuthorizationBehaviour::Registration::kAbsent}}};

inline constexpr Names<AuthorizationBehaviour::Issuer, 5> kIssuerNames{
    {{"omitted", AuthorizationBehaviour::Issuer::kOmitted},
     {"sent_unadvertised", AuthorizationBehaviour::Issuer::kSentUnadvertised},
     {"advertised_and_sent", AuthorizationBehaviour::Issuer::kAdvertisedAndSent},
     {"advertised_not_sent", AuthorizationBehaviour::Issuer::kAdvertisedNotSent},
     {"wrong", AuthorizationBehaviour::Issuer::kWrong}}};

inline constexpr Names<AuthorizationBehaviour::State, 3> kStateNames{
    {{"echoed", AuthorizationBehaviour::State::kEchoed},
     {"wrong", AuthorizationBehaviour::State::kWrong},
     {"missing", AuthorizationBehaviour::State::kMissing}}};

inline constexpr Names<McpBehaviour::Answers, 3> kAnswersNames{
    {{"json", McpBehaviour::Answers::kJson},
     {"event_stream", McpBehaviour::Answers::kEventStream},
     {"polling", McpBehaviour::Answers::kPolling}}};

inline constexpr Names<McpBehaviour::Refusal, 2> kRefusalFormNames{
    {{"tool_result", McpBehaviour::Refusal::kToolResult}, {"http", McpBehaviour::Refusal::kHttp}}};

inline constexpr Names<McpBehaviour::BadKey, 2> kBadKeyNames{
    {{"401", McpBehaviour::BadKey::k401}, {"rest_style", McpBehaviour::BadKey::kRestStyle}}};

inline constexpr Names<McpBehaviour::Eras, 3> kErasNames{
    {{"handshake", McpBehaviour::Eras::kHandshake},
     {"stateless", McpBehaviour::Eras::kStateless},
     {"dual", McpBehaviour::Eras::kDual}}};

template <typename Value, std::size_t kCount>
constexpr std::string_view name_of(const Names<Value, kCount>& names, Value value) {
  for (const auto& [name, one] : names) {
    if (one == value) return name;
  }
  return "";
}

}  // namespace conform::mock
