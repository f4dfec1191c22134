#include "mock_server/omni/fidelity.hpp"

#include <algorithm>

#include "foundation/json/json_reader.hpp"

namespace conform::mock {
namespace {

std::vector<const Refusal*> read_refusals(const JsonReader& json) {
  std::vector<const Refusal*> refusals;
  for (const JsonReader& id : json.elements()) {
    const auto found = std::ranges::find(all_refusals(), id.text(), &Refusal::id);
    if (found == all_refusals().end()) id.fail("must be the id of a refusal");
    refusals.push_back(&*found);
  }
  return refusals;
}

KnownBehaviour read_fact(const JsonReader& json) {
  json.only({"id", "statement", "mark", "source", "option", "refusals", "endpoints", "tools"});
  KnownBehaviour fact;
  fact.id = json.at("id").text();
  fact.statement = json.at("statement").text();
  fact.mark = json.at("mark").one_of<Mark>({{"seed", Mark::kSeed},
                                            {"documented", Mark::kDocumented},
                                            {"observed", Mark::kObserved},
                                            {"inferred", Mark::kInferred},
                                            {"chosen", Mark::kChosen}});
  fact.source = json.at("source").text();
  if (fact.source.empty()) json.at("source").fail("must say where we know it from");
  if (const auto option = json.find("option")) fact.option = option->text();
  if (const auto refusals = json.find("refusals")) fact.refusals = read_refusals(*refusals);
  if (const auto endpoints = json.find("endpoints")) fact.endpoints = endpoints->texts();
  if (const auto tools = json.find("tools")) fact.tools = tools->texts();
  return fact;
}

}  // namespace

std::string_view to_string(Mark mark) {
  switch (mark) {
    case Mark::kSeed:
      return "seed";
    case Mark::kDocumented:
      return "documented";
    case Mark::kObserved:
      return "observed";
    case Mark::kInferred:
      return "inferred";
    case Mark::kChosen:
      return "chosen";
  }
  return "";
}

std::vector<KnownBehaviour> load_fidelity(const std::filesystem::path& file) {
  const Json json = read_json_file(file);
  const JsonReader root(json, file.string());
  root.only({"facts"});
  std::vector<KnownBehaviour> facts;
  for (const JsonReader& item : root.at("facts").elements()) {
    KnownBehaviour fact = read_fact(item);
    if (std::ranges::find(facts, fact.id, &KnownBehaviour::id) != facts.end()) {
      item.at("id").fail("is used twice: \"" + fact.id + '"');
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace conform::mock
