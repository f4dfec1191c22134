// The protocol revisions of the handshake era that the mock speaks, and where they differ for it.
#pragma once

#include <array>
#include <string_view>

namespace conform::mock {

inline constexpr std::array<std::string_view, 3> kRevisions{"2025-03-26", "2025-06-18",
                                                            "2025-11-25"};
inline constexpr std::string_view kNewestRevision = kRevisions.back();
// The stateless era: no handshake, every request says its version (versioning, "Stateless").
inline constexpr std::string_view kStatelessRevision = "2026-07-28";

constexpr bool is_supported_revision(std::string_view revision) {
  for (const std::string_view known : kRevisions) {
    if (known == revision) return true;
  }
  return false;
}
// Batches were part of 2025-03-26 only.
constexpr bool has_batches(std::string_view revision) { return revision == "2025-03-26"; }
// From 2025-11-25 on, wrong arguments are a tool result that the model can read (SEP-1303).
constexpr bool argument_errors_are_results(std::string_view revision) {
  return revision >= "2025-11-25";
}

}  // namespace conform::mock
