// A case: the mock in the state that a user's report describes, what a client then sees, and what
// helps. Plain data, one file each in fixtures/cases/.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"

namespace conform::mock {

// One change of the world's JSON, as merge_at of world_patch.hpp takes it.
struct CaseChange {
  std::string at;
  Json merge;
};

// What happens to the mock, and at which moment of a client's connection.
struct CaseStep {
  enum class When {
    kStart,      // before anything
    kConsent,    // while the authorization page is open
    kConnected,  // after the client has connected and called a tool
  };
  When when = When::kStart;
  std::string title;  // "The MCP server is switched off"
  std::vector<CaseChange> changes;
  std::string revoke_grants_of;  // user id
  bool expire_access_tokens = false;
  bool end_sessions = false;
};

// Who acts, and how. Either people who sign in, in this order, or a key.
struct CaseActor {
  struct SignIn {
    std::string organization;
    std::string user;
  };
  std::vector<SignIn> sign_ins;
  bool by_oauth = true;      // connects to the OAuth URL, else to the organization's key URL
  std::string organization;  // whose key URL
  std::string key;           // id of a key, "?wrong" for one that was never issued, or empty
};

// The first answer that is no success, as the client sees it.
struct CaseExpectation {
  std::string endpoint;  // as Endpoint is spelled: "authorize"
  std::string refusal;   // its id
  int status = 0;
  std::string text;           // the message, in full
  std::string absent_header;  // a header field that is missing there, if that is the point
};

struct Case {
  std::string id;  // the file's name without ".json"
  std::string title;
  std::string symptom;  // as the user reports it
  std::string mark;     // "seed", "documented", "observed", "inferred" or "chosen"
  std::string source;
  std::string fix;
  CaseActor actor;
  std::string tool;             // the tool that is called once connected; empty: getData
  std::vector<CaseStep> steps;  // the first one is of kStart
  CaseExpectation expectation;
  Json json;  // as it is in the file
};

// Sorted by id. Throws std::runtime_error naming the file, the pointer and what would be right.
std::vector<Case> load_cases(const std::filesystem::path& folder);
Case parse_case(const Json& json, const std::string& id, const std::string& name_in_errors);

std::string_view to_string(CaseStep::When when);  // "start", "consent", "connected"

}  // namespace conform::mock
