// The mock that `omni-conform bench` measures where no other server is named: in this process, over
// real sockets.
#pragma once

#include <filesystem>
#include <memory>

#include "bench/measure/operations.hpp"
#include "foundation/files/temporary_folder.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/serving/tls.hpp"

namespace conform::runner {

// Its authority is kept in a folder that goes with it.
class OwnMock {
 public:
  OwnMock(const std::filesystem::path& fixtures, bool tls);
  ~OwnMock();
  OwnMock(const OwnMock&) = delete;
  OwnMock& operator=(const OwnMock&) = delete;

  [[nodiscard]] bench::Target target() const;

 private:
  std::unique_ptr<TemporaryFolder> tls_folder_;  // none: no TLS
  std::unique_ptr<const mock::TlsIdentity> tls_;
  mock::OmniServer server_;
};

}  // namespace conform::runner
