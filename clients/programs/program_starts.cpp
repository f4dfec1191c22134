#include "clients/programs/program_starts.hpp"

#include <variant>

namespace conform::clients {

std::vector<ProgramStart> starts_of(const Scenario& scenario) {
  std::vector<ProgramStart> starts;
  Connect last;
  for (const Step& step : scenario.act) {
    const auto* const intent = std::get_if<Intent>(&step);
    if (intent == nullptr) continue;
    if (const auto* const connect = std::get_if<Connect>(intent)) {
      last = *connect;
      starts.push_back({last});
      last.anew = false;  // the next start finds what this one kept
      continue;
    }
    if (is_to_be_cancelled(*intent)) continue;
    const bool restarts = std::holds_alternative<Restart>(*intent);
    const bool is_over = starts.empty() || std::holds_alternative<Disconnect>(starts.back().back());
    if (restarts || is_over) starts.push_back({last});
    if (!restarts) starts.back().push_back(*intent);
  }
  return starts;
}

}  // namespace conform::clients
