// Compares the requests that a client was recorded to send with those that its profile makes:
// method, path, parameters in order, the headers that matter, JSON-RPC bodies. Pure; for tests and
// reports.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "record/transcript.hpp"

namespace conform::clients {

// What is compared of one request, in order: ("method", "POST"), ("rpc.method", "initialize"), ...
// Values that differ from run to run are replaced: ports of the mock, tokens, lengths instead of
// secrets.
using Traits = std::vector<std::pair<std::string, std::string>>;

struct RecordedRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;
};

// The requests of a capture file (JSON lines). Throws std::runtime_error naming file and line.
std::vector<RecordedRequest> load_capture(const std::filesystem::path& file);

// The requests of a transcript that the client caused itself: no pages of the person at the
// browser.
std::vector<RecordedRequest> requests_of_client(const std::vector<Exchange>& exchanges);

// `random_port`: the client's redirect port differs from run to run.
Traits traits_of(const RecordedRequest& request, bool random_port);

struct TraitDifference {
  std::size_t request = 0;  // from 1
  std::string trait;
  std::string recorded;
  std::string played;
};
std::vector<TraitDifference> compare(const std::vector<RecordedRequest>& recorded,
                                     const std::vector<RecordedRequest>& played, bool random_port);

}  // namespace conform::clients
