#include "clients/profile/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <stdexcept>

#include "clients/profile/behaviour_fields.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/json/object_reader.hpp"

namespace conform::clients {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"reference", "product", "broken", "external"};
constexpr std::array<std::string_view, 6> kMarks = {"captured", "source",  "documented",
                                                    "reported", "unknown", "chosen"};

// A string that must be there and not be empty.
std::string required(ObjectReader& from, const std::string& name) {
  std::string value;
  from.field(name, value);
  if (value.empty()) from.fail(name, "must be a string that is not empty");
  return value;
}

template <typename Item, typename Read>
void read_list(ObjectReader& above, const std::string& name, std::vector<Item>& into, Read read) {
  const Json* const array = above.array(name);
  if (array == nullptr) return;
  into.clear();
  for (std::size_t at = 0; at < array->size(); ++at) {
    ObjectReader from((*array)[at], above.file(), above.pointer(fmt::format("{}/{}", name, at)));
    into.push_back(read(from));
    from.finish();
  }
}

// One reason for one "check", or for all of "checks".
std::vector<KnownFailure> read_known_failures(ObjectReader& item) {
  std::vector<std::string> checks;
  item.field("checks", checks);
  if (checks.empty()) checks.push_back(required(item, "check"));
  const std::string because = required(item, "because");
  const std::string source = required(item, "source");
  bool sometimes = false;
  item.field("sometimes", sometimes);
  std::vector<KnownFailure> known;
  for (std::string& check : checks) {
    if (check.empty()) item.fail("checks", "must hold strings that are not empty");
    known.push_back({std::move(check), because, source, sometimes});
  }
  return known;
}

void read_allowances(ObjectReader& above, Allowances& into) {
  std::vector<std::vector<KnownFailure>> known;
  read_list(above, "known_failures", known, read_known_failures);
  if (above.array("known_failures") != nullptr) into.known_failures.clear();
  for (std::vector<KnownFailure>& some : known) {
    into.known_failures.insert(into.known_failures.end(), std::make_move_iterator(some.begin()),
                               std::make_move_iterator(some.end()));
  }
  read_list(above, "cannot", into.cannot, [](ObjectReader& item) {
    return Incapability{required(item, "intent"), required(item, "because"),
                        required(item, "source")};
  });
}

void read_facts(ObjectReader& above, const std::vector<std::string>& sets,
                std::map<std::string, Fact>& into) {
  const Json* const json = above.object("facts");
  if (json == nullptr) return;
  for (const auto& [name, value] : json->items()) {
    const std::string place = "facts/" + name;
    if (std::ranges::find(sets, name) == sets.end()) {
      above.fail(place, "speaks of a member of behaviour that this file does not set");
    }
    ObjectReader from(value, above.file(), above.pointer(place));
    Fact fact{required(from, "mark"), required(from, "source")};
    if (std::ranges::find(kMarks, fact.mark) == kMarks.end()) {
      from.fail("mark", fmt::format("must be one of {}", fmt::join(kMarks, ", ")));
    }
    from.finish();
    into.emplace(name, std::move(fact));
  }
}

// Reads the files of a folder, each after the one that it extends.
class Loader {
 public:
  explicit Loader(const std::filesystem::path& folder) : folder_(folder) {
    collect(folder);
    if (std::filesystem::is_directory(folder / "broken")) collect(folder / "broken");
  }

  std::map<std::string, Profile> load() {
    for (const auto& [id, path] : paths_) profile(id);
    return std::move(loaded_);
  }

 private:
  void collect(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) {
      throw std::runtime_error(
          fmt::format("{}: is no folder with client profiles", folder.string()));
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".json") continue;
      const auto [found, added] = paths_.emplace(entry.path().stem().string(), entry.path());
      if (!added) {
        throw std::runtime_error(fmt::format("{}: has the id of {}; every id must be unique",
                                             name_of(entry.path()), name_of(found->second)));
      }
    }
  }

  [[nodiscard]] std::string name_of(const std::filesystem::path& path) const {
    return path.lexically_relative(folder_.parent_path()).generic_string();
  }

  const Profile& profile(const std::string& id) {
    const auto done = loaded_.find(id);
    if (done != loaded_.end()) return done->second;
    open_.insert(id);
    Profile read = read_file(id);
    open_.erase(id);
    return loaded_.emplace(id, std::move(read)).first->second;
  }

  Profile read_file(const std::string& id) {
    const std::filesystem::path& path = paths_.at(id);
    const std::string file = name_of(path);
    const Json json = read_json_file(path);
    ObjectReader from(json, file, "");
    std::string extends;
    Profile into = from.field("extends", extends) ? base(from, extends) : Profile{};
    into.id = id;
    const bool broken = path.parent_path().filename() == "broken";
    into.kind = broken ? "broken" : "";
    from.field("kind", into.kind);
    if (std::ranges::find(kKinds, into.kind) == kKinds.end() || broken != (into.kind == "broken")) {
      from.fail("kind",
                broken ? "must be \"broken\" in this folder"
                       : "must be one of reference, product, external (broken ones have a folder)");
    }
    into.bug.clear();
    if (broken) into.bug = required(from, "bug");
    into.title = broken ? into.bug : "";
    from.field("title", into.title);
    if (into.title.empty()) from.fail("title", "must be a string that is not empty");
    into.sets.clear();
    into.facts.clear();
    if (const Json* const behaviour = from.object("behaviour")) {
      into.sets = read_behaviour(*behaviour, file, from.pointer("behaviour"), into.behaviour);
    }
    if (const Json* const bends = from.array("bends")) {
      into.bends.clear();
      for (const JsonReader& one : JsonReader(*bends, file, from.pointer("bends")).elements()) {
        into.bends.push_back(read_bend(one));
      }
      into.sets.emplace_back("bends");
    }
    into.launch = Launch{};  // never that of the profile it extends
    if (const Json* const launch = from.object("launch")) {
      ObjectReader reader(*launch, file, from.pointer("launch"));
      read_launch(reader, into.launch);
      read_allowances(reader, into.launch.allowances);
      reader.finish();
    }
    if (into.kind == "external" && !into.launch.is_given()) {
      from.fail("launch", "must say how an external client is run: \"command\" or \"intents\"");
    }
    read_allowances(from, into.allowances);
    read_facts(from, into.sets, into.facts);
    from.finish();
    return into;
  }

  Profile base(const ObjectReader& from, const std::string& id) {
    if (!paths_.contains(id)) from.fail("extends", fmt::format("names no profile: {}", id));
    if (open_.contains(id)) from.fail("extends", fmt::format("goes round in a circle: {}", id));
    return profile(id);
  }

  std::filesystem::path folder_;
  std::map<std::string, std::filesystem::path> paths_;
  std::map<std::string, Profile> loaded_;
  std::set<std::string> open_;
};

void add_ports(const Json& json, std::set<int>& to) {
  if (json.is_structured()) {
    for (const Json& member : json) add_ports(member, to);
  } else if (json.is_string()) {
    const auto url = Url::parse(json.get_ref<const std::string&>());
    if (url && url->is_loopback() && url->port != 0) to.insert(url->port);
  }
}

}  // namespace

std::set<int> redirect_ports(const Behaviour& behaviour) {
  const Behaviour::Registration& how = behaviour.registration;
  std::set<int> ports;
  add_ports(Json::array({how.redirect_uri, how.issuer_redirect_uri, how.request}), ports);
  return ports;
}

Profile of_the_real_program(Profile profile) {
  if (profile.kind != "external") profile.allowances = profile.launch.allowances;
  profile.allowances.cannot.push_back(
      {"call_at_once", "A program is asked one thing after the other.", ""});
  profile.allowances.cannot.push_back(
      {"cancel_call", "Nobody interrupts a program between a question and its answer.", ""});
  return profile;
}

std::map<std::string, Profile> load_profiles(const std::filesystem::path& folder) {
  return Loader(folder.lexically_normal()).load();
}

}  // namespace conform::clients
