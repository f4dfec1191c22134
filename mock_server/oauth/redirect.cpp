#include "mock_server/oauth/redirect.hpp"

#include "foundation/http/url.hpp"

namespace conform::mock {
namespace {

using Issuer = AuthorizationBehaviour::Issuer;
using StateAnswer = AuthorizationBehaviour::State;

Response answer(const Context& context, const AuthorizationRequest& request,
                Parameters parameters) {
  const AuthorizationBehaviour& behaviour = context.world.authorization;
  const bool told = parameters.has("code") || !context.has(Defect::kStateWithCodesOnly);
  if (request.state && told && behaviour.state == StateAnswer::kEchoed) {
    parameters.add("state", *request.state);
  } else if (behaviour.state == StateAnswer::kWrong) {
    parameters.add("state", "not-the-state-that-was-sent");
  }
  switch (behaviour.issuer) {
    case Issuer::kOmitted:
    case Issuer::kAdvertisedNotSent:
      break;
    case Issuer::kSentUnadvertised:
    case Issuer::kAdvertisedAndSent:
      parameters.add("iss", request.callbacks_origin);
      break;
    case Issuer::kWrong:
      parameters.add("iss", "https://another-issuer.example");
      break;
  }
  return redirect_response(with_query(request.redirect_uri, parameters.encode()));
}

}  // namespace

Response redirect_with_code(Context& context, const AuthorizationRequest& request,
                            std::string_view code) {
  return answer(context, request, {{"code", std::string(code)}});
}

Response redirect_with_error(Context& context, const AuthorizationRequest& request,
                             std::string_view error, std::string_view description) {
  context.facts["refusal"] = error;
  return answer(context, request,
                {{"error", std::string(error)}, {"error_description", std::string(description)}});
}

}  // namespace conform::mock
