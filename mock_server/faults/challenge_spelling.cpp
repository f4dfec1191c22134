#include "mock_server/faults/challenge_spelling.hpp"

#include <fmt/format.h>

namespace conform::mock {
namespace {

struct Parameter {
  std::string name;
  std::string value;
};

// Reads the mock's own spelling: Bearer name="value", name="value".
std::vector<Parameter> parameters_of(std::string_view challenge) {
  std::vector<Parameter> parameters;
  std::size_t at = challenge.find(' ');
  while (at != std::string_view::npos) {
    const std::size_t equals = challenge.find("=\"", at);
    if (equals == std::string_view::npos) break;
    const std::size_t end = challenge.find('"', equals + 2);
    parameters.push_back({std::string(trimmed(challenge.substr(at + 1, equals - at - 1))),
                          std::string(challenge.substr(equals + 2, end - equals - 2))});
    at = challenge.find(',', end);
  }
  return parameters;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// `format` gets the name and the value.
std::string joined(std::string_view scheme, const std::vector<Parameter>& parameters,
                   std::string_view between, std::string (*format)(const Parameter&)) {
  std::string text(scheme);
  std::string_view separator = " ";
  for (const Parameter& parameter : parameters) {
    text += separator;
    text += format(parameter);
    separator = between;
  }
  return text;
}

std::string quoted(const Parameter& parameter) {
  return fmt::format("{}=\"{}\"", parameter.name, parameter.value);
}

// An escape that is not needed, in every value, and one more parameter with what does need it.
std::string escaped(const Parameter& parameter) {
  return fmt::format("{}=\"\\{}\"", parameter.name, parameter.value);
}

}  // namespace

std::vector<std::string> respelled(std::string_view challenge, ChallengeSpelling spelling) {
  const std::vector<Parameter> parameters = parameters_of(challenge);
  constexpr std::string_view kOther = R"(Basic realm="Omni, the mock", charset="UTF-8")";
  switch (spelling) {
    case ChallengeSpelling::kPlain:
      return {std::string(challenge)};
    case ChallengeSpelling::kLowerCase:
      return {joined("bearer", parameters, ", ", [](const Parameter& parameter) {
        return fmt::format("{}=\"{}\"", upper_case(parameter.name), parameter.value);
      })};
    case ChallengeSpelling::kTokens:
      return {joined("Bearer", parameters, ", ", [](const Parameter& parameter) {
        return fmt::format("{}={}", parameter.name, parameter.value);
      })};
    case ChallengeSpelling::kNoMetadata:
      return {"Bearer"};
    case ChallengeSpelling::kSeveralInOne:
      return {fmt::format("{}, {}", kOther, joined("Bearer", parameters, ", ", quoted))};
    case ChallengeSpelling::kSeveralFields:
      return {std::string(kOther), joined("Bearer", parameters, ", ", quoted)};
    case ChallengeSpelling::kSpaces:
      return {joined("Bearer ", parameters, " ,\t, ", [](const Parameter& parameter) {
        return fmt::format("{} = \"{}\"", parameter.name, parameter.value);
      })};
    case ChallengeSpelling::kEscapes:
      return {joined("Bearer realm=\"a \\\"mock\\\", really\",", parameters, ", ", escaped)};
  }
  return {std::string(challenge)};
}

void respell_challenge(Response& response, ChallengeSpelling spelling) {
  const std::string* challenge = response.headers.find("WWW-Authenticate");
  if (challenge == nullptr) return;
  const std::vector<std::string> fields = respelled(*challenge, spelling);
  response.headers.remove("WWW-Authenticate");
  for (const std::string& field : fields) response.headers.add("WWW-Authenticate", field);
}

}  // namespace conform::mock
