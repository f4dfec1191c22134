#include "reports/text.hpp"

#include <gtest/gtest.h>

namespace conform::reports {
namespace {

TEST(Visible, KeepsPlainTextAndNonAsciiAsItIs) {
  EXPECT_EQ(visible("a\nb\tc"), "a\nb\tc");
  EXPECT_EQ(visible("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x99\x82"),
            "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x99\x82");
}

TEST(Visible, ShowsControlCharacters) {
  EXPECT_EQ(visible("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(visible(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(visible("\x7f"), "\\u{007f}");
  EXPECT_EQ(visible("\xc2\x9b"), "\\u{009b}");      // a CSI of one byte
  EXPECT_EQ(visible("\xe2\x80\xae"), "\\u{202e}");  // right-to-left override
  EXPECT_EQ(visible("\xef\xbf\xbe"), "\\u{fffe}");  // not a character in XML
}

TEST(Visible, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(visible("\xff"), "\\xff");
  EXPECT_EQ(visible("\xc3"), "\\xc3");  // cut short
  EXPECT_EQ(visible("\xc3("), "\\xc3(");
  EXPECT_EQ(visible("\xc0\xaf"), "\\xc0\\xaf");  // overlong
  EXPECT_EQ(visible("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(visible("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
}

TEST(OneLine, JoinsWhiteSpaceAndTrims) { EXPECT_EQ(one_line("  a \r\n\t b  ", 80), "a b"); }

TEST(OneLine, CutsByCharactersNotBytes) {
  EXPECT_EQ(one_line("abcdef", 6), "abcdef");
  EXPECT_EQ(one_line("abcdefg", 6), "abc...");
  EXPECT_EQ(one_line("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 4), "\xc3\xa9...");
}

TEST(Cut, NeverSplitsASequence) {
  EXPECT_EQ(cut("abc", 3), "abc");
  EXPECT_EQ(cut("ab\xc3\xa9", 3), "ab");
  EXPECT_EQ(cut("\xf0\x9f\x99\x82", 3), "");
  EXPECT_EQ(cut("ab\xc3\xa9", 4), "ab\xc3\xa9");
}

TEST(Wrapped, BreaksAtBlanksAndIndents) {
  EXPECT_EQ(wrapped("one two three", 9, 2, 0), "one two\n  three");
  EXPECT_EQ(wrapped("one two", 9, 2, 6), "one\n  two");
  EXPECT_EQ(wrapped("unbreakable", 5, 2, 0), "unbreakable");
}

TEST(Text, CommandsOfCiServicesAreBroken) {
  EXPECT_EQ(terminal_line("::error::x", 99), ": :error::x");
  EXPECT_EQ(terminal_line("so\n  ::set-output name=a::b", 99), "so : :set-output name=a::b");
  EXPECT_EQ(terminal_line("a ##[error]b", 99), "a # #[error]b");
  EXPECT_EQ(terminal_line("a##vso[task.complete]b", 99), "a# #vso[task.complete]b");
  EXPECT_EQ(terminal_line("##teamcity[x]", 99), "# #teamcity[x]");
  EXPECT_EQ(terminal_line("#\x1b##[x]", 99), "#\\x1b# #[x]");
  EXPECT_EQ(terminal_line("###[x]", 99), "## #[x]");
}

TEST(Text, AJsonTextWithoutCommandsMeansTheSame) {
  EXPECT_EQ(inert_json(R"({"a ##vso[x]": "##[error]y ###[", "b#": "## ::c"})"),
            R"({"a \u0023#vso[x]": "\u0023#[error]y #\u0023#[", "b#": "## ::c"})");
  EXPECT_EQ(inert_json("[\"\xc2\x9b\x7f\xe2\x80\xae\xc3\xa9\xf0\x9f\x98\x80\"]"),
            "[\"\\u009b\\u007f\\u202e\xc3\xa9\xf0\x9f\x98\x80\"]");
}

// GitHub's runner looks behind every white space of Unicode.
TEST(Text, NoWhiteSpaceHidesACommand) {
  for (const std::string blank : {"\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\x83", "\xe2\x80\xaf",
                                  "\xe3\x80\x80", "\xef\xbb\xbf", "\xe2\x80\x8b"}) {
    EXPECT_EQ(printed(blank + "::error::x"), blank + ": :error::x");
    EXPECT_EQ(printed("a\n \t" + blank + "::error::x"), "a\n \t" + blank + ": :error::x");
  }
}

TEST(Text, WhatOnlyLooksLikeACommandStays) {
  for (const char* text : {"std::string", "http://[::1]/", "a :: b", "## heading", "#1 [x]"}) {
    EXPECT_EQ(terminal_line(text, 99), text);
  }
}

TEST(Text, PrintsLinesAndSaysWhatIsLeftOut) {
  EXPECT_EQ(printed("a\n::error::\x1b[31m\n"), "a\n: :error::\\x1b[31m\n");
  EXPECT_EQ(printed("abcdef", 4), "abcd\n... (2 more bytes)");
}

}  // namespace
}  // namespace conform::reports
