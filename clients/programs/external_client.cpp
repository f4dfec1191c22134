#include "clients/programs/external_client.hpp"

#include "clients/programs/command_client.hpp"
#include "clients/programs/self_acting_client.hpp"
#include "clients/programs/stdio_client.hpp"

namespace conform::clients {

using mock::MockOmni;

std::unique_ptr<Client> make_external_client(const Launch& launch, const Scenario& scenario,
                                             MockOmni& mock, Person& person,
                                             const Provisions& provisions,
                                             const Patience& patience) {
  Values values = make_available(launch, provisions);
  if (!launch.intents.empty()) {
    return std::make_unique<CommandClient>(launch, scenario, mock, person, std::move(values),
                                           patience);
  }
  if (launch.stdio) {
    return std::make_unique<StdioClient>(launch, scenario, mock, person, std::move(values),
                                         patience);
  }
  return std::make_unique<SelfActingClient>(launch, scenario, mock, person, std::move(values),
                                            patience);
}

}  // namespace conform::clients
