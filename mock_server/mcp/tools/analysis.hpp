// What the Omni Agent makes of one question: the result of an askOmni job, or its error
// (docs/omni.md, "REST endpoints": AI jobs).
#pragma once

#include "mock_server/mcp/tool.hpp"
#include "mock_server/state/jobs.hpp"

namespace conform::mock {

// `at` is when the query counts as run.
Jobs::Outcome analyze(const ToolCall& call, const Membership& member, const ModelSummary& model,
                      const Source& source, TimePoint at);

}  // namespace conform::mock
