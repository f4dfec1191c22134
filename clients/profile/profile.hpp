// A client profile: one file of fixtures/clients, "extends" resolved, every field typed and
// checked.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "clients/profile/behaviour.hpp"
#include "clients/profile/bend.hpp"
#include "clients/profile/launch.hpp"
#include "suites/judge.hpp"

namespace conform::clients {

// How a member of a product's behaviour is known.
struct Fact {
  std::string mark;  // captured, source, documented, reported, unknown, chosen
  std::string source;
};

struct Profile {
  std::string id;  // the file's name without ".json"
  std::string title;
  std::string kind;  // "reference", "product", "broken" or "external"
  std::string bug;   // of a broken one: what it gets wrong, one sentence
  Behaviour behaviour;
  std::vector<Bend> bends;  // what becomes of its requests after that
  Launch launch;            // is_given() when the real program can be played with
  Allowances allowances;
  // Members of behaviour that its own file sets: "session.accept"; and "bends".
  std::vector<std::string> sets;
  std::map<std::string, Fact> facts;  // the same names -> how it is known; of its own file
};

// The profile as `test` plays it: with the real program, judged by what that one is known to do.
Profile of_the_real_program(Profile profile);

// The ports of this machine that its redirect URIs name. No mock may listen there while it plays.
std::set<int> redirect_ports(const Behaviour& behaviour);

// Every profile below fixtures/clients, by id. Throws std::runtime_error that names the file, the
// place and what would be right: unknown members, wrong types, unknown "extends", cycles.
std::map<std::string, Profile> load_profiles(const std::filesystem::path& folder);

}  // namespace conform::clients
