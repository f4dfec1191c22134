// A client that behaves on the wire as a profile says: like a product, or like a bug. Strictly
// sequential: the same seed makes the same requests. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>

#include "clients/client.hpp"
#include "clients/person.hpp"
#include "clients/profile.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform {

class ScriptedClient final : public Client {
 public:
  // Finds its URLs and keys in the mock, and writes what it tells its user into the mock's
  // transcript. All three must outlive it.
  ScriptedClient(const Profile& profile, MockOmni& mock, Person& person, std::uint64_t seed);
  ~ScriptedClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
