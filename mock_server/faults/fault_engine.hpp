// Decides which faults strike a request, and carries them out on answers. What only a socket can do
// (delay, drip, reset) is left to the server as the answer's Delivery. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/handling/handler.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

class FaultEngine {
 public:
  // The faults of the world that strike this request, in their order; counts it for each that fits.
  std::vector<const Fault*> strike(const Context& context, const Exchange& exchange);

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> fitted_;  // by fault id
};

// What happens before the handler: the answer that replaces it, or none.
std::optional<Response> answer_instead(Context& context, const std::vector<const Fault*>& faults,
                                       Endpoint endpoint);

// What becomes of the answer.
Response distorted(const Context& context, Response response,
                   const std::vector<const Fault*>& faults, const Exchange& exchange);

}  // namespace conform::mock
