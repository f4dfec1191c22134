#include "suites/invariants/oauth_invariants.hpp"

#include "suites/words/discovery_words.hpp"

namespace conform {

using namespace words;

std::vector<Check> oauth_invariants() {
  return {
      must("registration-is-json", each(registration, is_json_object()), cites("DCR-02"),
           caught_by("registers_as_text")),
      must("redirect-registered", redirects_as_registered(), cites("DCR-04"),
           caught_by("registers_another_redirect")),
      // A MUST of 2026-07-28, and nothing of the revisions before it.
      should("application-type", each(registration, says_its_type()), cites("REG-08"),
             caught_by("registers_without_type")),
      should("refresh-registered", each(registration, asks_for_refresh()), cites("TOK-10"),
             caught_by("registers_without_refresh")),
      must("resource-is-whole", each(authorize_with_resource, has_whole_resource()),
           cites("RES-01"), caught_by("fragment_in_resource")),
  };
}

}  // namespace conform
