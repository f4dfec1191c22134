// A client that is a program: one of the profiles with a launch, or the command given after "--".
// It gets an empty home, a stand-in browser that brings pages to the person, and is ended with all
// it started.
#pragma once

#include <memory>

#include "clients/browser/person.hpp"
#include "clients/client.hpp"
#include "clients/programs/driven_program.hpp"
#include "clients/programs/provisions.hpp"
#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

// The client of one play, driven in the way that its launch describes. The launch, the scenario and
// the mock, which must be served, outlive it. Not thread-safe. Throws as make_available() does.
std::unique_ptr<Client> make_external_client(const Launch& launch, const Scenario& scenario,
                                             mock::MockOmni& mock, Person& person,
                                             const Provisions& provisions,
                                             const Patience& patience = {});

}  // namespace conform::clients
