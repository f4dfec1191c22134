// What Prometheus scrapes.
#include "mock_server/control/routes.hpp"
#include "mock_server/state/metrics.hpp"
#include "mock_server/state/state.hpp"

namespace conform::mock {

Response get_metrics(ControlCall& call) {
  Response response;
  response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = call.mock.metrics().text({.sessions = call.mock.state().newest_sessions(0).all,
                                            .transcript_entries = call.mock.transcript().size()});
  return response;
}

}  // namespace conform::mock
