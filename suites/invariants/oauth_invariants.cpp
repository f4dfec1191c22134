// What holds of registrations and of the resource that authorization requests name.
#include <vector>

#include "suites/words/discovery_words.hpp"
#include "suites/words/invariant.hpp"

namespace conform {

std::vector<Invariant> oauth_invariants() {
  using namespace words;
  return {
      must_each("registration-is-json", registration, is_json_object(), "DCR-02",
                "registers_as_text"),
      must_hold("redirect-registered", redirects_as_registered().text,
                watch_redirects_as_registered, "DCR-04", "registers_another_redirect"),
      // A MUST of 2026-07-28, and nothing of the revisions before it.
      should_each("application-type", registration, says_its_type(), "REG-08",
                  "registers_without_type"),
      should_each("refresh-registered", registration, asks_for_refresh(), "TOK-10",
                  "registers_without_refresh"),
      must_each("resource-is-whole", authorize_with_resource, has_whole_resource(), "RES-01",
                "fragment_in_resource"),
  };
}

}  // namespace conform
