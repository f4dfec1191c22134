// A client that is a program: one of the profiles with a launch, or the command given after "--".
// It gets an empty home, a stand-in browser that brings pages to the person, and is ended with all
// it started.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "clients/client.hpp"
#include "clients/npm_package.hpp"
#include "clients/person.hpp"
#include "clients/profile.hpp"
#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform {

// How long a client is waited for, in real time. An intent ends as soon as the record shows its
// end.
struct Patience {
  std::chrono::milliseconds intent{60'000};  // no intent takes longer
  std::chrono::milliseconds quiet{10'000};   // nothing happened for so long: it has stopped trying
  std::chrono::milliseconds settle{
      1'500};  // … after the person was left with a page, or closed the window
  std::chrono::milliseconds grace{2'000};  // between the friendly end and the other one
};

// Installs the launch's npm package into `packages` when it has one and is not there yet, and
// returns its folder (else an empty path). Throws ClientUnavailable when it can't be installed or
// the program isn't there. Thread-safe.
std::filesystem::path make_available(const Launch& launch, const std::filesystem::path& packages);

// One per play. Not thread-safe.
class ExternalClient final : public Client {
 public:
  // The mock must be served. `packages` is the folder for npm packages (build/clients). Throws as
  // make_available() does.
  ExternalClient(Launch launch, const Scenario& scenario, MockOmni& mock, Person& person,
                 const std::filesystem::path& packages, Patience patience = {});
  ~ExternalClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
