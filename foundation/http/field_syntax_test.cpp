#include "foundation/http/field_syntax.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace conform {
namespace {

std::vector<std::string> elements(std::string_view list) {
  std::vector<std::string> found;
  for_each_element(list, [&found](std::string_view element) { found.emplace_back(element); });
  return found;
}

TEST(FieldSyntax, ElementsAreThoseBetweenCommas) {
  using Elements = std::vector<std::string>;
  EXPECT_EQ(elements("close"), Elements{"close"});
  EXPECT_EQ(elements(" a ,\tb;q=1 , ,,c,"), (Elements{"a", "b;q=1", "c"}));
  EXPECT_EQ(elements(""), Elements());
  EXPECT_EQ(elements(" , "), Elements());
}

}  // namespace
}  // namespace conform
