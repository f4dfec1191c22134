#include "clients/protocol/recorded_call.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <variant>
#include <vector>

namespace conform::clients {
namespace {

constexpr std::chrono::seconds kLongestHandling{10};

bool is_call(const Entry& entry) {
  const auto* const exchange = std::get_if<Exchange>(&entry);
  return exchange != nullptr && exchange->rpc && exchange->rpc->method == "tools/call";
}

}  // namespace

void await_recorded_call(const Transcript& transcript, std::size_t after) {
  const auto deadline = std::chrono::steady_clock::now() + kLongestHandling;
  while (true) {
    const std::vector<Entry> entries = transcript.entries_after(after, SIZE_MAX);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (std::ranges::any_of(entries, is_call) ||
        !transcript.wait_beyond(after + entries.size(), {}, left)) {
      return;
    }
  }
}

}  // namespace conform::clients
