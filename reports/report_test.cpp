#include "reports/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace conform {
namespace {

// A static library would drop formats that nobody names, silently: hence the floor.
TEST(Formats, AreLinkedIn) {
  EXPECT_GE(all_formats().size(), 8U);
  for (const std::string_view name :
       {"console", "github", "har", "html", "json", "junit", "markdown", "sarif"}) {
    EXPECT_NE(find_format(name), nullptr) << name;
  }
}

TEST(Formats, AreSortedAndEachIsThereOnce) {
  EXPECT_TRUE(std::ranges::is_sorted(all_formats(), {}, &Format::name));
  EXPECT_EQ(std::ranges::adjacent_find(all_formats(), {}, &Format::name), all_formats().end());
}

TEST(Formats, AnUnknownNameIsNone) { EXPECT_EQ(find_format("telex"), nullptr); }

TEST(Formats, DescribeThemselvesInOneLine) {
  for (const Format& format : all_formats()) {
    EXPECT_FALSE(format.describes.empty()) << format.name;
    EXPECT_LE(format.describes.size(), 80U) << format.name;
    EXPECT_EQ(format.describes.find('\n'), std::string_view::npos) << format.name;
  }
}

}  // namespace
}  // namespace conform
