// What a mock can do wrong on purpose, so that a server check can be shown to notice. Each is asked
// for at the one place where its rule is enforced; what it means is told in defect_table.cpp. Plain
// data; nothing is wrong by default.
#pragma once

#include <bitset>
#include <cstddef>

namespace conform::mock {

enum class Defect : std::size_t {
  // Registration.
  kRegistersWithoutRedirects,
  kRegistersPlainHttp,
  kRegistersScripts,
  kRegistersDisguises,
  // Authorization.
  kUnknownClients,
  kAnyRedirect,
  kRedirectsByParts,
  kRedirectsWithoutBreaks,
  kRepeatedParameters,
  kAnyResponseType,
  kPkceOptional,
  kPlainPkce,
  kAnyResourceAuthorized,
  kStateWithCodesOnly,
  // Pages.
  kBareCookies,
  kForgedForms,
  kCancelIsConsent,
  // Tokens.
  kAnyVerifier,
  kNoVerifierNeeded,
  kAnyRedirectExchanged,
  kAnyResourceExchanged,
  kCodesOfAnyClient,
  kCodesStayGood,
  kReuseRevokesNothing,
  kExpiredCodes,
  kRefreshRefused,
  kRefreshTokensOfAnyClient,
  kSpentRefreshTokens,
  kErrorsWithoutCode,
  kErrorsAs200,
  kUnknownGrantTypes,
  kSecretsInErrors,
  // Credentials at the MCP endpoint.
  kUnknownCredentials,
  kForeignCredentials,
  kRevokedKeys,
  kRevokedGrants,
  kExpiredTokens,
  kTokensInQuery,
  // Settings and people.
  kAuthorizesWithTokensOff,
  kAuthorizesWithServerOff,
  kServesWithTokensOff,
  kServesWithServerOff,
  kDeactivatedUsers,
  kViewersQuery,
  kForeignModels,
  // Streamable HTTP and JSON-RPC.
  kForeignOrigins,
  kBrokenJsonAs500,
  kAnyVersionHeader,
  kAnyVersionAgreed,
  kBatches,
  kNoSessionNeeded,
  kUnknownSessions,
  kDeleteForgotten,
  kGetAnswersJson,
  kUnknownMethods,
  kUnknownTools,
  kToolErrorsAs500,
  // The stateless revision.
  kNoMetaNeeded,
  kAnyStatelessVersion,
  kHeadersUnchecked,
  kCount  // how many there are
};

class Defects {
 public:
  [[nodiscard]] bool has(Defect defect) const {
    return set_.test(static_cast<std::size_t>(defect));
  }
  void add(Defect defect) { set_.set(static_cast<std::size_t>(defect)); }

 private:
  std::bitset<static_cast<std::size_t>(Defect::kCount)> set_;
};

}  // namespace conform::mock
