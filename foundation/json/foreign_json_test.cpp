#include "foundation/json/foreign_json.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "foundation/files/text_file.hpp"
#include "foundation/json/json_reader.hpp"

namespace conform {
namespace {

using testing::HasSubstr;
using Excess = JsonExcess::Kind;

constexpr JsonLimits kSmall{.bytes = 60, .depth = 3, .members = 4, .values = 9};

std::string nested(std::size_t levels, const std::string& open = "[",
                   const std::string& close = "]") {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  text += close == "}" ? "1" : "";
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(ForeignJson, WhatIsWithinItsLimitsIsReadAsItIs) {
  for (const char* text : {"1", "null", R"("[[[[[[[[")", "[[[1]]]", R"({"a":1,"b":2,"c":3,"d":4})",
                           "[1,2,3,4,5,6,7,8]", R"(["\"[[[[","\\",{}])", "[[],[],[[]]]"}) {
    EXPECT_EQ(parse_foreign(text, kSmall), Json::parse(text)) << text;
  }
}

TEST(ForeignJson, EachLimitIsToldFromTheOthers) {
  EXPECT_EQ(json_excess("[[[[1]]]]", kSmall).kind, Excess::kDepth);
  EXPECT_EQ(json_excess(R"([{"a":{"b":{"c":1}}}])", kSmall).kind, Excess::kDepth);
  EXPECT_EQ(json_excess(R"({"a":1,"b":2,"c":3,"d":4,"e":5})", kSmall).kind, Excess::kMembers);
  EXPECT_EQ(json_excess("[1,2,3,4,5,6,7,8,9]", kSmall).kind, Excess::kValues);
  EXPECT_EQ(json_excess(std::string(61, ' '), kSmall).kind, Excess::kBytes);
}

TEST(ForeignJson, AnObjectBesideAnotherHasItsOwnMembers) {
  constexpr JsonLimits kWide{.bytes = 200, .depth = 3, .members = 2, .values = 100};
  EXPECT_FALSE(json_excess(R"([{"a":1,"b":2},{"a":1,"b":2},{"a":{"x":1,"y":2},"b":2}])", kWide));
  EXPECT_EQ(json_excess(R"([{"a":{"x":1,"y":2},"b":2,"c":3}])", kWide).kind, Excess::kMembers);
}

// What hides nesting from a reader that is less exact than the parser.
TEST(ForeignJson, NothingInFrontHidesTheDepth) {
  const std::string deep = nested(100'000);
  for (const std::string& text :
       {"\xef\xbb\xbf" + deep, "\xef\xbb\xbf \t\r\n" + deep, R"({"a\\":)" + deep + "}",
        R"({"\u0022":)" + deep + "}", R"(["\\\"",)" + deep + "]", R"({"id":)" + deep + "}",
        nested(100'000, R"({"a":)", "}"), nested(100'000, R"([{"a":)", "}")}) {
    EXPECT_EQ(json_excess(text, kDocumentJson).kind, Excess::kDepth) << text.substr(0, 20);
    EXPECT_TRUE(parse_foreign(text).is_discarded()) << text.substr(0, 20);
  }
}

TEST(ForeignJson, WhatComesAfterTheFirstDocumentIsNotItsOwn) {
  constexpr JsonLimits kShallow{.bytes = 1000, .depth = 3, .members = 4, .values = 9};
  EXPECT_FALSE(json_excess("[1]\n" + nested(100), kShallow));
  EXPECT_TRUE(parse_foreign("[1]\n" + nested(100'000)).is_discarded());
}

std::string refusal_of(const std::string& text) {
  try {
    static_cast<void>(require_foreign(text, kSmall));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

// Two readers would see two texts.
TEST(ForeignJson, ANulIsNoEnd) {
  for (const std::string& text : {std::string("[1]\0", 4), std::string("[1]\0[2]", 7),
                                  std::string("{\"a\0\":1}", 8), std::string("\0", 1)}) {
    EXPECT_TRUE(parse_foreign(text).is_discarded()) << text;
    EXPECT_THAT(refusal_of(text), HasSubstr("is not JSON: it holds a NUL (line 1, column "))
        << text;
  }
  EXPECT_EQ(parse_foreign(R"(["\u0000"])").at(0), std::string("\0", 1));
}

TEST(ForeignJson, TheRefusalNamesTheLimitAndThePlace) {
  EXPECT_EQ(refusal_of("[1,\n [[[2]]]]"), "the JSON nests deeper than 3 levels (line 2, column 4)");
  EXPECT_EQ(refusal_of("[1,2,3,4,5,6,7,8,9]"),
            "the JSON holds more than 9 values (line 1, column 17)");
  EXPECT_EQ(refusal_of(R"({"a":1,"b":2,"c":3,"d":4,"e":5})"),
            "the JSON holds an object of more than 4 members (line 1, column 29)");
  EXPECT_THAT(refusal_of("[1,"), HasSubstr("is not JSON: "));
}

TEST(ForeignJson, ADocumentAsDeepAsAllowedCanBeCopiedComparedAndWritten) {
  const Json deep = parse_foreign(nested(kDeepestForeignJson));
  ASSERT_TRUE(deep.is_array());
  const Json copy = deep;  // NOLINT(performance-unnecessary-copy-initialization): the copy recurses
  EXPECT_EQ(copy, deep);
  EXPECT_EQ(copy.dump(2).size(), deep.dump(2).size());
}

// A name that counts how often it is looked at.
struct CountedName {
  static inline std::size_t looks = 0;
  std::string text;

  explicit(false) CountedName(std::string_view name) : text(name) {}
  operator std::string() const { return text; }
  bool operator!=(std::string_view other) const {
    ++looks;
    return text != other;
  }
};

TEST(JsonMembers, ALargeObjectLooksAtFewOfItsNames) {
  JsonMembers<CountedName, int> members;
  constexpr std::size_t kMembers = 5'000;
  CountedName::looks = 0;
  for (std::size_t i = 0; i < kMembers; ++i) {
    members[std::to_string(i)] = static_cast<int>(i);
  }
  EXPECT_EQ(members.size(), kMembers);
  EXPECT_LE(CountedName::looks, JsonMemberIndex::kBuiltFrom * JsonMemberIndex::kBuiltFrom);
}

JsonMembers<std::string, int> numbered(std::size_t count) {
  JsonMembers<std::string, int> members;
  for (std::size_t i = 0; i < count; ++i) members[std::to_string(i)] = static_cast<int>(i);
  return members;
}

// Whether each name leads to the member that stands where a walk finds it.
void expect_found(const JsonMembers<std::string, int>& members) {
  for (auto at = members.begin(); at != members.end(); ++at) {
    EXPECT_EQ(members.find(at->first), at) << at->first;
  }
  EXPECT_EQ(members.count("absent"), 0U);
}

TEST(JsonMembers, AreFoundByNameAroundTheSizeFromWhichThereIsAnIndex) {
  constexpr std::size_t kFrom = JsonMemberIndex::kBuiltFrom;
  for (const std::size_t size : {kFrom - 1, kFrom, kFrom + 1, 3 * kFrom}) {
    JsonMembers<std::string, int> members = numbered(size);
    expect_found(members);
    EXPECT_FALSE(members.emplace("7", 1).second) << "there is such a member";
    EXPECT_EQ(members.erase("7"), 1U);
    expect_found(members);
    EXPECT_EQ(members.count("7"), 0U);
    members["7"] = 70;
    EXPECT_EQ(members.at("7"), 70);
    expect_found(members);
  }
}

TEST(JsonMembers, ACopyAndWhatWasMovedFromHaveTheirOwnIndex) {
  JsonMembers<std::string, int> members = numbered(200);
  JsonMembers<std::string, int> copy = members;
  copy["only here"] = 1;
  EXPECT_EQ(members.count("only here"), 0U);
  expect_found(copy);
  const JsonMembers<std::string, int> moved = std::move(members);
  expect_found(moved);
  members = numbered(3);  // NOLINT(bugprone-use-after-move): it takes new members
  expect_found(members);
  copy.clear();
  EXPECT_EQ(copy.count("1"), 0U);
}

// The one place: whoever parses elsewhere has no limits. These read texts of our own, or are it.
TEST(ForeignJson, IsParsedInOnePlace) {
  constexpr std::array<std::string_view, 12> kOwnTexts{
      "foundation/json/foreign_json.cpp",   "foundation/json/json.cpp",
      "foundation/json/json.hpp",           "mock_server/world/everything.hpp",
      "mock_server/world/defect_table.cpp", "mock_server/mock_fixture.hpp",
      "mock_server/mcp/tools_fixture.hpp",  "mock_server/fuzz/fuzz_input.cpp",
      "reports/golden/unpacked_html.cpp",   "clients/captures/capture_comparison.cpp",
      "bench/micro/authorize_bench.cpp",    "runner/program/yaml_file.cpp"};
  const std::filesystem::path root = CONFORM_SOURCE_DIR;
  std::size_t seen = 0;
  for (const char* folder : {"foundation", "record", "mock_server", "suites", "clients", "verify",
                             "bench", "reports", "runner"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string file = entry.path().lexically_relative(root).string();
      const bool source = file.ends_with(".cpp") || file.ends_with(".hpp");
      if (!source || file.find("_test.") != std::string::npos) continue;
      ++seen;
      if (std::ranges::find(kOwnTexts, file) != kOwnTexts.end()) continue;
      const std::string text = text_of_file(entry.path());
      for (const char* call : {"son::parse(", "son::accept(", "son::sax_parse(", "YAML::Load"}) {
        EXPECT_EQ(text.find(call), std::string::npos)
            << file << ": reads with " << call
            << "…); foreign texts are read by parse_foreign, "
               "or json_of_yaml";
      }
    }
  }
  EXPECT_GT(seen, 300U);
}

TEST(JsonFile, ADeepOneIsRefusedByItsNameAndPlace) {
  const std::string file = testing::TempDir() + "/deep.json";
  std::ofstream(file) << "\n" + nested(500'000);
  try {
    static_cast<void>(read_json_file(file));
    FAIL() << "it was read";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), file + ": the JSON nests deeper than 256 levels (line 2, column 257)");
  }
}

std::string problem_with(const std::filesystem::path& file) {
  try {
    static_cast<void>(read_json_file(file));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

std::filesystem::path written(const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "user.json";
  std::ofstream(file) << text;
  return file;
}

TEST(JsonFile, SaysWhichFileIsWrongAndHow) {
  const std::filesystem::path folder = testing::TempDir();
  EXPECT_THAT(problem_with(folder), HasSubstr(folder.string() + ": is a folder"));
  EXPECT_THAT(problem_with("/no/such.json"),
              HasSubstr("/no/such.json: cannot be read: No such file"));
  for (const char* text : {"", "{", "[1e999]", "{\"a\":1e99999}", "[-1E400]", "nul", "\xff"}) {
    const std::filesystem::path file = written(text);
    EXPECT_THAT(problem_with(file), HasSubstr(file.string() + ": is ")) << text;
  }
  EXPECT_EQ(problem_with(written("{\"a\": 1e308}")), "none");
}

TEST(TextFile, WhatCannotBeReadIsNamed) {
  const auto error_of = [](const std::filesystem::path& file, std::size_t most) -> std::string {
    try {
      static_cast<void>(text_of_file(file, most));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(error_of("/no/such/file", 9),
            "/no/such/file: cannot be read: No such file or directory");
  EXPECT_EQ(error_of("/tmp", 9), "/tmp: is a folder; wanted is a file");
  EXPECT_EQ(error_of("/dev/zero", 1'000'000), "/dev/zero: is larger than 1000000 bytes");
  EXPECT_EQ(error_of("/dev/null", 0), "");
}

}  // namespace
}  // namespace conform
