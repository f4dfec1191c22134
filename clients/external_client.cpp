#include "clients/external_client.hpp"

#include "clients/command_client.hpp"
#include "clients/running_client.hpp"

namespace conform {

std::unique_ptr<Client> make_external_client(const Launch& launch, const Scenario& scenario,
                                             MockOmni& mock, Person& person,
                                             const Provisions& provisions, Patience patience) {
  Values values = make_available(launch, provisions);
  if (!launch.intents.empty()) {
    return std::make_unique<CommandClient>(launch, scenario, mock, person, std::move(values),
                                           patience);
  }
  return std::make_unique<RunningClient>(launch, scenario, mock, person, std::move(values),
                                         patience);
}

}  // namespace conform
