// Where `omni-conform bench` sends its load: a mock of its own, another server on loopback, or,
// confirmed and held back, one on another machine.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bench/measure/operations.hpp"
#include "foundation/files/temporary_folder.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/serving/tls.hpp"
#include "runner/commands/bench/bench_command.hpp"

namespace conform::runner {

// The most that another machine is asked for, whatever the command line says.
inline constexpr std::uint64_t kMostForeignRequests = 500;
inline constexpr std::uint64_t kMostForeignRequestsPerSecond = 10;
inline constexpr double kMostForeignRate = 2;  // operations a second; also what is usual
inline constexpr std::size_t kMostForeignConcurrency = 2;

// The target that --target names. One beyond loopback must be confirmed by name, be https, and keep
// to the limits above; `options` gets the rate where none was given. Throws UsageError.
bench::Target foreign_target(BenchOptions& options);

// Our own mock, in this process, over real sockets. Its authority is kept in a folder that goes
// with it.
class OwnMock {
 public:
  OwnMock(const std::filesystem::path& fixtures, bool tls);
  ~OwnMock();
  OwnMock(const OwnMock&) = delete;
  OwnMock& operator=(const OwnMock&) = delete;

  [[nodiscard]] const mock::MockOmni& mock() const { return server_.mock(); }
  [[nodiscard]] bench::Target target() const;

 private:
  std::unique_ptr<TemporaryFolder> tls_folder_;  // none: no TLS
  std::unique_ptr<const mock::TlsIdentity> tls_;
  mock::OmniServer server_;
};

}  // namespace conform::runner
