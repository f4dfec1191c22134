// What is served below /_mock/ on every port: the control API and its console. Its requests are no
// part of the transcript.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json_schema.hpp"
#include "mock_server/control/case.hpp"
#include "mock_server/control/options.hpp"
#include "mock_server/control/redaction.hpp"
#include "mock_server/control/transcript_json.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::mock {

// Thread-safe. The mock must outlive it.
class Control {
 public:
  Control(MockOmni& mock, ControlOptions options);

  static bool is_control(std::string_view path) {
    return path == "/_mock" || path.starts_with("/_mock/");
  }
  bool is_on() const { return options_.on; }
  // nullopt when the request is the mock's to answer: for another path or site, larger than the
  // mock reads, or from afar while no secret guards the API.
  std::optional<Response> answer_if_asked(const Request& request);
  // Answers a request for a control path; `own_origin` is the origin that it addressed.
  Response answer(const Request& request, const std::string& own_origin);

  // ---- For the API's handlers and for who serves the mock ----
  MockOmni& mock() { return mock_; }
  const ControlOptions& options() const { return options_; }

  // Changes the world's JSON as one step. Throws std::runtime_error, one problem a line, when the
  // result is no world or has other organizations; then nothing has changed.
  void edit_world(std::string_view text, const std::function<void(Json&)>& edit);
  void reset_world();  // and the clock, as they were when the mock was made

  std::vector<Case> cases() const;
  // The first step begins with the world as it was when the mock was made. `step` counts from 0.
  // Throws std::runtime_error when the case speaks of what this world has not.
  void put_into(const Case& one, std::size_t step);
  std::string current_case() const;  // its id, or empty

  std::string fault_id();  // one that was not given before
  // Knows every secret that the transcript has shown so far, unless it was asked to stop. Must not
  // outlive the mock.
  Redact redact(const std::stop_token& stop);

  struct Verdicts {
    std::vector<ClientVerdict> verdicts;
    std::size_t judged = 0;    // on the entries up to this number …
    std::size_t left_out = 0;  // … but for so many, of clients beyond the judge's limit
  };
  // Goes on judging first, but by so many entries at most: whoever asks again gets further.
  static constexpr std::size_t kJudgedAtOnce = 20'000;
  Verdicts verdicts();

 private:
  MockOmni& mock_;
  const ControlOptions options_;
  const std::shared_ptr<const World> start_;

  mutable std::mutex mutex_;
  std::optional<JsonSchema> schema_;  // read when it is first needed
  std::string current_case_;
  std::size_t last_fault_ = 0;

  Redaction redaction_;

  std::mutex judge_mutex_;
  std::unique_ptr<ClientJudge> judge_;  // made when it is first needed
  Verdicts verdicts_;                   // the last ones

  const JsonSchema& schema();
};

}  // namespace conform::mock
