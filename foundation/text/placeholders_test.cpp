#include "foundation/text/placeholders.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

std::optional<std::string> meaning(std::string_view name) {
  if (name == "a-name") return "value";
  if (name == "nested") return "{a-name}";
  return std::nullopt;
}

TEST(PlaceholdersTest, AreFilledInOnce) {
  EXPECT_EQ(filled("{a-name} and {a-name}", meaning), "value and value");
  EXPECT_EQ(filled("{nested}", meaning), "{a-name}");
}

TEST(PlaceholdersTest, OtherTextStaysAsItIs) {
  for (const char* text :
       {"", "{", "}", "{}", "{other}", "{a-name", R"({"a-name":1})", "a-name}"}) {
    EXPECT_EQ(filled(text, meaning), text);
  }
  const std::map<std::string, std::string> values{{"url", "http://{url}/"}, {"port", "1"}};
  EXPECT_EQ(with_placeholders("--u={url} -p {port}{port} {other} {", values),
            "--u=http://{url}/ -p 11 {other} {");
  EXPECT_EQ(with_placeholders(R"({"a":{url}})", values), R"({"a":http://{url}/})");
}

}  // namespace
}  // namespace conform
