#include "foundation/web/html.hpp"

#include <gmock/gmock.h>

namespace conform {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Html, ReadsTheFormOfAConsentPage) {
  const HtmlPage page = parse_html(R"(<!doctype html><html><head><title>Authorize &amp; go</title>
    <style>form{color:red}</style></head><body><!-- <form id="no"> --><h1>Authorize Claude Code</h1><p>Reads   data</p>
    <form id="consent" method="post" action="/oauth/consent?a=1&amp;b=2">
      <input type=hidden name=flow value='x&quot;y'>
      <input type="hidden" name="csrf" value="a&#43;b&#x2F;c" />
      <button type="submit" name="decision" value="authorize">Authorize</button>
      <button name="decision" value="cancel"><b>Cancel</b> it</button>
      <button type="button" name="decision" value="nothing">More</button>
    </form></body></html>)");
  EXPECT_EQ(page.title, "Authorize & go");
  ASSERT_NE(page.form("consent"), nullptr);
  EXPECT_EQ(page.form("no"), nullptr);
  const HtmlForm& form = *page.form("consent");
  EXPECT_EQ(form.method, "POST");
  EXPECT_EQ(form.action, "/oauth/consent?a=1&b=2");
  EXPECT_THAT(form.fields, ElementsAre(Pair("flow", "x\"y"), Pair("csrf", "a+b/c")));
  ASSERT_EQ(form.buttons.size(), 2U);
  ASSERT_NE(form.button("decision", "cancel"), nullptr);
  EXPECT_EQ(form.button("decision", "cancel")->label, "Cancel it");
  EXPECT_EQ(form.button("decision", "nothing"), nullptr);
  EXPECT_EQ(page.text, "Authorize Claude Code Reads data Authorize Cancel it More");
}

TEST(Html, KeepsOnlyWhatABrowserWouldSend) {
  const HtmlPage page = parse_html(R"(<FORM ID=f>
    <input name="plain"><input type="checkbox" name="off"><input type="checkbox" name="on" checked>
    <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
    <input name="gone" disabled value="x"><input type="text" value="nameless"><input type="submit" value="Go" name="go">
    <select name="org"><option value="a">A<option value="b" selected>B</option></select>
    <select name="first"><option> One </option><option>Two</option></select>
    <textarea name="t">1 &lt; 2</textarea></FORM>)");
  ASSERT_EQ(page.forms.size(), 1U);
  EXPECT_EQ(page.forms[0].method, "GET");
  EXPECT_THAT(page.forms[0].fields,
              ElementsAre(Pair("plain", ""), Pair("on", "on"), Pair("r", "2"), Pair("org", "b"),
                          Pair("first", "One"), Pair("t", "1 < 2")));
  ASSERT_EQ(page.forms[0].buttons.size(), 1U);
  EXPECT_EQ(page.forms[0].buttons[0].name, "go");
}

TEST(Html, TextLeavesOutWhatStandsAroundTheContent) {
  const HtmlPage page = parse_html(R"(<header>Omni <nav><a href="/">Home</a></nav>
    <form id="sign-out"><button>Log out</button></form></header><main>Not allowed</main></header>More)");
  EXPECT_EQ(page.text, "Not allowed More");
  ASSERT_NE(page.form("sign-out"), nullptr);
  EXPECT_EQ(page.form("sign-out")->buttons.at(0).label, "Log out");
}

TEST(Html, FillsAFieldOrAddsIt) {
  HtmlForm form = parse_html(R"(<form id="sign-in"><input name="email"></form>)").forms.at(0);
  EXPECT_TRUE(form.has_field("email"));
  EXPECT_FALSE(form.has_field("password"));
  form.fill("email", "quinn@acme.example");
  form.fill("password", "omni");
  EXPECT_THAT(form.fields,
              ElementsAre(Pair("email", "quinn@acme.example"), Pair("password", "omni")));
}

TEST(Html, SurvivesBrokenPages) {
  EXPECT_EQ(parse_html("").text, "");
  EXPECT_EQ(parse_html("403: Personal Access Tokens aren't enabled").text,
            "403: Personal Access Tokens aren't enabled");
  EXPECT_EQ(parse_html("1 < 2 & 3 &unknown; 4").text, "1 < 2 & 3 &unknown; 4");
  EXPECT_EQ(parse_html("<form id=\"x").forms.size(), 1U);
  EXPECT_EQ(parse_html("<!-- never closed <form>").forms.size(), 0U);
  EXPECT_EQ(parse_html("<form><button>Go").forms.at(0).buttons.size(), 1U);
}

TEST(Html, DecodesEntitiesToUtf8) {
  EXPECT_EQ(decode_entities("&#233;&#x20AC;&#x1F600;&amp;lt;"), "\u00e9\u20ac\U0001F600&lt;");
  EXPECT_EQ(decode_entities("&#xFFFFFFFF;&#zz;"), "&#xFFFFFFFF;&#zz;");
}

}  // namespace
}  // namespace conform
