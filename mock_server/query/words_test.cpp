#include "mock_server/query/words.hpp"

#include <gmock/gmock.h>

namespace conform::mock {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view question) {
  const Words words(question);
  std::vector<std::string> result;
  result.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) result.push_back(words[i].text);
  return result;
}

TEST(Words, AreLowerCaseWithoutPossessives) {
  EXPECT_THAT(texts("Show me last year's Orders!"),
              ElementsAre("show", "me", "last", "year", "orders"));
  EXPECT_THAT(texts("don't"), ElementsAre("dont"));
}

TEST(Words, KeepNumbersAndDatesWhole) {
  EXPECT_THAT(
      texts("over $1,000 since 2026-01-01, ages 18-24 and 2.5%"),
      ElementsAre("over", "$1,000", "since", "2026-01-01", ",", "ages", "18-24", "and", "2.5"));
  EXPECT_THAT(texts("2024,2025"), ElementsAre("2024", ",", "2025"));
}

TEST(Words, KeepQuotationsAsTheyAre) {
  const Words words("name is \"O'Neil  Ada\" or 'x; DROP'");
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[2].text, "O'Neil  Ada");
  EXPECT_TRUE(words[2].quoted);
  EXPECT_EQ(words[4].text, "x; DROP");
  EXPECT_TRUE(Words("\"never closed")[0].quoted);
}

TEST(Words, SurviveOddBytes) {
  EXPECT_THAT(texts("S\xC3\xA3o \xF0\x9F\x98\x80 ;--()"),
              ElementsAre("s\xC3\xA3o", "\xF0\x9F\x98\x80"));
  EXPECT_TRUE(texts("").empty());
}

TEST(Words, SingularsAreAlikeForPhraseAndQuestion) {
  EXPECT_EQ(singular("orders"), "order");
  EXPECT_EQ(singular("categories"), "category");
  EXPECT_EQ(singular("statuses"), "status");
  EXPECT_EQ(singular("status"), "status");
  EXPECT_EQ(singular("warehouses"), "warehouse");
  EXPECT_EQ(singular("address"), "address");
}

TEST(Words, LeftOverHasNoGrammarAndNothingUsed) {
  Words words("please show me the frobs of 7 orders");
  words.use(7);
  EXPECT_THAT(words.left_over(), ElementsAre("frobs", "7"));
}

TEST(Numbers, AreReadInDigitsAndWords) {
  EXPECT_EQ(number_from("five"), "5");
  EXPECT_EQ(number_from("$1,000"), "1000");
  EXPECT_EQ(number_from("2.5"), "2.5");
  EXPECT_EQ(number_from("2.5.1"), "");
  EXPECT_EQ(number_from("q3"), "");
}

}  // namespace
}  // namespace conform::mock
