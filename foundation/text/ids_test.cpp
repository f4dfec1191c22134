#include "foundation/text/ids.hpp"

#include <gtest/gtest.h>

#include "foundation/text/digest.hpp"
#include "foundation/time/clock.hpp"

namespace conform {
namespace {

TEST(Ids, TheSameSeedGivesTheSameSequence) {
  Ids one(7);
  Ids same(7);
  Ids other(8);
  const std::string first = one.base62(20);
  EXPECT_EQ(first, same.base62(20));
  EXPECT_NE(first, other.base62(20));
  EXPECT_NE(first, one.base62(20));
}

TEST(Ids, UuidsHaveTheirForm) {
  Ids ids(1);
  const std::string uuid = ids.uuid();
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

TEST(OmniKey, HasTheDocumentedFormAndOurMark) {
  const std::string key = omni_key("abc");
  EXPECT_EQ(key.size(), std::string("omni_osk_").size() + 56);
  EXPECT_TRUE(key.starts_with("omni_osk_MOCKabc"));
  EXPECT_TRUE(is_well_formed_omni_key(key));
}

TEST(OmniKey, AChangedCharacterBreaksTheChecksum) {
  std::string key = omni_key("abc");
  key[20] = key[20] == '1' ? '2' : '1';
  EXPECT_FALSE(is_well_formed_omni_key(key));
  EXPECT_FALSE(is_well_formed_omni_key("omni_osk_short"));
}

// Known answers: RFC 7636 appendix B, RFC 4648 section 10, and the check value of CRC-32.
TEST(Digest, GivesKnownAnswers) {
  EXPECT_EQ(s256_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64url("\xff\xfe"), "__4");
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_TRUE(equal_in_constant_time("a", "a"));
  EXPECT_FALSE(equal_in_constant_time("a", "ab"));
}

TEST(Clock, StandsStillUntilMoved) {
  ManualClock clock;
  EXPECT_EQ(to_iso8601(clock.now()), "2026-11-24T12:00:00.000Z");
  clock.advance(std::chrono::milliseconds(1500));
  EXPECT_EQ(to_iso8601(clock.now()), "2026-11-24T12:00:01.500Z");
}

TEST(Clock, TheRealOneCanBeMovedForward) {
  SystemClock clock;
  const TimePoint before = clock.now();
  clock.advance(std::chrono::hours(8));
  EXPECT_GE(clock.now() - before, std::chrono::hours(8));
}

}  // namespace
}  // namespace conform
