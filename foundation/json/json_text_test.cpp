#include "foundation/json/json_text.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(JsonText, QuotesAsTheLibraryDoes) {
  for (const std::string& text :
       {std::string(), std::string("plain"), std::string("{\"a\\b\":\"c\"}"), std::string("\\"),
        std::string("ends with \""), std::string("a\nb\tc"), std::string("nul \0 in it", 11),
        std::string("Größe – 日本"), std::string("delete \x7f")}) {
    EXPECT_EQ(json_quoted(text), Json(text).dump()) << text;
  }
}

TEST(JsonText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(json_quoted("a\xff"), "\"a\xef\xbf\xbd\"");
  EXPECT_EQ(json_text(Json{{"a", "\xff"}}), "{\"a\":\"\xef\xbf\xbd\"}");
}

TEST(JsonText, HoldsATextAsItIsOrQuoted) {
  const std::string wanted = "12 \"new\"\norders";
  EXPECT_TRUE(holds_text("It says: 12 \"new\"\norders.", wanted));
  EXPECT_TRUE(holds_text(R"({"shown":"It says: 12 \"new\"\norders."})", wanted));
  EXPECT_FALSE(holds_text(R"({"shown":"It says: 12 \"new\""})", wanted));
  EXPECT_TRUE(holds_text("", ""));
}

}  // namespace
}  // namespace conform
