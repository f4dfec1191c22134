#include "mock_server/control/case.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "foundation/json/json_reader.hpp"
#include "record/transcript.hpp"

namespace conform::mock {
namespace {

constexpr std::array<std::pair<std::string_view, CaseStep::When>, 3> kWhenNames{
    {{"start", CaseStep::When::kStart},
     {"consent", CaseStep::When::kConsent},
     {"connected", CaseStep::When::kConnected}}};

std::string words(const JsonReader& json) {
  std::string text = json.text();
  if (text.empty()) json.fail("must not be empty");
  return text;
}

CaseStep read_step(const JsonReader& json) {
  json.only(
      {"when", "title", "changes", "revoke_grants_of", "expire_access_tokens", "end_sessions"});
  CaseStep step;
  step.when = json.at("when").one_of(kWhenNames);
  step.title = words(json.at("title"));
  if (const auto changes = json.find("changes")) {
    for (const JsonReader& change : changes->elements()) {
      change.only({"at", "merge"});
      step.changes.push_back({change.at("at").text(), change.at("merge").json()});
    }
  }
  if (const auto user = json.find("revoke_grants_of")) step.revoke_grants_of = words(*user);
  if (const auto yes = json.find("expire_access_tokens"))
    step.expire_access_tokens = yes->boolean();
  if (const auto yes = json.find("end_sessions")) step.end_sessions = yes->boolean();
  return step;
}

CaseActor read_actor(const JsonReader& json) {
  json.only({"signs_in", "connects_to", "organization", "key"});
  CaseActor actor;
  if (const auto sign_ins = json.find("signs_in")) {
    for (const JsonReader& one : sign_ins->elements()) {
      one.only({"organization", "user"});
      actor.sign_ins.push_back({words(one.at("organization")), words(one.at("user"))});
    }
  }
  actor.by_oauth = json.at("connects_to").one_of<bool>({{"oauth url", true}, {"key url", false}});
  if (!actor.by_oauth) actor.organization = words(json.at("organization"));
  if (const auto key = json.find("key")) actor.key = words(*key);
  return actor;
}

CaseExpectation read_expectation(const JsonReader& json) {
  json.only({"endpoint", "refusal", "status", "text", "absent_header"});
  CaseExpectation expectation;
  expectation.endpoint = json.at("endpoint").text();
  if (!endpoint_from(expectation.endpoint)) {
    json.at("endpoint").fail("is none of the endpoints: " + all_endpoint_names());
  }
  expectation.refusal = words(json.at("refusal"));
  expectation.status = static_cast<int>(json.at("status").integer());
  expectation.text = words(json.at("text"));
  if (const auto header = json.find("absent_header")) expectation.absent_header = words(*header);
  return expectation;
}

}  // namespace

std::string_view to_string(CaseStep::When when) {
  return std::ranges::find(kWhenNames, when, [](const auto& item) { return item.second; })->first;
}

Case parse_case(const Json& json, const std::string& id, const std::string& name_in_errors) {
  const JsonReader root(json, name_in_errors);
  root.only(
      {"id", "title", "symptom", "mark", "source", "fix", "client", "tool", "steps", "expect"});
  Case result;
  result.id = root.at("id").text();
  if (result.id != id) root.at("id").fail("must be the file's name");
  result.title = words(root.at("title"));
  result.symptom = words(root.at("symptom"));
  result.mark = root.at("mark").one_of<std::string>({{"seed", "seed"},
                                                     {"documented", "documented"},
                                                     {"observed", "observed"},
                                                     {"inferred", "inferred"},
                                                     {"chosen", "chosen"}});
  result.source = words(root.at("source"));
  result.fix = words(root.at("fix"));
  result.actor = read_actor(root.at("client"));
  if (const auto tool = root.find("tool")) result.tool = words(*tool);
  for (const JsonReader& step : root.at("steps").elements()) {
    result.steps.push_back(read_step(step));
  }
  if (result.steps.empty() || result.steps.front().when != CaseStep::When::kStart) {
    root.at("steps").fail("must begin with a step of \"start\"");
  }
  result.expectation = read_expectation(root.at("expect"));
  result.json = json;
  return result;
}

std::vector<Case> load_cases(const std::filesystem::path& folder) {
  std::vector<Case> cases;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    cases.push_back(parse_case(read_json_file(entry.path()), entry.path().stem().string(),
                               entry.path().string()));
  }
  std::ranges::sort(cases, {}, &Case::id);
  return cases;
}

}  // namespace conform::mock
