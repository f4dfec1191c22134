#include "foundation/http/challenge.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

constexpr std::string_view kMetadata = "http://127.0.0.1:1/.well-known/oauth-protected-resource";

class BearerSpelling : public ::testing::TestWithParam<const char*> {};

TEST_P(BearerSpelling, IsUnderstood) {
  const auto challenge = bearer_challenge(Headers{{"www-authenticate", GetParam()}});
  ASSERT_TRUE(challenge.has_value());
  EXPECT_EQ(challenge->get("resource_metadata"), kMetadata);
  EXPECT_EQ(challenge->get("scope"), "mcp:access");
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, BearerSpelling,
    ::testing::Values(
        R"(Bearer scope="mcp:access", resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource")",
        R"(bearer resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource",scope="mcp:access")",
        R"(BEARER Resource_Metadata = "http://127.0.0.1:1/.well-known/oauth-protected-resource" , SCOPE = mcp:access)",
        R"(Basic realm="a, Bearer scope=\"no\"", Bearer scope="mcp:access", resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource")",
        R"(Negotiate, Bearer realm="x", scope="mcp:access", resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource")",
        R"(Negotiate YWJj/ZA==, Bearer scope="mcp:access", resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource")",
        R"(Bearer error="invalid_token", error_description="say \"please\", then", scope="mcp\:access", resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource", Basic realm="y")",
        R"(,  Bearer   x_scope="other" ,, scope="mcp:access",scope="second", resource_metadata=http://127.0.0.1:1/.well-known/oauth-protected-resource)"));

TEST(Challenge, TakesTheBearerOfASecondField) {
  const Headers headers{{"WWW-Authenticate", "Basic realm=\"x\""},
                        {"WWW-Authenticate", "Bearer scope=\"a\""}};
  EXPECT_EQ(bearer_challenge(headers)->get("scope"), "a");
}

TEST(Challenge, IsAbsentWithoutBearer) {
  EXPECT_FALSE(bearer_challenge(Headers{}).has_value());
  EXPECT_FALSE(
      bearer_challenge(Headers{{"WWW-Authenticate", "Basic realm=\"Bearer\""}}).has_value());
  EXPECT_FALSE(bearer_challenge(Headers{{"WWW-Authenticate", "\"\"\"=,,"}}).has_value());
}

// Each way of misreading fails on the one spelling that shows it, and on no other.
TEST(ChallengeReading, MisreadsOneSpellingOnly) {
  using R = ChallengeReading;
  const std::vector<std::pair<R, Headers>> spellings{
      {R::kExactCase, {{"WWW-Authenticate", R"(bearer SCOPE="a")"}}},
      {R::kQuotedOnly, {{"WWW-Authenticate", "Bearer scope=a"}}},
      {R::kFirstScheme, {{"WWW-Authenticate", R"(Basic realm="x", Bearer scope="a")"}}},
      {R::kFirstField,
       {{"WWW-Authenticate", R"(Basic realm="x")"}, {"WWW-Authenticate", R"(Bearer scope="a")"}}},
      {R::kNoSpace, {{"WWW-Authenticate", R"(Bearer scope = "a")"}}},
      {R::kNoEscapes, {{"WWW-Authenticate", R"(Bearer realm="\"x\"", scope="\a")"}}},
  };
  for (const auto& [spelling, headers] : spellings) {
    for (const R reading : {R::kWhole, R::kExactCase, R::kQuotedOnly, R::kFirstScheme,
                            R::kFirstField, R::kNoSpace, R::kNoEscapes}) {
      const auto challenge = bearer_challenge(headers, reading);
      const bool is_read = challenge && challenge->get("scope") == "a";
      EXPECT_EQ(is_read, reading != spelling)
          << headers.get("WWW-Authenticate") << " read in way " << static_cast<int>(reading);
    }
  }
}

TEST(Challenge, MayHaveNoParameters) {
  const auto challenges = parse_challenges("Bearer");
  ASSERT_EQ(challenges.size(), 1U);
  EXPECT_EQ(challenges[0].get("scope"), "");
}

}  // namespace
}  // namespace conform
