#include "suites/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mock_server/state/live_world.hpp"

namespace conform {
namespace {

std::vector<Scenario>& registered() {
  static std::vector<Scenario> scenarios;
  return scenarios;
}

struct IntentText {
  std::string operator()(const Connect& connect) const {
    const std::string url = connect.url == Connect::Url::kOAuth
                                ? "the OAuth URL"
                                : fmt::format("the key URL of {}", connect.organization);
    if (connect.by_oauth()) {
      const std::string_view how = connect.anew ? "connect anew to" : "connect to";
      return connect.client_id.empty()
                 ? fmt::format("{} {}", how, url)
                 : fmt::format("{} {} with the client ID {}", how, url, connect.client_id);
    }
    if (connect.key.empty()) return fmt::format("connect to {} without a key", url);
    if (connect.key == "?wrong") return fmt::format("connect to {} with a key nobody issued", url);
    std::string with = fmt::format("connect to {} with the key {}", url, connect.key);
    if (connect.key_text == "{key}") return with;
    return fmt::format("{}, entered as {}", with, Json(connect.key_text).dump());
  }
  std::string operator()(const ListTools&) const { return "list the tools"; }
  std::string operator()(const CallTool& call) const {
    const std::string what = fmt::format("call {} {}", call.tool, call.arguments.dump());
    return call.cancelled_after
               ? fmt::format("{} and cancel after {} ms", what, call.cancelled_after->count())
               : what;
  }
  std::string operator()(const CallAtOnce& all) const {
    std::string text = "at once ";
    for (const CallTool& call : all.calls) {
      if (&call != &all.calls.front()) text += " and ";
      text += (*this)(call);
    }
    return text;
  }
  std::string operator()(const Disconnect&) const { return "disconnect"; }
  std::string operator()(const Restart&) const { return "restart"; }
};

}  // namespace

AdminMove::AdminMove(mock::Change change)
    : text(change.text),
      apply([change = std::move(change)](mock::MockOmni& mock) { mock.live().change(change); }) {}

std::string describe(const Intent& intent) { return std::visit(IntentText{}, intent); }

std::string describe(const PersonMove& move) {
  std::string text;
  switch (move.kind) {
    case PersonMove::Kind::kSignsIn:
      text = fmt::format("{} signs in to {}", move.user, move.organization);
      break;
    case PersonMove::Kind::kSignsOut:
      text = fmt::format("signs out of {}", move.organization);
      break;
    case PersonMove::Kind::kGeneratesToken:
      text = fmt::format("tries to generate a personal access token at {}", move.organization);
      break;
    case PersonMove::Kind::kAuthorizes:
      text = "will click Authorize";
      break;
    case PersonMove::Kind::kCancels:
      text = "will click Cancel";
      break;
    case PersonMove::Kind::kClosesTheWindow:
      text = "will close the window";
      break;
  }
  for (const AdminMove& meanwhile : move.meanwhile) {
    text += fmt::format(", after this happened: {}", meanwhile.text);
  }
  return text;
}

std::string describe(const Step& step) {
  if (const auto* intent = std::get_if<Intent>(&step)) return describe(*intent);
  if (const auto* move = std::get_if<PersonMove>(&step)) return describe(*move);
  return std::get<AdminMove>(step).text;
}

Register::Register(Scenario scenario, std::source_location where) {
  const std::string_view path = where.file_name();
  scenario.file = path.substr(std::min(path.rfind("suites/scenarios/"), path.size()));
  registered().push_back(std::move(scenario));
}

const std::vector<Scenario>& all_scenarios() {
  static const std::vector<Scenario> sorted = [] {
    std::vector<Scenario> scenarios = registered();
    std::ranges::sort(scenarios, {}, &Scenario::id);
    return scenarios;
  }();
  return sorted;
}

const Scenario* find_scenario(std::string_view id) {
  const auto found = std::ranges::find(all_scenarios(), id, &Scenario::id);
  return found == all_scenarios().end() ? nullptr : &*found;
}

}  // namespace conform
