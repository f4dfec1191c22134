// The formats that others have defined, held against their definitions: JSON Schemas of
// fixtures/schemas, and for JUnit the rules of the schema that Jenkins' xunit plugin ships
// (junit-10.xsd).
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "foundation/json/json_reader.hpp"
#include "foundation/json/json_schema.hpp"
#include "reports/golden/example_run.hpp"
#include "reports/golden/unpacked_html.hpp"
#include "reports/report.hpp"

namespace conform::reports {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string rendered(std::string_view name, const Run& run = example_run()) {
  std::ostringstream out;
  find_format(name)->write(run, example_report_context(), out);
  return out.str();
}

Json schema(const std::string& name) {
  return read_json_file(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures/schemas" /
                        (name + ".schema.json"));
}

std::string problems(const std::string& name, const Json& document) {
  return JsonSchema(schema(name), name).problems(document, "the document");
}

// A schema that lets unknown members pass would pass a report that nobody described.
void close(Json& json) {
  if (json.is_object() && json.contains("properties") && !json.contains("additionalProperties")) {
    json["additionalProperties"] = false;
  }
  if (json.is_structured()) {
    for (Json& child : json) close(child);
  }
}

// A part of a run that looks like the whole would be taken for it.
TEST(Schema, AnInterruptedRunIsNoVerdictInAnyReport) {
  ReportContext report_context = example_report_context();
  report_context.interrupted = "interrupted by SIGINT after 12 of 217 plays";
  for (const Format& format : all_formats()) {
    std::ostringstream out;
    format.write(example_run(), report_context, out);
    const bool has_no_head = format.name == "har" || format.name == "official";
    const std::string text = format.name == "html" ? unpacked_html(out.str()) : out.str();
    EXPECT_EQ(text.find(report_context.interrupted) == std::string::npos, has_no_head)
        << format.name;
    if (format.name != "json") continue;
    EXPECT_THAT(problems("run", Json::parse(out.str())), IsEmpty());
  }
}

TEST(Schema, TheJsonReportIsAsItsSchemaSays) {
  EXPECT_THAT(problems("run", Json::parse(rendered("json"))), IsEmpty());
  EXPECT_THAT(problems("run", Json::parse(rendered("json", {}))), IsEmpty());
}

TEST(Schema, TheJsonReportHasNoMemberThatItsSchemaDoesNotKnow) {
  Json closed = schema("run");
  close(closed);
  const JsonSchema strict(closed, "run");
  EXPECT_THAT(strict.problems(Json::parse(rendered("json")), "the document"), IsEmpty());
}

TEST(Schema, OfTheJsonReportRefusesWhatIsNone) {
  Json document = Json::parse(rendered("json"));
  document.at("plays").at(0).at("verdict") = "splendid";
  EXPECT_THAT(problems("run", document), HasSubstr("/plays/0/verdict"));
  document.erase("seed");
  EXPECT_THAT(problems("run", document), HasSubstr("seed"));
}

TEST(Schema, SarifIsAsItsSchemaSays) {
  Json document = Json::parse(rendered("sarif"));
  EXPECT_THAT(problems("sarif-2.1.0", document), IsEmpty());
  document.at("runs").at(0).at("results").at(0)["level"] = "catastrophe";
  EXPECT_THAT(problems("sarif-2.1.0", document), Not(IsEmpty()));
}

// What the schema cannot say (SARIF 2.1.0 section 3.27.6 and 3.27.10).
TEST(Sarif, RuleIndicesAndLevelsFit) {
  const Json document = Json::parse(rendered("sarif"));
  const Json& run = document.at("runs").at(0);
  const Json& rules = run.at("tool").at("driver").at("rules");
  std::set<std::string> fingerprints;
  for (const Json& result : run.at("results")) {
    const std::size_t index = result.at("ruleIndex").get<std::size_t>();
    EXPECT_EQ(rules.at(index).at("id"), result.at("ruleId"));
    EXPECT_FALSE(result.contains("kind")) << "a level other than none says that it failed";
    fingerprints.insert(result.at("partialFingerprints").at("check/v1").get<std::string>());
  }
  EXPECT_EQ(fingerprints.size(), run.at("results").size());
  EXPECT_FALSE(run.at("invocations").at(0).at("executionSuccessful").get<bool>());
  EXPECT_THAT(rules.at(0).at("help").at("text").get<std::string>(), HasSubstr("https://"));
}

TEST(Sarif, CarriesTheExchangeThatBrokeTheRule) {
  const Json document = Json::parse(rendered("sarif"));
  const Json& results = document.at("runs").at(0).at("results");
  const auto broken = std::ranges::find_if(
      results, [](const Json& result) { return result.at("properties").at("verdict") == "fail"; });
  ASSERT_NE(broken, results.end());
  EXPECT_EQ(broken->at("webResponse").at("statusCode"), 403);
}

TEST(Schema, HarIsAsItsSchemaSays) {
  Json document = Json::parse(rendered("har"));
  EXPECT_THAT(problems("har-1.2", document), IsEmpty());
  document.at("log").at("entries").at(0).at("request").erase("cookies");
  EXPECT_THAT(problems("har-1.2", document), HasSubstr("cookies"));
}

TEST(Har, EveryEntryHasItsPage) {
  const Json document = Json::parse(rendered("har"));
  std::set<std::string> pages;
  for (const Json& page : document.at("log").at("pages")) {
    EXPECT_TRUE(pages.insert(page.at("id").get<std::string>()).second);
  }
  EXPECT_GE(document.at("log").at("entries").size(), 5U);
  for (const Json& entry : document.at("log").at("entries")) {
    EXPECT_TRUE(pages.contains(entry.at("pageref").get<std::string>()));
  }
}

// ---- JUnit ----

struct Element {
  std::set<std::string> required;
  std::set<std::string> optional;
  std::set<std::string> children;
  bool has_text = false;
};

const std::map<std::string, Element>& junit_elements() {
  static const std::map<std::string, Element> elements = {
      {"testsuites", {{}, {"name", "time", "tests", "failures", "errors"}, {"testsuite"}}},
      {"testsuite",
       {{"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log",
         "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"}}},
      {"testcase",
       {{"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError",
         "system-out", "system-err"}}},
      {"properties", {{}, {}, {"property"}}},
      {"property", {{"name", "value"}, {}, {}}},
      {"failure", {{}, {"type", "message"}, {}, true}},
      {"error", {{}, {"type", "message"}, {}, true}},
      {"skipped", {{}, {"type", "message"}, {}, true}},
      {"system-out", {{}, {}, {}, true}},
      {"system-err", {{}, {}, {}, true}},
  };
  return elements;
}

void check_node(const pugi::xml_node& node, std::vector<std::string>& problems) {
  static const std::regex time(R"((([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?)");
  const std::string name = node.name();
  const auto known = junit_elements().find(name);
  if (known == junit_elements().end()) {
    problems.push_back("unknown element " + name);
    return;
  }
  const Element& element = known->second;
  for (const std::string& attribute : element.required) {
    if (!node.attribute(attribute.c_str()))
      problems.push_back(std::string(name).append(" has no ").append(attribute));
  }
  for (const pugi::xml_attribute attribute : node.attributes()) {
    const std::string found = attribute.name();
    if (!element.required.contains(found) && !element.optional.contains(found)) {
      problems.push_back(std::string(name).append(" may not have ").append(found));
    }
    if (found == "time" && !std::regex_match(attribute.value(), time)) {
      problems.push_back("no time: " + std::string(attribute.value()));
    }
  }
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      if (!element.has_text) problems.push_back(name + " may not hold text");
      continue;
    }
    if (!element.children.contains(child.name())) {
      problems.push_back(name + " may not hold " + child.name());
    }
    check_node(child, problems);
  }
}

std::vector<std::string> junit_problems(const std::string& text) {
  pugi::xml_document document;
  if (!document.load_string(text.c_str())) return {"no XML"};
  std::vector<std::string> problems;
  check_node(document.document_element(), problems);
  return problems;
}

TEST(Schema, JunitIsAsTheRulesOfJenkinsSay) {
  EXPECT_THAT(junit_problems(rendered("junit")), IsEmpty());
  EXPECT_THAT(junit_problems(rendered("junit", {})), IsEmpty());
}

TEST(Schema, TheRulesOfJenkinsRefuseWhatIsNone) {
  EXPECT_THAT(junit_problems("<testsuites skipped='1'/>"),
              testing::ElementsAre("testsuites may not have skipped"));
  EXPECT_THAT(junit_problems("<testsuite name='a' tests='1' failures='0'>x</testsuite>"),
              testing::ElementsAre("testsuite has no errors", "testsuite may not hold text"));
  EXPECT_THAT(junit_problems("<testsuites time='1e9'><testcase/></testsuites>"),
              testing::SizeIs(3));
}

}  // namespace
}  // namespace conform::reports
